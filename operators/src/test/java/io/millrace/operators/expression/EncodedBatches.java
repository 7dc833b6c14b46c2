package io.millrace.operators.expression;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.Validity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The same rows held in random ways: flat, by dictionary or as a constant, with or without a selection. */
final class EncodedBatches {
    private EncodedBatches() {}

    /** Rows of values by column type, and the batch that holds them. */
    record Encoded(List<@Nullable Object[]> rows, Batch batch) {}

    /** A value of some type, null now and then if {@code nulls}. */
    interface Source {
        @Nullable Object value(DataType type, SplittableRandom random);
    }

    static Encoded random(List<DataType> types, int rows, Source source, SplittableRandom random) {
        int columnSize = rows + random.nextInt(4);
        Object[][] values = new Object[types.size()][columnSize];
        Column[] columns = new Column[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(types.get(i), values[i], source, random);
        }
        Batch all = Batch.of(columnSize, columns);
        if (columnSize == rows && random.nextBoolean()) {
            return new Encoded(rows(values, identity(rows), rows), all);
        }
        int[] positions =
                random.nextInt(4) == 0 ? anywhere(rows, columnSize, random) : rising(rows, columnSize, random);
        return new Encoded(rows(values, positions, rows), all.select(positions, rows, Lease.UNPOOLED));
    }

    private static Column column(DataType type, @Nullable Object[] values, Source source, SplittableRandom random) {
        int size = values.length;
        switch (random.nextInt(4)) {
            case 0 -> {
                Object value = source.value(type, random);
                Arrays.fill(values, value);
                return Columns.constant(type, value, size);
            }
            case 1 -> {
                Object[] entries = new Object[1 + random.nextInt(5)];
                Arrays.setAll(entries, i -> source.value(type, random));
                int[] indices = new int[size];
                long[] validity = random.nextBoolean() ? Validity.ALL : new long[Validity.words(size)];
                for (int i = 0; i < size; i++) {
                    indices[i] = random.nextInt(entries.length);
                    boolean missing = validity.length != 0 && random.nextInt(4) == 0;
                    if (missing) {
                        indices[i] = 1_000_000;
                    } else if (validity.length != 0) {
                        Validity.set(validity, i);
                    }
                    values[i] = missing ? null : entries[indices[i]];
                }
                return new Column.DictionaryColumn(size, indices, Columns.of(type, entries), validity, Lease.UNPOOLED);
            }
            default -> {
                Arrays.setAll(values, i -> source.value(type, random));
                return Columns.of(type, values);
            }
        }
    }

    private static List<@Nullable Object[]> rows(Object[][] values, int[] positions, int count) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            @Nullable Object[] one = new Object[values.length];
            for (int i = 0; i < values.length; i++) {
                one[i] = values[i][positions[row]];
            }
            rows.add(one);
        }
        return rows;
    }

    private static int[] identity(int count) {
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> i);
        return positions;
    }

    private static int[] rising(int count, int columnSize, SplittableRandom random) {
        int[] positions = new int[count];
        int skipped = 0;
        for (int i = 0; i < count; i++) {
            while (skipped < columnSize - count && random.nextInt(3) == 0) {
                skipped++;
            }
            positions[i] = i + skipped;
        }
        return positions;
    }

    private static int[] anywhere(int count, int columnSize, SplittableRandom random) {
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> random.nextInt(columnSize));
        return positions;
    }
}
