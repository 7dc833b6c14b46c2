package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Rows as lists of Java values: into batches of random encodings, and out of cells. */
final class TestRows {
    private TestRows() {}

    /** A batch of these rows, at random selected from more. */
    static Batch batch(Schema schema, List<List<Object>> rows, int[] weights, BufferPool pool, Random random) {
        BatchBuilder builder = new BatchBuilder(schema, pool);
        boolean selected = random.nextBoolean();
        int[] positions = new int[rows.size()];
        int at = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (selected && random.nextInt(3) == 0) {
                append(builder, schema, rows.get(random.nextInt(rows.size())), 1);
                at++;
            }
            append(builder, schema, rows.get(i), weights.length == 0 ? 1 : weights[i]);
            positions[i] = at++;
        }
        Batch all = builder.build();
        if (!selected) {
            return all;
        }
        Batch batch = all.select(positions, positions.length, Lease.UNPOOLED);
        all.release();
        return batch;
    }

    static List<Object> row(Cells[] cells, List<DataType> types, int slot) {
        List<Object> row = new ArrayList<>();
        int[] slots = {slot};
        for (int i = 0; i < cells.length; i++) {
            ColumnBuilder builder = ColumnBuilder.of(types.get(i), BufferPool.HEAP);
            cells[i].gather(slots, 0, 1, builder);
            Column column = builder.build();
            row.add(Columns.value(column, types.get(i), 0));
        }
        return row;
    }

    static List<Object> list(Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    private static void append(BatchBuilder builder, Schema schema, List<Object> row, int weight) {
        for (int column = 0; column < row.size(); column++) {
            builder.column(column).appendValue(schema.type(column), row.get(column));
        }
        builder.endRow(weight);
    }
}
