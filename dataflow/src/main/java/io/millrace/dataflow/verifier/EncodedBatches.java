package io.millrace.dataflow.verifier;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.verifier.Script.Step.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes batches of rows, each column in an encoding drawn at random, sometimes with rows between that do not count. */
final class EncodedBatches {
    private final BufferPool buffers;
    private final Random random;

    EncodedBatches(BufferPool buffers, Random random) {
        this.buffers = buffers;
        this.random = random;
    }

    /** A batch of these rows, which has weights where one of them is not 1. */
    Batch batch(Schema schema, List<Row> rows) {
        List<Row> all = new ArrayList<>();
        int[] positions = buffers.ints(rows.size());
        boolean selects = random.nextBoolean();
        for (int i = 0; i < rows.size(); i++) {
            while (selects && random.nextInt(3) == 0 && all.size() + rows.size() - i < Batch.MAX_ROWS) {
                all.add(rows.get(random.nextInt(rows.size())));
            }
            positions[i] = all.size();
            all.add(rows.get(i));
        }
        Column[] columns = new Column[schema.size()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = column(schema.type(column), values(all, column));
        }
        Batch whole = weighted(all, columns);
        if (!selects) {
            buffers.free(positions);
            return whole;
        }
        Batch selected = whole.select(positions, rows.size(), new Lease(buffers, positions));
        whole.release();
        return selected;
    }

    private Batch weighted(List<Row> rows, Column[] columns) {
        if (rows.stream().allMatch(row -> row.weight() == 1)) {
            return Batch.of(rows.size(), columns);
        }
        int[] weights = buffers.ints(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            weights[i] = rows.get(i).weight();
        }
        return Batch.weighted(rows.size(), columns, weights, new Lease(buffers, weights));
    }

    private static List<@Nullable Object> values(List<Row> rows, int column) {
        List<@Nullable Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.values().get(column)));
        return values;
    }

    private Column column(DataType type, List<@Nullable Object> values) {
        return switch (random.nextInt(4)) {
            case 0 -> dictionary(type, values);
            case 1 -> values.stream().allMatch(value -> Objects.deepEquals(value, values.getFirst()))
                    ? new ConstantColumn(values.size(), flat(type, values.subList(0, 1)))
                    : flat(type, values);
            default -> flat(type, values);
        };
    }

    private Column flat(DataType type, List<@Nullable Object> values) {
        ColumnBuilder builder = ColumnBuilder.of(type, buffers);
        values.forEach(value -> builder.appendValue(type, value));
        return builder.build();
    }

    /** The entries need be neither distinct nor sorted, and one may be null. */
    private Column dictionary(DataType type, List<@Nullable Object> values) {
        List<@Nullable Object> entries = new ArrayList<>();
        int[] indices = buffers.ints(values.size());
        for (int i = 0; i < values.size(); i++) {
            int found = random.nextInt(4) == 0 ? -1 : entries.indexOf(values.get(i));
            if (found < 0) {
                found = entries.size();
                entries.add(values.get(i));
            }
            indices[i] = found;
        }
        return new DictionaryColumn(
                values.size(), indices, flat(type, entries), Validity.ALL, new Lease(buffers, indices));
    }
}
