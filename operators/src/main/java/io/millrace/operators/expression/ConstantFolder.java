package io.millrace.operators.expression;

import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;

/** What expressions without columns come to, for the planner. */
public final class ConstantFolder {
    private ConstantFolder() {}

    /**
     * The literal that this expression comes to; the expression itself where that is no constant (it has columns, its value
     * changes with time, or its type has no literals). An expression that fails throws what it would throw for a row.
     */
    public static Expression fold(Expression expression, SessionSettings session) {
        throw new UnsupportedOperationException();
    }
}
