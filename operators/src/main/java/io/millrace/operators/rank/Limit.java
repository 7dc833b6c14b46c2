package io.millrace.operators.rank;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import io.millrace.dataflow.lineage.TableMeaning;
import io.millrace.dataflow.lineage.TableMeaning.Column;
import java.util.List;
import java.util.Optional;

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
    public Meaning meaning(List<Relation> inputs) {
        TableMeaning seen = new TableMeaning("seen", "seen", List.of(Column.of("rows")));
        StateMeaning state =
                new StateMeaning(
                        Kind.STATE,
                        "LIMIT " + limit,
                        List.of(new Part("LIMIT", offset + " to " + limit)),
                        inputs,
                        Optional.of(List.of(seen)));
        return Meaning.of(state, Relation.of("limited " + state.hash(), inputs.getFirst().columns()));
    }

    @Override
    public String describe() {
        return "Limit " + limit + (offset == 0 ? "" : " offset " + offset);
    }
}
