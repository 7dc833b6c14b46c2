package io.millrace.operators;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Lease;
import io.millrace.data.Schema;
import java.util.Arrays;
import java.util.List;

/** What operators share about making batches of columns. */
public final class Columnar {
    private Columnar() {}

    public static int[] ints(List<Integer> columns) {
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    /** 0, 1, 2 and so on. */
    public static int[] sequence(int count) {
        int[] sequence = new int[count];
        Arrays.setAll(sequence, i -> i);
        return sequence;
    }

    public static ColumnBuilder[] builders(Schema schema, BufferPool buffers) {
        ColumnBuilder[] builders = new ColumnBuilder[schema.size()];
        for (int i = 0; i < builders.length; i++) {
            builders[i] = ColumnBuilder.of(schema.type(i), buffers);
        }
        return builders;
    }

    public static Column[] build(ColumnBuilder[] builders) {
        Column[] columns = new Column[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].build();
        }
        return columns;
    }

    /** What the builders hold, to be read before they change. */
    public static Column[] view(ColumnBuilder[] builders) {
        Column[] columns = new Column[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].view();
        }
        return columns;
    }

    public static void reset(ColumnBuilder[] builders) {
        for (ColumnBuilder builder : builders) {
            builder.reset();
        }
    }

    public static void close(ColumnBuilder[] builders) {
        for (ColumnBuilder builder : builders) {
            builder.close();
        }
    }

    /** A batch whose first rows are deletions and whose others are insertions. */
    public static Batch changes(Column[] columns, int deletions, int insertions, BufferPool buffers) {
        if (deletions == 0) {
            return Batch.of(insertions, columns);
        }
        int[] weights = buffers.ints(deletions + insertions);
        Arrays.fill(weights, 0, deletions, -1);
        Arrays.fill(weights, deletions, deletions + insertions, 1);
        return Batch.weighted(deletions + insertions, columns, weights, new Lease(buffers, weights));
    }
}
