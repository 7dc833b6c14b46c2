package io.millrace.operators.calc;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.expression.Expression;
import java.util.List;

/** Makes several rows of each: one for each list of projections, as grouping sets need. */
public record Expand(Schema input, List<List<Expression>> projections, Schema output) implements OperatorSpec {

    public Expand {
        projections = projections.stream().map(List::copyOf).toList();
    }

    @Override
    public Operator create() {
        return new ExpandOperator(this);
    }

    @Override
    public int inputCount() {
        return 1;
    }

    @Override
    public List<Schema> outputs() {
        return List.of(output);
    }

    @Override
    public String describe() {
        return "Expand " + projections;
    }
}
