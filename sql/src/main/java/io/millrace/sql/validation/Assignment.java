package io.millrace.sql.validation;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.NumericRank;

/** Which values are written into a column of another type without a CAST: those that cannot lose what matters. */
final class Assignment {
    private Assignment() {}

    static boolean isImplicit(DataType from, DataType to) {
        if (from == Plain.NULL) {
            return true;
        }
        return switch (to) {
            case Plain plain ->
                    switch (plain) {
                        case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE ->
                                NumericRank.of(from) >= 0 && NumericRank.of(from) <= NumericRank.of(plain);
                        case BOOLEAN, DATE, NULL -> from == plain;
                    };
            case DataType.Decimal ignored -> from instanceof DataType.Decimal || isInteger(from);
            case DataType.Varchar ignored -> isText(from);
            case DataType.Char ignored -> isText(from);
            case DataType.Varbinary ignored -> isBytes(from);
            case DataType.Binary ignored -> isBytes(from);
            case DataType.Time ignored -> from instanceof DataType.Time;
            case DataType.Instant ignored -> from instanceof DataType.Instant || from == Plain.DATE;
            case DataType.MonthInterval ignored -> from instanceof DataType.MonthInterval;
            case DataType.TimeInterval ignored -> from instanceof DataType.TimeInterval;
            case DataType.Array array ->
                    from instanceof DataType.Array other && isImplicit(other.element(), array.element());
            case DataType.Mapping map ->
                    from instanceof DataType.Mapping other
                            && isImplicit(other.key(), map.key())
                            && isImplicit(other.value(), map.value());
            case DataType.Row row -> from instanceof DataType.Row other && isImplicit(other, row);
        };
    }

    private static boolean isImplicit(DataType.Row from, DataType.Row to) {
        if (from.fields().size() != to.fields().size()) {
            return false;
        }
        for (int i = 0; i < to.fields().size(); i++) {
            if (!isImplicit(from.fields().get(i).type(), to.fields().get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInteger(DataType type) {
        return NumericRank.of(type) >= 0 && NumericRank.of(type) <= NumericRank.of(Plain.BIGINT);
    }

    private static boolean isText(DataType type) {
        return type instanceof DataType.Varchar || type instanceof DataType.Char;
    }

    private static boolean isBytes(DataType type) {
        return type instanceof DataType.Varbinary || type instanceof DataType.Binary;
    }
}
