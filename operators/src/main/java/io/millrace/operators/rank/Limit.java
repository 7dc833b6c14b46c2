package io.millrace.operators.rank;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import java.util.List;

/** LIMIT and OFFSET without an order, over rows that stay: the rows that come first. One instance. */
public record Limit(Schema input, long offset, long limit) implements OperatorSpec {

    @Override
    public Operator create() {
        return new LimitOperator(this);
    }

    @Override
    public int inputCount() {
        return 1;
    }

    @Override
    public List<Schema> outputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Limit " + limit + (offset == 0 ? "" : " offset " + offset);
    }
}
