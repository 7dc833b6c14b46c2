package io.millrace.operators.rank;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import io.millrace.dataflow.lineage.TableMeaning;
import io.millrace.dataflow.lineage.TableMeaning.Column;
import io.millrace.dataflow.state.TimeToLive;
import io.millrace.operators.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first rows of each partition, kept up to date: ROW_NUMBER() filtered by a constant, and deduplication where that
 * constant is 1.
 *
 * @param partition columns; without any there is one partition
 */
public record TopN(Flow input, List<Integer> partition, Ranking ranking, Schema output) implements OperatorSpec {

    public TopN {
        partition = List.copyOf(partition);
    }

    @Override
    public Operator create() {
        return FirstRowOperator.runs(this) ? new FirstRowOperator(this) : new TopNOperator(this);
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
        List<String> keys = rows.columns(partition);
        List<Part> parts =
                List.of(
                        new Part("PARTITION BY", keys.stream().sorted().toList().toString()),
                        new Part("ORDER BY", RankMeaning.order(ranking.order(), rows)),
                        new Part("rows", ranking.offset() + " to " + ranking.limit()));
        StateMeaning state =
                new StateMeaning(
                        Kind.STATE,
                        "first rows by " + RankMeaning.order(ranking.order(), rows) + " of each " + keys,
                        parts,
                        inputs,
                        Optional.of(tables(rows, keys)));
        List<String> columns = new ArrayList<>(rows.columns());
        if (ranking.numbering() == Ranking.Numbering.SHOWN) {
            columns.add("rank@" + state.hash());
        }
        return Meaning.of(state, Relation.of("top " + state.hash(), columns));
    }

    private List<TableMeaning> tables(Relation rows, List<String> keys) {
        TableMeaning kept = RankMeaning.rows(rows, partition);
        if (!FirstRowOperator.runs(this)) {
            return List.of(
                    kept, new TableMeaning("held", "held", RankMeaning.columns(keys, List.of(Column.note("held")))));
        }
        List<Column> columns = new ArrayList<>(kept.columns());
        columns.add(Column.of("is there"));
        return List.of(new TableMeaning("first", "first row", columns));
    }

    @Override
    public TimeToLive timeToLive(SessionSettings session) {
        return TimeToLive.of(session.stateTtlMillis());
    }

    @Override
    public String describe() {
        return "TopN by " + partition + " " + ranking;
    }
}
