package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.RowEquality;
import io.millrace.data.RowHash;
import java.util.Arrays;

/** Numbers the keys of the rows of one batch: the same number for the same key. Scratch. */
final class KeyNumbers {
    private static final int PLACES = Integer.highestOneBit(Batch.MAX_ROWS) * 4;

    private final int[] keys;
    private final long[] hashes = new long[Batch.MAX_ROWS];

    /** Open addressing over rows plus one, each the first of its key. */
    private final int[] places = new int[PLACES];

    KeyNumbers(int[] keys) {
        this.keys = keys;
    }

    /** {@code numbers[row]} becomes the number of the row's key. */
    void number(Batch rows, int[] numbers) {
        int size = rows.size();
        if (keys.length == 0) {
            Arrays.fill(numbers, 0, size, 0);
            return;
        }
        RowHash.hash(rows, keys, 0, size, hashes);
        int mask = Integer.highestOneBit(size) * 4 - 1;
        Arrays.fill(places, 0, mask + 1, 0);
        for (int row = 0; row < size; row++) {
            int place = (int) hashes[row] & mask;
            while (places[place] != 0 && !isSame(rows, places[place] - 1, row)) {
                place = (place + 1) & mask;
            }
            if (places[place] == 0) {
                places[place] = row + 1;
            }
            numbers[row] = places[place] - 1;
        }
    }

    private boolean isSame(Batch rows, int first, int row) {
        return hashes[first] == hashes[row]
                && RowEquality.equal(rows, keys, rows.position(first), rows, keys, rows.position(row));
    }
}
