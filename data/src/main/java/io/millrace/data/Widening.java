package io.millrace.data;

import java.util.List;

/** Types whose every value is the same value in another type. */
public final class Widening {
    private static final List<DataType> WHOLE_NUMBERS =
            List.of(DataType.Plain.TINYINT, DataType.Plain.SMALLINT, DataType.Plain.INT, DataType.Plain.BIGINT);

    private Widening() {}

    public static boolean isLossless(DataType from, DataType to) {
        if (from.equals(to)) {
            return true;
        }
        if (WHOLE_NUMBERS.contains(from)) {
            return WHOLE_NUMBERS.indexOf(from) < WHOLE_NUMBERS.indexOf(to);
        }
        return switch (from) {
            case DataType.Varchar text -> to instanceof DataType.Varchar longer && text.length() <= longer.length();
            case DataType.Varbinary some -> to instanceof DataType.Varbinary longer && some.length() <= longer.length();
            case DataType.Decimal number ->
                    to instanceof DataType.Decimal wider
                            && number.scale() == wider.scale()
                            && number.precision() <= wider.precision();
            default -> from == DataType.Plain.FLOAT && to == DataType.Plain.DOUBLE;
        };
    }

    /** The same values in a type that has them all. */
    public static Column widened(Column column, DataType from, DataType to) {
        if (from.storage() == to.storage()) {
            return column;
        }
        ColumnBuilder builder = ColumnBuilder.of(to, BufferPool.HEAP);
        for (int row = 0; row < column.size(); row++) {
            JavaValues.append(builder, to, JavaValues.value(column, from, row));
        }
        return builder.build();
    }
}
