package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Columns;
import io.millrace.data.Lease;
import io.millrace.data.RowEquality;
import io.millrace.data.RowHash;
import io.millrace.data.Widths;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.operators.Columnar;
import java.util.Arrays;
import java.util.Optional;

/**
 * A copy of a build side that is read to its end, small, and has one row a key: its rows lie in columns, which what is
 * joined refers to, so that of neither side anything but numbers of the build side is copied. Belongs to one thread.
 */
final class SmallBuild {
    /** No partner. */
    static final int NONE = -1;

    private static final int MOST_ROWS = 1 << 16;

    private final Batch rows;
    private final JoinKeys probeKeys;
    private final int[] buildKeys;
    private final BufferPool buffers;

    /** The number of a row behind its hash, plus 1, at the first free place from the hash on. */
    private final int[] places;

    private final long[] hashes;
    private final long[] looked = new long[Batch.MAX_ROWS];
    private final int[] positions = new int[Batch.MAX_ROWS];
    private final int[] candidates = new int[Batch.MAX_ROWS];
    private final boolean[] same = new boolean[Batch.MAX_ROWS];

    /** For each position of a batch the number of the row that is joined, 0 where none is. */
    private int[] entries = {};

    private SmallBuild(Batch rows, long[] hashes, int[] places, JoinKeys build, JoinKeys probe, BufferPool buffers) {
        this.rows = rows;
        this.hashes = hashes;
        this.places = places;
        this.buildKeys = build.columns();
        this.probeKeys = probe;
        this.buffers = buffers;
    }

    /** A copy of what is kept, where it is small and no key has two rows. */
    static Optional<SmallBuild> of(JoinSide kept, JoinKeys probe, BufferPool buffers) {
        Optional<Batch> rows = copy(kept);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        long[] hashes = hashes(rows.get(), kept.keys().columns());
        return places(hashes).map(places -> new SmallBuild(rows.get(), hashes, places, kept.keys(), probe, buffers));
    }

    /** The rows in columns, where they are few, and each is there once. */
    private static Optional<Batch> copy(JoinSide kept) {
        MultimapTable table = kept.table();
        if (table.size() > MOST_ROWS) {
            return Optional.empty();
        }
        ColumnBuilder[] columns = Columnar.builders(kept.schema(), BufferPool.HEAP);
        int[] slots = new int[Batch.MAX_ROWS];
        long bytes = 0;
        for (int listed = table.list(0, slots); listed > 0; listed = table.list(slots[listed - 1] + 1, slots)) {
            bytes += Widths.bytes(kept.cells(), slots, 0, listed);
            if (bytes > Batch.MAX_BYTES || Arrays.stream(slots, 0, listed).anyMatch(slot -> table.weight(slot) != 1)) {
                return Optional.empty();
            }
            for (int i = 0; i < columns.length; i++) {
                kept.gather(i, slots, listed, columns[i]);
            }
        }
        return Optional.of(Batch.of(table.size(), Columnar.build(columns)));
    }

    private static long[] hashes(Batch rows, int[] keys) {
        long[] hashes = new long[rows.size()];
        long[] part = new long[Batch.MAX_ROWS];
        for (int from = 0; from < hashes.length; from += part.length) {
            int count = Math.min(part.length, hashes.length - from);
            RowHash.hash(rows, keys, from, from + count, part);
            System.arraycopy(part, 0, hashes, from, count);
        }
        return hashes;
    }

    /** Where each row is found by its hash; nothing where two rows have the same one, as two of one key do. */
    private static Optional<int[]> places(long[] hashes) {
        int[] places = new int[Integer.highestOneBit(Math.max(1, hashes.length)) * 4];
        int mask = places.length - 1;
        for (int row = 0; row < hashes.length; row++) {
            int place = (int) hashes[row] & mask;
            while (places[place] != 0) {
                if (hashes[places[place] - 1] == hashes[row]) {
                    return Optional.empty();
                }
                place = place + 1 & mask;
            }
            places[place] = row + 1;
        }
        return Optional.of(places);
    }

    /**
     * {@code partners[i - from]} becomes the number of the row that row {@code i} of the probe side joins, or {@link
     * #NONE}; returns how many join one.
     */
    int find(Batch batch, int from, int to, int[] partners) {
        RowHash.hash(batch, probeKeys.columns(), from, to, looked);
        int count = to - from;
        int mask = places.length - 1;
        for (int i = 0; i < count; i++) {
            long hash = looked[i];
            int place = (int) hash & mask;
            int row = places[place] - 1;
            while (row >= 0 && hashes[row] != hash) {
                place = place + 1 & mask;
                row = places[place] - 1;
            }
            partners[i] = row;
        }
        return verify(batch, from, count, partners);
    }

    /** Rows of one hash may differ, and a null may have no partner. */
    private int verify(Batch batch, int from, int count, int[] partners) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (partners[i] != NONE) {
                positions[found] = batch.position(from + i);
                candidates[found++] = partners[i];
            }
        }
        Arrays.fill(same, 0, found, true);
        for (int key = 0; key < buildKeys.length; key++) {
            Column own = batch.column(probeKeys.columns()[key]);
            RowEquality.narrow(own, positions, rows.column(buildKeys[key]), candidates, found, same);
        }
        boolean mayBeAlone = probeKeys.mayBeAlone(batch);
        int next = 0;
        int joined = 0;
        for (int i = 0; i < count; i++) {
            if (partners[i] != NONE) {
                boolean alone = mayBeAlone && probeKeys.isAlone(batch, positions[next]);
                boolean joins = same[next++] && !alone;
                partners[i] = joins ? partners[i] : NONE;
                joined += joins ? 1 : 0;
            }
        }
        return joined;
    }

    /** The rows that have a partner, from {@code from} on, with its columns behind theirs; at least one has. */
    Batch join(Batch batch, int from, int count, int[] partners) {
        int size = batch.columnSize();
        if (entries.length < size) {
            entries = new int[size];
        }
        Arrays.fill(entries, 0, size, 0);
        int[] chosen = buffers.ints(count);
        int joined = 0;
        for (int i = 0; i < count; i++) {
            if (partners[i] != NONE) {
                int position = batch.position(from + i);
                entries[position] = partners[i];
                chosen[joined++] = position;
            }
        }
        Lease lease = new Lease(buffers, chosen);
        Column[] columns = new Column[batch.columnCount() + rows.columnCount()];
        for (int i = 0; i < batch.columnCount(); i++) {
            columns[i] = batch.column(i);
            columns[i].retain();
        }
        for (int i = 0; i < rows.columnCount(); i++) {
            columns[batch.columnCount() + i] = Columns.over(rows.column(i), entries, 0, size, buffers);
        }
        Batch whole = batch.withColumns(columns);
        if (joined == batch.size()) {
            lease.release();
            return whole;
        }
        Batch selected = whole.select(chosen, joined, lease);
        whole.release();
        return selected;
    }
}
