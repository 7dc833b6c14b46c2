package io.millrace.operators.rank;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import io.millrace.operators.Flow;
import io.millrace.operators.window.Windowing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first rows of each window and partition, emitted once, when the watermark has passed the window's end. The
 * partition's columns, by which rows are dealt out, may be those of the window too.
 */
public record WindowTopN(Flow input, Windowing.Attached window, List<Integer> partition, Ranking ranking, Schema output)
        implements OperatorSpec {

    public WindowTopN {
        partition = List.copyOf(partition);
    }

    @Override
    public Operator create() {
        return new WindowTopNOperator(this);
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
    public List<Integer> keys(int input) {
        return partition;
    }

    @Override
    public Meaning meaning(List<Relation> inputs) {
        Relation rows = inputs.getFirst();
        StateMeaning state =
                new StateMeaning(
                        Kind.STATE,
                        "first rows by " + RankMeaning.order(ranking.order(), rows) + " of each window",
                        List.of(
                                new Part("window", rows.column(window.start()) + " to " + rows.column(window.end())),
                                new Part("PARTITION BY", rows.columns(partition).toString()),
                                new Part("ORDER BY", RankMeaning.order(ranking.order(), rows)),
                                new Part("rows", ranking.offset() + " to " + ranking.limit()),
                                new Part("columns", rows.columns().toString())),
                        inputs,
                        Optional.empty());
        List<String> columns = new ArrayList<>(rows.columns());
        if (ranking.numbering() == Ranking.Numbering.SHOWN) {
            columns.add("rank@" + state.hash());
        }
        return Meaning.of(state, Relation.of("window top " + state.hash(), columns));
    }

    @Override
    public String describe() {
        return "WindowTopN " + window + " by " + partition + " " + ranking;
    }
}
