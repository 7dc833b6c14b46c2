package io.millrace.operators.write;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import io.millrace.dataflow.sink.Sink;
import io.millrace.operators.Flow;
import java.util.List;
import java.util.Optional;

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

    /** What is committed is found by where it goes, whatever the rows are. */
    @Override
    public Meaning meaning(List<Relation> inputs) {
        StateMeaning state =
                new StateMeaning(
                        Kind.SINK,
                        sink.describe(),
                        List.of(new Part("target", sink.identity())),
                        List.of(),
                        Optional.empty());
        return new Meaning(state, List.of());
    }

    @Override
    public String describe() {
        return "Write " + sink.describe();
    }
}
