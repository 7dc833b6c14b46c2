package io.millrace.operators.expression;

import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.Lease;
import io.millrace.data.Validity;

/** Columns in another order of rows, by an index over what is there instead of a copy. */
final class Gathering {
    private Gathering() {}

    /**
     * The rows at these positions. The array is not copied, and belongs to nobody's lease; the column holds one count
     * of what it shows.
     */
    static Column over(Column column, int[] positions, int count, BufferPool buffers) {
        return switch (column) {
            case Column.ConstantColumn constant -> {
                constant.retain();
                yield new Column.ConstantColumn(count, constant.value());
            }
            case Column.DictionaryColumn dictionary -> indexed(Columns.flat(dictionary, buffers), positions, count);
            default -> {
                column.retain();
                yield indexed(column, positions, count);
            }
        };
    }

    private static Column indexed(Column flat, int[] positions, int count) {
        return new Column.DictionaryColumn(count, positions, flat, Validity.ALL, Lease.UNPOOLED);
    }
}
