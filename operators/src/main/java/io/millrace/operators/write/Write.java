package io.millrace.operators.write;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.sink.Sink;
import io.millrace.operators.Flow;
import java.util.List;

/** Writes into a sink: prepares what was written at every barrier, commits when the barrier is complete. */
public record Write(Sink sink, Flow input) implements OperatorSpec {

    @Override
    public Operator create() {
        return new WriteOperator(this);
    }

    @Override
    public int inputCount() {
        return 1;
    }

    @Override
    public List<Schema> outputs() {
        return List.of();
    }

    @Override
    public String describe() {
        return "Write " + sink.describe();
    }
}
