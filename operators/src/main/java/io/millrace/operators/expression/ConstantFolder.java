package io.millrace.operators.expression;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Lease;
import io.millrace.data.Validity;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.expression.function.Functions;
import java.util.List;
import java.util.Optional;

/** What expressions without columns come to, for the planner: they are evaluated as any other, over one row. */
public final class ConstantFolder {
    private ConstantFolder() {}

    /**
     * The literal that this expression comes to; the expression itself where that is no constant (it has columns, its
     * value changes with time, or its type has no literals). An expression that fails throws what it would throw for a
     * row.
     */
    public static Expression fold(Expression expression, SessionSettings session) {
        if (expression instanceof Expression.Literal
                || !isConstant(expression)
                || Functions.stability(expression) != Functions.Stability.ALWAYS) {
            return expression;
        }
        Batch row = Batch.of(1, new Column.ByteColumn(1, new byte[1], Validity.ALL, Lease.UNPOOLED));
        Projector projector = Projector.compile(List.of(expression), Optional.empty(), List.of(), session);
        Batch result = projector.project(row, 0, BufferPool.HEAP).orElseThrow();
        return Literals.of(result.column(0), expression.type());
    }

    private static boolean isConstant(Expression expression) {
        return switch (expression.type().storage()) {
            case ARRAY, MAP, ROW -> false;
            default ->
                    switch (expression) {
                        case Expression.Input ignored -> false;
                        case Expression.Literal ignored -> true;
                        case Expression.FieldAccess ignored -> false;
                        case Expression.Cast cast -> isConstant(cast.operand());
                        case Expression.Call call -> call.arguments().stream().allMatch(ConstantFolder::isConstant);
                    };
        };
    }
}
