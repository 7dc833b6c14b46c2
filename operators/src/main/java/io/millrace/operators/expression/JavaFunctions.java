package io.millrace.operators.expression;

import io.millrace.dataflow.expression.Expression;
import io.millrace.data.DataType;
import java.util.List;
final class JavaFunctions {
    static Node bind(Expression.Function.Java java, List<Typed> arguments, DataType type, Lowering lowering) {
        throw new UnsupportedOperationException();
    }
}
