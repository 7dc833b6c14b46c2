package io.millrace.dataflow.expression;

import io.millrace.data.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scalar expression over the columns of one row, fully typed: plans hold these trees, and code is made of them where
 * they run. Records all through, so that two plans can be compared and stored.
 */
public sealed interface Expression {

    DataType type();

    /** The column at this position of the input. */
    record Input(int column, DataType type) implements Expression {
        @Override
        public String toString() {
            return "$" + column;
        }
    }

    /**
     * A constant; {@code null} is SQL's NULL. The value is one of Boolean, Integer, Long, Float, Double, BigDecimal,
     * String, byte[] as Base64 text, or for times the stored number as Long or Integer.
     */
    record Literal(@Nullable Object value, DataType type) implements Expression {
        @Override
        public String toString() {
            return value instanceof String ? "'" + value + "'" : String.valueOf(value);
        }
    }

    /** A function of its arguments. AND, OR, CASE, COALESCE and IF evaluate only the arguments they need. */
    record Call(Function function, List<Expression> arguments, DataType type) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String toString() {
            return function + arguments.toString().replace('[', '(').replace(']', ')');
        }
    }

    /** A conversion. */
    record Cast(Expression operand, DataType type, OnFailure onFailure) implements Expression {

        /** What a value that cannot be converted becomes. */
        public enum OnFailure {
            FAIL,
            NULL
        }

        @Override
        public String toString() {
            return (onFailure == OnFailure.FAIL ? "CAST(" : "TRY_CAST(") + operand + " AS " + type.sql() + ")";
        }
    }

    /** A field of a row, by position; null where the row is. */
    record FieldAccess(Expression operand, int field, DataType type) implements Expression {
        @Override
        public String toString() {
            return operand + "." + field;
        }
    }

    /** Which function is called. */
    sealed interface Function {

        /** One of the engine's own, by its SQL name in upper case, such as {@code UPPER} or {@code +}. */
        record Named(String name) implements Function {
            @Override
            public String toString() {
                return name;
            }
        }

        /**
         * A public static Java method of the user, or the {@code eval} method of a class with a constructor without
         * arguments.
         */
        record Java(String className, String method) implements Function {
            @Override
            public String toString() {
                return className + "." + method;
            }
        }
    }
}
