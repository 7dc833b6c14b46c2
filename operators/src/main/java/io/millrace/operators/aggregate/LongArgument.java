package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.IntColumn;
import io.millrace.data.Column.LongColumn;
import java.util.Arrays;

/** Integers of some rows as longs, however the column holds them: row {@code i} is {@code values[index[i]]}. */
final class LongArgument {
    /** 0, 1, 2 and so on. */
    static final int[] IDENTITY = new int[Batch.MAX_ROWS];

    static {
        Arrays.setAll(IDENTITY, i -> i);
    }

    private static final long[] NONE = {};

    long[] values = NONE;
    int[] index = IDENTITY;
    private long[] scratch = NONE;

    void read(Column column, RowSet rows) {
        if (column instanceof LongColumn flat) {
            values = flat.values();
            index = rows.positions;
            return;
        }
        if (scratch == NONE) {
            scratch = new long[Batch.MAX_ROWS];
        }
        values = scratch;
        index = IDENTITY;
        gather(column, rows.positions, rows.count, scratch);
    }

    static void gather(Column column, int[] positions, int count, long[] into) {
        switch (column) {
            case IntColumn ints -> {
                int[] source = ints.values();
                for (int i = 0; i < count; i++) {
                    into[i] = source[positions[i]];
                }
            }
            case LongColumn longs -> {
                long[] source = longs.values();
                for (int i = 0; i < count; i++) {
                    into[i] = source[positions[i]];
                }
            }
            case DictionaryColumn dictionary -> {
                int[] indices = dictionary.indices();
                if (dictionary.dictionary() instanceof LongColumn longs) {
                    long[] source = longs.values();
                    for (int i = 0; i < count; i++) {
                        into[i] = source[indices[positions[i]]];
                    }
                } else {
                    int[] source = ((IntColumn) dictionary.dictionary()).values();
                    for (int i = 0; i < count; i++) {
                        into[i] = source[indices[positions[i]]];
                    }
                }
            }
            case ConstantColumn constant ->
                    Arrays.fill(
                            into,
                            0,
                            count,
                            constant.value() instanceof LongColumn longs
                                    ? longs.values()[0]
                                    : ((IntColumn) constant.value()).values()[0]);
            case Column other -> throw new IllegalArgumentException("no integers: " + other.getClass().getSimpleName());
        }
    }
}
