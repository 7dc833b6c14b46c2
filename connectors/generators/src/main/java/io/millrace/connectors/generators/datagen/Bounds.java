package io.millrace.connectors.generators.datagen;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import java.math.BigDecimal;

/** Between which numbers random ones are, both included. */
record Bounds(BigDecimal least, BigDecimal greatest) {

    static boolean isNumber(DataType type) {
        return type instanceof DataType.Decimal
                || type instanceof Plain plain
                        && switch (plain) {
                            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE -> true;
                            case BOOLEAN, DATE, NULL -> false;
                        };
    }

    /** All that a type holds; for numbers with a fraction, as many digits as are good to look at. */
    static Bounds of(DataType type) {
        return switch (type) {
            case Plain.TINYINT -> of(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case Plain.SMALLINT -> of(Short.MIN_VALUE, Short.MAX_VALUE);
            case Plain.INT -> of(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case Plain.BIGINT -> of(Long.MIN_VALUE, Long.MAX_VALUE);
            case DataType.Decimal decimal -> {
                int digits = Math.min(15, decimal.precision() - decimal.scale());
                yield of(0, (long) Math.pow(10, digits) - 1);
            }
            default -> of(0, 1);
        };
    }

    Bounds from(BigDecimal value) {
        return new Bounds(value, greatest.max(value));
    }

    Bounds to(BigDecimal value) {
        return new Bounds(least, value);
    }

    private static Bounds of(long least, long greatest) {
        return new Bounds(BigDecimal.valueOf(least), BigDecimal.valueOf(greatest));
    }
}
