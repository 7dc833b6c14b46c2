package io.millrace.operators.window;

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
import io.millrace.operators.aggregate.GroupMeaning;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.aggregate.Partials;
import io.millrace.operators.aggregate.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * GROUP BY window and keys: one row a window and group, once the watermark has passed the window's end. The columns are
 * the keys, the aggregates, then window_start, window_end as TIMESTAMP(3) and window_time of the type of the last
 * output column. Windows of no rows have no row. Rows that come after the end of their last window are counted and
 * dropped.
 *
 * <p>The local part emits keys, partial results, the number of rows, and last the end of the pane that they belong to,
 * or with {@link Windowing.Attached} start and end of the window.
 *
 * @param input rows that stay, of an event time
 */
public record WindowAggregate(Flow input, Windowing windowing, Grouping grouping, Phase phase, Schema output)
        implements OperatorSpec {

    /** Whether this aggregation can be split in two with an exchange between. */
    public boolean isSplittable() {
        boolean eventTime =
                switch (windowing) {
                    case Windowing.Tumble tumble -> tumble.time() instanceof Windowing.Time.EventTime;
                    case Windowing.Hop hop -> hop.time() instanceof Windowing.Time.EventTime;
                    case Windowing.Cumulate cumulate -> cumulate.time() instanceof Windowing.Time.EventTime;
                    case Windowing.Attached attached -> true;
                };
        return eventTime && phase == Phase.COMPLETE && Partials.areSplittable(input, grouping);
    }

    /** The part before the exchange, where this is the whole. */
    public WindowAggregate local() {
        return new WindowAggregate(
                input, windowing, grouping, Phase.LOCAL, PaneSchemas.partials(input, windowing, grouping));
    }

    /** The part behind the exchange, where this is the whole. */
    public WindowAggregate global() {
        return new WindowAggregate(
                Flow.append(PaneSchemas.partials(input, windowing, grouping)),
                PaneSchemas.overPanes(input, windowing, grouping),
                Partials.grouping(input, grouping),
                Phase.GLOBAL,
                output);
    }

    @Override
    public Operator create() {
        if (phase == Phase.LOCAL) {
            return new LocalWindowAggregateOperator(this);
        }
        return windowing instanceof Windowing.Attached attached
                ? new AttachedWindowAggregateOperator(this, attached)
                : new WindowAggregateOperator(this);
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

    /**
     * The local part hands on the time by which it cuts the windows as that of its panes, so that the windows behind it
     * mean the same.
     */
    @Override
    public Meaning meaning(List<Relation> inputs) {
        Relation rows = inputs.getFirst();
        GroupMeaning groups = new GroupMeaning(input, rows, grouping, phase);
        List<String> columns = new ArrayList<>(groups.keys());
        if (phase == Phase.LOCAL) {
            columns.addAll(groups.cells());
            columns.addAll(bounds(rows));
            return Meaning.stateless(rows.with(List.of(), columns));
        }
        boolean isShared = phase == Phase.GLOBAL || Partials.areSplittable(input, grouping);
        boolean isTumbling = windowing instanceof Windowing.Tumble || windowing instanceof Windowing.Attached;
        List<Part> parts =
                List.of(
                        new Part("windows", WindowMeaning.text(windowing, rows)),
                        new Part("GROUP BY", groups.keys().stream().sorted().toList().toString()),
                        new Part("panes", isTumbling ? "none" : isShared ? "shared" : "apart"));
        StateMeaning state =
                new StateMeaning(
                        Kind.STATE,
                        "GROUP BY " + groups.keys() + " and window: " + groups.sql(),
                        parts,
                        inputs,
                        Optional.of(tables(groups, !isTumbling && isShared)));
        columns.addAll(groups.results(state.hash()));
        for (int bound = columns.size(); bound < output.size(); bound++) {
            columns.add(output.field(bound).name() + "@" + WindowMeaning.text(windowing, rows));
        }
        return Meaning.of(state, Relation.of("windows " + state.hash(), columns));
    }

    private List<String> bounds(Relation rows) {
        return switch (windowing) {
            case Windowing.Tumble tumble -> List.of(WindowMeaning.time(tumble.time(), rows));
            case Windowing.Hop hop -> List.of(WindowMeaning.time(hop.time(), rows));
            case Windowing.Cumulate cumulate -> List.of(WindowMeaning.time(cumulate.time(), rows));
            case Windowing.Attached attached -> List.of(rows.column(attached.start()), rows.column(attached.end()));
        };
    }

    private List<TableMeaning> tables(GroupMeaning groups, boolean isShared) {
        List<String> keys = new ArrayList<>();
        keys.add("$pane");
        keys.addAll(groups.keys());
        if (windowing instanceof Windowing.Attached) {
            keys.add("$start");
            return groups.tables("windows", keys, List.of());
        }
        if (!isShared) {
            return groups.tables("panes", keys, List.of());
        }
        List<TableMeaning> tables = new ArrayList<>(groups.tables("panes", keys, List.of()));
        tables.addAll(groups.tables("windows", keys, List.of(Column.of("$emitted"))));
        return tables;
    }

    @Override
    public String describe() {
        String name =
                switch (phase) {
                    case COMPLETE -> "WindowAggregate ";
                    case LOCAL -> "LocalWindowAggregate ";
                    case GLOBAL -> "GlobalWindowAggregate ";
                };
        return name + windowing + " " + grouping;
    }
}
