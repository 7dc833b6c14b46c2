package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.Cells;
import io.millrace.data.KeyGroups;
import io.millrace.data.RowHash;
import io.millrace.data.Widths;
import java.util.Arrays;

/**
 * Copies rows of a table out into batches for a snapshot: each block holds rows of some neighbouring key groups, so
 * that a restore reads little but what it needs.
 */
final class RowsCopier {
    /** How many rows are copied at once. */
    static final int UNIT = Batch.MAX_ROWS;

    /**
     * Into so many equal shares the key groups of some rows are divided. Within one, rows lie in the order of their
     * slots, in which they are fast to copy.
     */
    private static final int SHARES = 8;

    private final TableShape shape;
    private final int groups;
    private final int[] groupColumns;
    private final BatchBuilder keys;
    private final BatchBuilder identities;
    private final BatchBuilder all;
    private final long[] hashes = new long[UNIT];
    private final int[] rowGroups = new int[UNIT];
    private final int[] rowShares = new int[UNIT];
    private final int[] sorted = new int[UNIT];
    private final int[] ends = new int[SHARES + 1];
    private int spanStart;
    private int span;

    RowsCopier(TableShape shape, int groups, BufferPool buffers) {
        this.shape = shape;
        this.groups = groups;
        this.groupColumns = shape.groupColumns();
        this.keys = new BatchBuilder(shape.schema().project(groupColumns), buffers);
        this.identities =
                new BatchBuilder(shape.schema().project(TableShape.range(0, shape.identityColumns())), buffers);
        this.all = new BatchBuilder(shape.schema(), buffers);
    }

    /**
     * The key groups of up to {@link #UNIT} rows that stand in these slots; {@code result[i]} is that of {@code
     * slots[i]}.
     */
    int[] groups(Cells[] columns, int[] slots, int count) {
        if (groupColumns.length == 0) {
            RowHash.hash(Batch.of(count), groupColumns, 0, count, hashes);
        } else {
            for (int i = 0; i < groupColumns.length; i++) {
                columns[groupColumns[i]].gather(slots, 0, count, keys.column(i));
            }
            Batch batch = keys.build();
            RowHash.hash(batch, TableShape.range(0, groupColumns.length), 0, count, hashes);
            batch.release();
        }
        for (int i = 0; i < count; i++) {
            rowGroups[i] = KeyGroups.of(hashes[i], groups);
        }
        return rowGroups;
    }

    /** Writes up to {@link #UNIT} rows. */
    void write(Cells[] columns, int[] slots, int count, BlockKind kind, SnapshotWriting writing) {
        groups(columns, slots, count);
        span(count);
        Arrays.fill(ends, 0);
        for (int i = 0; i < count; i++) {
            rowShares[i] = share(rowGroups[i]);
            ends[rowShares[i] + 1]++;
        }
        for (int share = 1; share <= SHARES; share++) {
            ends[share] += ends[share - 1];
        }
        for (int i = 0; i < count; i++) {
            sorted[ends[rowShares[i]]++] = slots[i];
        }
        // Now ends[share] is where the rows of the share end.
        int target = Math.max(1, UNIT / SHARES);
        int from = 0;
        int first = 0;
        for (int share = 0; share < SHARES; share++) {
            if (ends[share] == from) {
                first = share + 1;
            } else if (ends[share] - from >= target || ends[share] == count) {
                while (from < ends[share]) {
                    int to = from + Widths.fitting(columns, sorted, from, ends[share]);
                    writeBlock(columns, from, to, kind, writing, firstGroup(first), firstGroup(share + 1) - 1);
                    from = to;
                }
                first = share + 1;
            }
        }
    }

    /** Finds the key groups that are to be shared out: from the least one of these rows to the greatest. */
    private void span(int count) {
        int least = groups;
        int greatest = 0;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, rowGroups[i]);
            greatest = Math.max(greatest, rowGroups[i]);
        }
        spanStart = least;
        span = greatest - least + 1;
    }

    private int share(int group) {
        return (group - spanStart) * SHARES / span;
    }

    private int firstGroup(int share) {
        return spanStart + (share * span + SHARES - 1) / SHARES;
    }

    private void writeBlock(
            Cells[] columns, int from, int to, BlockKind kind, SnapshotWriting writing, int firstGroup, int lastGroup) {
        BatchBuilder builder = kind == BlockKind.ROWS ? all : identities;
        int columnCount = kind == BlockKind.ROWS ? shape.columnCount() : shape.identityColumns();
        for (int column = 0; column < columnCount; column++) {
            columns[column].gather(sorted, from, to, builder.column(column));
        }
        Batch batch = columnCount == 0 ? Batch.of(to - from) : builder.build();
        writing.write(shape.name(), kind, firstGroup, lastGroup, batch);
    }
}
