package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.Int128;
import io.millrace.data.MillraceException;
import io.millrace.operators.expression.function.Slice;
import io.millrace.operators.expression.function.SliceBuilder;

/** How one value is held while a row is evaluated: a Java primitive, or a reused holder. */
enum Kind {
    BOOLEAN(boolean.class),
    INT(int.class),
    LONG(long.class),
    FLOAT(float.class),
    DOUBLE(double.class),
    INT128(Int128.class),
    BYTES(Slice.class),
    /** Anything else that a function takes: a compiled pattern, a time zone. Never null, never of a column. */
    OBJECT(Object.class);

    private final Class<?> type;

    Kind(Class<?> type) {
        this.type = type;
    }

    Class<?> type() {
        return type;
    }

    static Kind of(DataType type) {
        return switch (type.storage()) {
            case BYTE -> BOOLEAN;
            case INT -> INT;
            case LONG -> LONG;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case INT128 -> INT128;
            case BYTES -> BYTES;
            case ARRAY, MAP, ROW ->
                    throw MillraceException.user(
                            "unsupported-expression",
                            "a value of type "
                                    + type.sql()
                                    + " can be passed on and taken apart, but not be used here");
        };
    }

    /** Which kind a parameter of a function takes. */
    static Kind of(Class<?> parameter) {
        for (Kind kind : values()) {
            if (kind.type == parameter) {
                return kind;
            }
        }
        if (parameter == SliceBuilder.class) {
            return BYTES;
        }
        return OBJECT;
    }

    boolean isHolder() {
        return this == INT128 || this == BYTES;
    }
}
