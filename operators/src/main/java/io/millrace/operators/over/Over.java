package io.millrace.operators.over;

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
import io.millrace.operators.rank.RankMeaning;
import io.millrace.operators.rank.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Functions OVER (PARTITION BY … ORDER BY …): every row with the values of the calls appended.
 *
 * @param mode what the order has to do with time
 */
public record Over(Flow input, Within within, Mode mode, List<OverCall> calls, Schema output) implements OperatorSpec {

    public Over {
        calls = List.copyOf(calls);
    }

    /** The partition's columns and the order in it. */
    public record Within(List<Integer> partition, List<SortKey> order) {
        public Within {
            partition = List.copyOf(partition);
            order = List.copyOf(order);
        }
    }

    /** When rows leave. */
    public enum Mode {
        /**
         * The first sort column is the event time, ascending: a row leaves when the watermark has passed it, for good.
         */
        EVENT_TIME,
        /** The order is that of arrival: a row leaves at once, for good. */
        ARRIVAL,
        /** Any order over any changes: a row leaves at once, and again with −1 and +1 whenever its values change. */
        CHANGES
    }

    @Override
    public Operator create() {
        return new OverOperator(this);
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
        return within.partition();
    }

    @Override
    public Meaning meaning(List<Relation> inputs) {
        Relation rows = inputs.getFirst();
        List<String> keys = rows.columns(within.partition());
        List<String> texts = calls.stream().map(call -> call.text(rows)).toList();
        List<Part> parts =
                List.of(
                        new Part("PARTITION BY", keys.stream().sorted().toList().toString()),
                        new Part("ORDER BY", RankMeaning.order(within.order(), rows) + " " + mode),
                        new Part("calls", texts.stream().sorted().toList().toString()));
        TableMeaning held = new TableMeaning("held", "held", RankMeaning.columns(keys, List.of(Column.note("held"))));
        StateMeaning state =
                new StateMeaning(
                        Kind.STATE,
                        "OVER (PARTITION BY " + keys + "): " + texts,
                        parts,
                        inputs,
                        Optional.of(List.of(RankMeaning.rows(rows, within.partition()), held)));
        List<String> columns = new ArrayList<>(rows.columns());
        texts.forEach(text -> columns.add(text + "@" + state.hash()));
        return Meaning.of(state, Relation.of("over " + state.hash(), columns));
    }

    @Override
    public TimeToLive timeToLive(SessionSettings session) {
        return forgets() ? TimeToLive.of(session.stateTtlMillis()) : TimeToLive.FOR_EVER;
    }

    /** Rows of event time go when no row needs them. */
    boolean forgets() {
        return mode != Mode.EVENT_TIME;
    }

    @Override
    public String describe() {
        return "Over by " + within.partition() + " " + within.order() + " " + calls;
    }
}
