package io.millrace.sql.physical;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.operators.aggregate.Aggregate;
import io.millrace.operators.aggregate.AggregateCall;
import io.millrace.operators.aggregate.AggregateFunction;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.aggregate.Phase;
import io.millrace.operators.window.SessionAggregate;
import io.millrace.operators.window.WindowAggregate;
import io.millrace.operators.window.Windowing;
import io.millrace.sql.logical.WindowShape;
import io.millrace.sql.types.TypeConversion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Aggregations: in one step or in two with the exchange between them. */
final class AggregateTranslation {
    private final GraphBuilder graph;

    AggregateTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Stream aggregate(Stream input, Grouping grouping, Schema output, Aggregate.Emission emission) {
        Aggregate whole = new Aggregate(input.flow(), grouping, Phase.COMPLETE, emission, output);
        Changes changes = emission == Aggregate.Emission.AT_END ? Changes.APPEND : Changes.WEIGHTS;
        Optional<List<Integer>> dealt = leading(grouping.keys().size());
        if (whole.isSplittable() && !isDealt(input, grouping)) {
            Stream local = graph.inPlace("local-aggregate", input, whole.local(), input.changes(), Optional.empty());
            return graph.keyed("aggregate", List.of(local), whole.global(), changes, dealt);
        }
        return graph.keyed("aggregate", List.of(input), whole, changes, dealt);
    }

    Stream windowAggregate(Stream input, io.millrace.sql.logical.WindowAggregate node, WindowShape.TimeKind time) {
        if (!input.isAppend()) {
            throw updating("a window aggregation");
        }
        Grouping grouping = new Grouping(node.keys().asList(), calls(node.calls()));
        Schema output = TypeConversion.toSchema(node.getRowType());
        Optional<List<Integer>> dealt = leading(grouping.keys().size());
        Optional<SessionAggregate> session = session(input, node, time, grouping, output);
        if (session.isPresent()) {
            return graph.keyed("session-aggregate", List.of(input), session.get(), Changes.APPEND, dealt);
        }
        Windowing windowing = windowing(node.windows(), time);
        WindowAggregate whole = new WindowAggregate(input.flow(), windowing, grouping, Phase.COMPLETE, output);
        if (whole.isSplittable() && !isDealt(input, grouping)) {
            Stream local =
                    graph.inPlace("local-window-aggregate", input, whole.local(), Changes.APPEND, Optional.empty());
            return graph.keyed("window-aggregate", List.of(local), whole.global(), Changes.APPEND, dealt);
        }
        return graph.keyed("window-aggregate", List.of(input), whole, Changes.APPEND, dealt);
    }

    static MillraceException updating(String what) {
        return MillraceException.user(
                "updating-input",
                what
                        + " needs rows that stay, but its input is updated (it comes from a GROUP BY without a window,"
                        + " a Top-N or a join that takes rows back): a window that was given out cannot be corrected."
                        + " Group by a window below it");
    }

    private static Optional<SessionAggregate> session(
            Stream input,
            io.millrace.sql.logical.WindowAggregate node,
            WindowShape.TimeKind time,
            Grouping grouping,
            Schema output) {
        return node.windows() instanceof io.millrace.sql.logical.WindowAggregate.Windows.Assigned assigned
                        && assigned.shape() instanceof WindowShape.Session session
                ? Optional.of(
                        new SessionAggregate(
                                input.flow(),
                                time(assigned.timeColumn(), time, session),
                                session.gapMicros(),
                                grouping,
                                output))
                : Optional.empty();
    }

    private static Windowing windowing(
            io.millrace.sql.logical.WindowAggregate.Windows windows, WindowShape.TimeKind time) {
        return switch (windows) {
            case io.millrace.sql.logical.WindowAggregate.Windows.Assigned assigned ->
                    windowing(assigned.shape(), assigned.timeColumn(), time);
            case io.millrace.sql.logical.WindowAggregate.Windows.Attached attached ->
                    new Windowing.Attached(attached.startColumn(), attached.endColumn(), attached.zone());
        };
    }

    private static Windowing.Time time(int column, WindowShape.TimeKind kind, WindowShape shape) {
        return kind == WindowShape.TimeKind.EVENT
                ? new Windowing.Time.EventTime(column, shape.zone())
                : new Windowing.Time.ProcessingTime(shape.zone());
    }

    static Windowing windowing(WindowShape shape, int column, WindowShape.TimeKind kind) {
        Windowing.Time time = time(column, kind, shape);
        return switch (shape) {
            case WindowShape.Tumble tumble -> new Windowing.Tumble(time, tumble.sizeMicros(), tumble.offsetMicros());
            case WindowShape.Hop hop ->
                    new Windowing.Hop(time, hop.sizeMicros(), hop.slideMicros(), hop.offsetMicros());
            case WindowShape.Cumulate cumulate ->
                    new Windowing.Cumulate(time, cumulate.sizeMicros(), cumulate.stepMicros(), cumulate.offsetMicros());
            case WindowShape.Session ignored ->
                    throw MillraceException.user(
                            "unsupported",
                            "the rows of a session window can only be aggregated: GROUP BY window_start, window_end");
        };
    }

    /** Whether rows of one group are at one instance already. */
    private static boolean isDealt(Stream input, Grouping grouping) {
        return input.dealtBy().filter(grouping.keys()::equals).isPresent();
    }

    private static Optional<List<Integer>> leading(int count) {
        return count == 0 ? Optional.empty() : Optional.of(IntStream.range(0, count).boxed().toList());
    }

    static List<AggregateCall> calls(List<org.apache.calcite.rel.core.AggregateCall> calls) {
        List<AggregateCall> translated = new ArrayList<>();
        for (var call : calls) {
            translated.add(call(call));
        }
        return translated;
    }

    static AggregateCall call(org.apache.calcite.rel.core.AggregateCall call) {
        return new AggregateCall(
                function(call),
                call.getArgList(),
                call.isDistinct() ? AggregateCall.Distinctness.DISTINCT : AggregateCall.Distinctness.ALL,
                call.hasFilter() ? Optional.of(call.filterArg) : Optional.empty(),
                TypeConversion.toData(call.getType()));
    }

    private static AggregateFunction function(org.apache.calcite.rel.core.AggregateCall call) {
        String name = call.getAggregation().getName();
        return switch (name) {
            case "COUNT", "REGR_COUNT" -> AggregateFunction.COUNT;
            case "SUM" -> AggregateFunction.SUM;
            case "$SUM0" -> AggregateFunction.SUM0;
            case "AVG" -> AggregateFunction.AVG;
            case "MIN" -> AggregateFunction.MIN;
            case "MAX" -> AggregateFunction.MAX;
            case "FIRST_VALUE" -> AggregateFunction.FIRST_VALUE;
            case "LAST_VALUE" -> AggregateFunction.LAST_VALUE;
            case "ANY_VALUE" -> AggregateFunction.ANY_VALUE;
            case "SINGLE_VALUE" -> AggregateFunction.SINGLE_VALUE;
            case "LISTAGG" -> AggregateFunction.LISTAGG;
            case "STDDEV_POP" -> AggregateFunction.STDDEV_POP;
            case "STDDEV_SAMP", "STDDEV" -> AggregateFunction.STDDEV_SAMP;
            case "VAR_POP" -> AggregateFunction.VAR_POP;
            case "VAR_SAMP", "VARIANCE" -> AggregateFunction.VAR_SAMP;
            case "EVERY", "BOOL_AND" -> AggregateFunction.BOOL_AND;
            case "SOME", "BOOL_OR" -> AggregateFunction.BOOL_OR;
            case "ARRAY_AGG" -> AggregateFunction.ARRAY_AGG;
            case "COLLECT" -> AggregateFunction.COLLECT;
            default -> throw MillraceException.user("unsupported", "the aggregate " + name + " is not supported");
        };
    }
}
