package io.millrace.operators.window;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.GroupMeaning;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.aggregate.Partials;
import io.millrace.operators.aggregate.Phase;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * GROUP BY session and keys: rows of a key that are at most a gap apart are in one session, which ends a gap after its
 * last row and is emitted when the watermark has passed that. The columns are as those of {@link WindowAggregate}.
 */
public record SessionAggregate(Flow input, Windowing.Time time, long gapMicros, Grouping grouping, Schema output)
        implements OperatorSpec {

    /** The time of rows as it is: sessions are gaps between moments, and only their bounds are told in wall time. */
    Windowing.Time momentOfRows() {
        return switch (time) {
            case Windowing.Time.EventTime event -> new Windowing.Time.EventTime(event.column(), ZoneOffset.UTC);
            case Windowing.Time.ProcessingTime ignored -> new Windowing.Time.ProcessingTime(ZoneOffset.UTC);
        };
    }

    @Override
    public Operator create() {
        if (!Partials.areSplittable(input, grouping)) {
            throw MillraceException.user(
                    "unsupported-session-aggregate",
                    "sessions that grow together need aggregates that can be merged: no DISTINCT, FIRST_VALUE, LAST_VALUE or LISTAGG");
        }
        return new SessionAggregateOperator(this);
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
        return grouping.keys();
    }

    @Override
    public Meaning meaning(List<Relation> inputs) {
        Relation rows = inputs.getFirst();
        GroupMeaning groups = new GroupMeaning(input, rows, grouping, Phase.COMPLETE);
        StateMeaning state =
                new StateMeaning(
                        Kind.STATE,
                        "GROUP BY " + groups.keys() + " and session: " + groups.sql(),
                        List.of(
                                new Part(
                                        "session",
                                        WindowMeaning.time(time, rows)
                                                + WindowMeaning.zone(time.zone())
                                                + " gap "
                                                + gapMicros),
                                new Part("GROUP BY", groups.keys().toString()),
                                new Part("aggregates", groups.cells().toString())),
                        inputs,
                        Optional.empty());
        List<String> columns = new ArrayList<>(groups.keys());
        columns.addAll(groups.results(state.hash()));
        for (int bound = columns.size(); bound < output.size(); bound++) {
            columns.add(output.field(bound).name() + "@" + state.hash());
        }
        return Meaning.of(state, Relation.of("sessions " + state.hash(), columns));
    }

    @Override
    public String describe() {
        return "SessionAggregate " + time + " gap " + gapMicros + "µs " + grouping;
    }
}
