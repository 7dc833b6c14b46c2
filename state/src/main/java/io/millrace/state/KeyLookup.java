package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.RowHash;
import java.util.Arrays;

/**
 * Looks up the keys of a batch: hashes them, finds the first entry of each in the index, and compares column by column.
 * What is left, keys that are absent and the few whose hash is another's too, is for the caller to settle row by row.
 */
final class KeyLookup {
    static final int ABSENT = -1;

    private final SlotIndex index;
    private final Cells[] columns;
    private long[] hashes = {};

    /** Over these cells, the first {@code keyColumns} ones of the columns. */
    KeyLookup(SlotIndex index, Cells[] columns, int keyColumns) {
        this.index = index;
        this.columns = Arrays.copyOf(columns, keyColumns);
    }

    /** The hashes of the rows last looked up, beginning with that of row {@code from}. */
    long[] hashes() {
        return hashes;
    }

    /**
     * {@code slots[i - from]} becomes the slot of row {@code i}'s key, or {@link #ABSENT} where {@link #settle} must be
     * asked.
     */
    void find(Batch batch, int[] keyColumns, int from, int to, int[] slots) {
        int count = to - from;
        if (hashes.length < count) {
            hashes = new long[count];
        }
        RowHash.hash(batch, keyColumns, from, to, hashes);
        index.probe(hashes, count, slots);
        for (int key = 0; key < columns.length; key++) {
            columns[key].reject(slots, batch, keyColumns[key], from, to);
        }
    }

    /** The slot of the key at a position of the batch, whose hash this is, or {@link #ABSENT} if there is none. */
    int settle(Batch batch, int[] keyColumns, int position, int hash) {
        int slot = index.first(hash);
        while (slot != SlotIndex.ABSENT && !matches(slot, batch, keyColumns, position)) {
            slot = index.after(hash, slot);
        }
        return slot;
    }

    private boolean matches(int slot, Batch batch, int[] keyColumns, int position) {
        for (int key = 0; key < columns.length; key++) {
            if (!columns[key].same(slot, batch.column(keyColumns[key]), position)) {
                return false;
            }
        }
        return true;
    }

    long sizeBytes() {
        return 64 + 8L * hashes.length;
    }
}
