package io.millrace.sql.physical;

import io.millrace.dataflow.expression.Expression;
import java.util.function.IntUnaryOperator;

/** Moves the columns that an expression reads. */
final class Columns {
    private Columns() {}

    static Expression moved(Expression expression, IntUnaryOperator move) {
        return switch (expression) {
            case Expression.Input input -> new Expression.Input(move.applyAsInt(input.column()), input.type());
            case Expression.Literal literal -> literal;
            case Expression.Call call ->
                    new Expression.Call(
                            call.function(),
                            call.arguments().stream().map(argument -> moved(argument, move)).toList(),
                            call.type());
            case Expression.Cast cast ->
                    new Expression.Cast(moved(cast.operand(), move), cast.type(), cast.onFailure());
            case Expression.FieldAccess access ->
                    new Expression.FieldAccess(moved(access.operand(), move), access.field(), access.type());
        };
    }
}
