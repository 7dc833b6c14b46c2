package io.millrace.operators.aggregate;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import io.millrace.dataflow.lineage.TableMeaning.Column;
import io.millrace.dataflow.state.TimeToLive;
import io.millrace.operators.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * GROUP BY: one row a group, of its keys and then its aggregates. Without keys there is one group, which has a row even
 * when nothing was read. SELECT DISTINCT is a grouping without calls.
 *
 * @param grouping what is grouped how; for {@link Phase#GLOBAL} as columns of the partial results, see {@link #global}
 */
public record Aggregate(Flow input, Grouping grouping, Phase phase, Emission emission, Schema output)
        implements OperatorSpec {

    /** When results leave. */
    public enum Emission {
        /** Whenever a group has changed: the old row with −1, the new one with +1. */
        CHANGES,
        /** Once, when a bounded input has ended: results are append-only. */
        AT_END
    }

    /** Whether this aggregation can be split in two with an exchange between. */
    public boolean isSplittable() {
        return phase == Phase.COMPLETE && Partials.areSplittable(input, grouping);
    }

    /** The part before the exchange, where this is the whole. */
    public Aggregate local() {
        return new Aggregate(input, grouping, Phase.LOCAL, Emission.CHANGES, Partials.schema(input, grouping));
    }

    /** The part behind the exchange, where this is the whole. */
    public Aggregate global() {
        Flow partials = new Flow(Partials.schema(input, grouping), input.changes(), input.keptMillis());
        return new Aggregate(partials, Partials.grouping(input, grouping), Phase.GLOBAL, emission, output);
    }

    @Override
    public Operator create() {
        if (phase == Phase.LOCAL) {
            return new LocalAggregateOperator(this);
        }
        return emission == Emission.AT_END ? new FinalAggregateOperator(this) : new AggregateOperator(this);
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
        return phase == Phase.LOCAL ? List.of() : grouping.keys();
    }

    @Override
    public Meaning meaning(List<Relation> inputs) {
        Relation rows = inputs.getFirst();
        GroupMeaning groups = new GroupMeaning(input, rows, grouping, phase);
        List<String> columns = new ArrayList<>(groups.keys());
        if (phase == Phase.LOCAL) {
            columns.addAll(groups.cells());
            return Meaning.stateless(rows.with(List.of(), columns));
        }
        List<Part> parts =
                List.of(
                        new Part("GROUP BY", groups.keys().stream().sorted().toList().toString()),
                        new Part("results", emission.name()));
        List<Column> held = emission == Emission.CHANGES ? List.of(Column.note("held")) : List.of();
        StateMeaning state =
                new StateMeaning(
                        Kind.STATE,
                        "GROUP BY " + groups.keys() + ": " + groups.sql(),
                        parts,
                        inputs,
                        Optional.of(groups.tables("groups", groups.keys(), held)));
        columns.addAll(groups.results(state.hash()));
        return Meaning.of(state, Relation.of("groups " + state.hash(), columns));
    }

    @Override
    public TimeToLive timeToLive(SessionSettings session) {
        return forgets() ? TimeToLive.of(input.keptMillis(session)) : TimeToLive.FOR_EVER;
    }

    /** Whether its groups can be forgotten: there are several, and they are given out before the end. */
    boolean forgets() {
        return phase != Phase.LOCAL && emission == Emission.CHANGES && !grouping.keys().isEmpty();
    }

    @Override
    public String describe() {
        String name =
                switch (phase) {
                    case COMPLETE -> "Aggregate ";
                    case LOCAL -> "LocalAggregate ";
                    case GLOBAL -> "GlobalAggregate ";
                };
        return name + grouping + (emission == Emission.AT_END ? " at end" : "");
    }
}
