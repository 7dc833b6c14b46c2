package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.DoubleColumn;
import io.millrace.data.Column.FloatColumn;
import io.millrace.data.Column.Int128Column;
import io.millrace.data.Column.IntColumn;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.DataType;
import io.millrace.data.Decimals;

/** Numbers of some rows as doubles, however the column holds them: row {@code i} is {@code values[index[i]]}. */
final class DoubleArgument {
    private static final double[] NONE = {};

    private final int scale;
    double[] values = NONE;
    int[] index = LongArgument.IDENTITY;
    private double[] scratch = NONE;

    DoubleArgument(DataType type) {
        scale = type instanceof DataType.Decimal decimal ? decimal.scale() : 0;
    }

    void read(Column column, RowSet rows) {
        if (column instanceof DoubleColumn flat) {
            values = flat.values();
            index = rows.positions;
            return;
        }
        if (scratch == NONE) {
            scratch = new double[Batch.MAX_ROWS];
        }
        values = scratch;
        index = LongArgument.IDENTITY;
        if (column instanceof FloatColumn floats) {
            float[] source = floats.values();
            for (int i = 0; i < rows.count; i++) {
                scratch[i] = source[rows.positions[i]];
            }
        } else {
            for (int i = 0; i < rows.count; i++) {
                scratch[i] = value(column, rows.positions[i]);
            }
        }
    }

    private double value(Column column, int position) {
        return switch (column) {
            case DoubleColumn doubles -> doubles.values()[position];
            case FloatColumn floats -> floats.values()[position];
            case IntColumn ints -> ints.values()[position];
            case LongColumn longs ->
                    scale == 0 ? longs.values()[position] : Decimals.toDouble(longs.values()[position], scale);
            case Int128Column wide -> Decimals.toDouble(wide.high()[position], wide.low()[position], scale);
            case DictionaryColumn dictionary -> value(dictionary.dictionary(), dictionary.indices()[position]);
            case ConstantColumn constant -> value(constant.value(), 0);
            case Column other -> throw new IllegalArgumentException("no numbers: " + other.getClass().getSimpleName());
        };
    }
}
