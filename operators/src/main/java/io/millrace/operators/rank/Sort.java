package io.millrace.operators.rank;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.operators.Flow;
import java.util.List;

/** ORDER BY over a bounded input: emits all rows, or the first, in order when the input has ended. */
public record Sort(Flow input, Ranking ranking) implements OperatorSpec {

    @Override
    public Operator create() {
        return new SortOperator(this);
    }

    @Override
    public int inputCount() {
        return 1;
    }

    @Override
    public List<Schema> outputs() {
        return List.of(input.schema());
    }

    @Override
    public String describe() {
        return "Sort " + ranking;
    }
}
