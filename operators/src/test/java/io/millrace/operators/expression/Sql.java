package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.dataflow.expression.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short ways to write expressions in tests. */
final class Sql {
    private Sql() {}

    static Expression column(int index, DataType type) {
        return new Expression.Input(index, type);
    }

    static Expression literal(@Nullable Object value, DataType type) {
        return new Expression.Literal(value, type);
    }

    static Expression integer(int value) {
        return literal(value, DataType.Plain.INT);
    }

    static Expression bigint(long value) {
        return literal(value, DataType.Plain.BIGINT);
    }

    static Expression text(String value) {
        return literal(value, DataType.STRING);
    }

    static Expression call(String name, DataType type, Expression... arguments) {
        return new Expression.Call(new Expression.Function.Named(name), List.of(arguments), type);
    }

    static Expression cast(Expression operand, DataType type) {
        return new Expression.Cast(operand, type, Expression.Cast.OnFailure.FAIL);
    }

    static Expression tryCast(Expression operand, DataType type) {
        return new Expression.Cast(operand, type, Expression.Cast.OnFailure.NULL);
    }
}
