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
import io.millrace.operators.Flow;
import java.util.List;
import java.util.Optional;

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
    public Meaning meaning(List<Relation> inputs) {
        Relation rows = inputs.getFirst();
        String order = RankMeaning.order(ranking.order(), rows);
        TableMeaning progress = new TableMeaning("progress", "progress", List.of(Column.note("rows")));
        StateMeaning state =
                new StateMeaning(
                        Kind.STATE,
                        "all rows until the end" + (ranking.order().isEmpty() ? "" : ", ORDER BY " + order),
                        List.of(
                                new Part("ORDER BY", order),
                                new Part("rows", ranking.offset() + " to " + ranking.limit())),
                        inputs,
                        Optional.of(List.of(RankMeaning.rows(rows, List.of()), progress)));
        return Meaning.of(state, Relation.of("sorted " + state.hash(), rows.columns()));
    }

    @Override
    public String describe() {
        return "Sort " + ranking;
    }
}
