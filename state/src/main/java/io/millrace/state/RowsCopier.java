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
 * Copies rows of a table out into batches for a snapshot: sorted by key group, and cut between groups into blocks, so
 * that a restore reads what it needs.
 */
final class RowsCopier {
    /** How many rows are copied at once. */
    static final int UNIT = Batch.MAX_ROWS;

    private static final int BLOCKS = 8;

    private final TableShape shape;
    private final int groups;
    private final int[] groupColumns;
    private final BatchBuilder keys;
    private final BatchBuilder identities;
    private final BatchBuilder all;
    private final long[] hashes = new long[UNIT];
    private final int[] rowGroups = new int[UNIT];
    private final int[] sorted = new int[UNIT];
    private final int[] ends;

    RowsCopier(TableShape shape, int groups) {
        this.shape = shape;
        this.groups = groups;
        this.groupColumns = shape.groupColumns();
        this.keys = new BatchBuilder(shape.schema().project(groupColumns), BufferPool.HEAP);
        this.identities =
                new BatchBuilder(shape.schema().project(TableShape.range(0, shape.identityColumns())), BufferPool.HEAP);
        this.all = new BatchBuilder(shape.schema(), BufferPool.HEAP);
        this.ends = new int[groups + 1];
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
        Arrays.fill(ends, 0);
        for (int i = 0; i < count; i++) {
            ends[rowGroups[i] + 1]++;
        }
        for (int group = 1; group <= groups; group++) {
            ends[group] += ends[group - 1];
        }
        for (int i = 0; i < count; i++) {
            sorted[ends[rowGroups[i]]++] = slots[i];
        }
        // Now ends[group] is where the rows of the group end.
        int target = Math.max(1, UNIT / BLOCKS);
        int from = 0;
        int first = 0;
        for (int group = 0; group < groups; group++) {
            if (ends[group] == from) {
                first = group + 1;
            } else if (ends[group] - from >= target || ends[group] == count) {
                while (from < ends[group]) {
                    int to = from + Widths.fitting(columns, sorted, from, ends[group]);
                    writeBlock(columns, from, to, kind, writing, first, group);
                    from = to;
                }
                first = group + 1;
            }
        }
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
