package io.millrace.data;

/** The order of the numeric types in which each can be widened to those after it. */
public final class NumericRank {
    /** The rank of a type that is no number. */
    public static final int NOT_NUMERIC = -1;

    private NumericRank() {}

    public static int of(DataType type) {
        return switch (type) {
            case DataType.Plain plain ->
                    switch (plain) {
                        case TINYINT -> 0;
                        case SMALLINT -> 1;
                        case INT -> 2;
                        case BIGINT -> 3;
                        case FLOAT -> 5;
                        case DOUBLE -> 6;
                        case BOOLEAN, DATE, NULL -> NOT_NUMERIC;
                    };
            case DataType.Decimal ignored -> 4;
            default -> NOT_NUMERIC;
        };
    }
}
