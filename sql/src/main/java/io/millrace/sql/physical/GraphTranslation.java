package io.millrace.sql.physical;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Source.Boundedness;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.Aggregate.Emission;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.scan.Scan;
import io.millrace.operators.scan.ValuesSource;
import io.millrace.operators.window.WindowAssign;
import io.millrace.operators.write.Write;
import io.millrace.sql.TableConnector;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.logical.KeptFor;
import io.millrace.sql.logical.OverAggregate;
import io.millrace.sql.logical.SinkWrite;
import io.millrace.sql.logical.TableRead;
import io.millrace.sql.logical.TemporalJoin;
import io.millrace.sql.logical.TimeColumns;
import io.millrace.sql.logical.TopN;
import io.millrace.sql.logical.Unnest;
import io.millrace.sql.logical.WindowAggregate;
import io.millrace.sql.logical.WindowShape.TimeKind;
import io.millrace.sql.types.TypeConversion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelDigest;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** Makes the job graph of one or more plans. Parts that are equal are computed once. */
public final class GraphTranslation {

    /** When results leave that may change again. */
    public enum Results {
        /** Whenever they change. */
        CONTINUOUS,
        /** When the input has ended, if it does. */
        FINAL
    }

    private final TableConnector connector;
    private final GraphBuilder graph = new GraphBuilder();
    private final ExpressionTranslation expressions;
    private final Scans scans;
    private final AggregateTranslation aggregates;
    private final RankTranslation ranks;
    private final JoinTranslation joins;
    private final Map<Results, Map<Known, Stream>> known = new EnumMap<>(Results.class);
    private Results results;

    /** A part of a plan, and which of its rows are left out because they are late for what is above. */
    private record Known(RelDigest digest, Optional<Late> late) {}

    /**
     * What plans refer to by name, who reads and writes it, and after how long without rows a source no longer holds
     * event time back.
     */
    public record Tables(Catalog catalog, TableConnector connector, long idleMillis) {}

    private GraphTranslation(RelNode anyPlan, Tables tables, Results results) {
        var rex = anyPlan.getCluster().getRexBuilder();
        this.connector = tables.connector();
        this.results = results;
        this.expressions = new ExpressionTranslation(rex);
        this.scans = new Scans(graph, expressions, tables);
        this.aggregates = new AggregateTranslation(graph);
        this.ranks = new RankTranslation(graph);
        this.joins = new JoinTranslation(graph, expressions, rex);
    }

    /** The graph of several plans, one for each INSERT, or of one query whose rows go to the results. */
    public static JobGraph translate(
            String name, List<RelNode> plans, Tables tables, SessionSettings session, Results results) {
        GraphTranslation translation = new GraphTranslation(plans.getFirst(), tables, results);
        plans.forEach(translation.scans::collect);
        plans.forEach(translation::root);
        return translation.graph.build(name, session);
    }

    private void root(RelNode plan) {
        if (plan instanceof SinkWrite write) {
            write(write);
            return;
        }
        Stream stream = stream(plan);
        Sink sink = connector.results(stream.schema(), stream.changes());
        graph.singleSink("results", stream, new Write(sink, stream.flow()));
    }

    private void write(SinkWrite write) {
        TableDefinition table = write.table();
        Sink sink = connector.sink(table);
        Results before = results;
        if (sink.accepts() == Sink.Accepts.APPEND && isBounded(write.getInput())) {
            // A sink that takes no changes gets the last state of a result that has one.
            results = Results.FINAL;
        }
        Stream stream = stream(write.getInput());
        if (!stream.isAppend() && sink.accepts() == Sink.Accepts.APPEND) {
            stream = finalRows(table, stream);
        }
        results = before;
        List<Integer> keys = stream.isAppend() ? List.of() : keyColumns(table);
        graph.sink("write-" + table.name(), stream, new Write(sink, stream.flow()), keys);
    }

    private boolean isBounded(RelNode node) {
        if (node instanceof TableRead read) {
            return connector.source(read.table()).boundedness() == Boundedness.BOUNDED;
        }
        return node.getInputs().stream().allMatch(this::isBounded);
    }

    private Stream finalRows(TableDefinition table, Stream stream) {
        if (stream.isBounded()) {
            return graph.single("final-rows", stream, finalSort(stream), Changes.APPEND);
        }
        throw MillraceException.user(
                "updating-result",
                "table "
                        + table.name()
                        + " takes rows that stay, but this result is updated as rows come (it has a GROUP BY without a"
                        + " window, a Top-N, or an outer join). Group by a window, or write to a table that takes"
                        + " changes");
    }

    private static io.millrace.operators.rank.Sort finalSort(Stream stream) {
        return new io.millrace.operators.rank.Sort(
                stream.flow(),
                new io.millrace.operators.rank.Ranking(
                        List.of(),
                        0,
                        io.millrace.operators.rank.Ranking.NO_LIMIT,
                        io.millrace.operators.rank.Ranking.Numbering.HIDDEN));
    }

    private static List<Integer> keyColumns(TableDefinition table) {
        Schema schema = table.writeSchema();
        return table.primaryKey().stream().map(schema::indexOf).toList();
    }

    private Stream stream(RelNode node) {
        return stream(node, Optional.empty());
    }

    /** An input of a node, of whose own rows some may be late. */
    private Stream below(RelNode node, int input, Optional<Late> late) {
        return stream(node.getInput(input), Late.of(node, input, late));
    }

    private Stream stream(RelNode node, Optional<Late> late) {
        Map<Known, Stream> streams = known.computeIfAbsent(results, ignored -> new HashMap<>());
        Known key = new Known(node.getRelDigest(), late);
        Stream done = streams.get(key);
        if (done == null) {
            done = translate(node, late);
            streams.put(key, done);
        }
        return done;
    }

    private Stream translate(RelNode node, Optional<Late> late) {
        if (Chain.is(node)) {
            return scans.stream(node, late);
        }
        return switch (node) {
            case Project project -> calc(below(node, 0, late), project.getProjects(), Optional.empty(), node);
            case Filter filter -> calc(below(node, 0, late), List.of(), Optional.of(filter.getCondition()), node);
            case Aggregate aggregate -> aggregate(aggregate);
            case WindowAggregate aggregate ->
                    aggregates.windowAggregate(below(node, 0, late), aggregate, timeKind(aggregate));
            case io.millrace.sql.logical.WindowAssign assign -> assign(assign);
            case TopN top -> ranks.topN(stream(top.getInput()), top);
            case OverAggregate over -> ranks.over(stream(over.getInput()), over);
            case TemporalJoin join ->
                    joins.temporal(below(node, 0, late), below(node, 1, late), join, isProcessingTime(join));
            case Join join -> joins.join(below(node, 0, late), below(node, 1, late), join);
            case Sort sort -> ranks.sort(stream(sort.getInput()), sort);
            case Union union -> union(union, late);
            case SetOp set -> throw unsupported(set.kind.sql + (set.all ? " ALL" : ""));
            case Unnest unnest -> unnest(unnest, late);
            case Values values -> values(values);
            case Correlate ignored ->
                    throw MillraceException.user(
                            "unsupported",
                            "a sub-query that refers to the query around it in this way is not supported; write it"
                                    + " as a join");
            default -> throw unsupported(node.getRelTypeName());
        };
    }

    private static MillraceException unsupported(String what) {
        return MillraceException.user("unsupported", what + " is not supported yet");
    }

    private Stream calc(Stream input, List<RexNode> projections, Optional<RexNode> condition, RelNode node) {
        List<RexNode> all = new ArrayList<>(projections);
        condition.ifPresent(all::add);
        if (!input.isAppend() && !all.stream().allMatch(RexUtil::isDeterministic)) {
            throw MillraceException.user(
                    "non-deterministic",
                    "an expression whose value changes from call to call cannot be computed over a result that is"
                            + " updated: what is taken back would not be what was given. Compute it before the GROUP BY or"
                            + " join");
        }
        Schema output = TypeConversion.toSchema(node.getRowType());
        List<Expression> outputs =
                projections.isEmpty() && condition.isPresent()
                        ? Calc.identity(input.schema()).projections()
                        : expressions.translate(projections);
        Calc spec = new Calc(input.schema(), outputs, condition.map(expressions::translate), output);
        return graph.inPlace("calc", input, spec, input.changes(), dealtAbove(input, outputs));
    }

    /** Rows stay where they are: the columns by which they were dealt out may have moved. */
    private static Optional<List<Integer>> dealtAbove(Stream input, List<Expression> outputs) {
        return input.dealtBy()
                .flatMap(columns -> {
                    List<Integer> moved = new ArrayList<>();
                    for (int column : columns) {
                        int place =
                                IntStream.range(0, outputs.size())
                                        .filter(i ->
                                                outputs.get(i) instanceof Expression.Input in && in.column() == column)
                                        .findFirst()
                                        .orElse(-1);
                        if (place < 0) {
                            return Optional.empty();
                        }
                        moved.add(place);
                    }
                    return Optional.of(moved);
                });
    }

    private Stream aggregate(Aggregate node) {
        Stream input = stream(node.getInput()).kept(KeptFor.of(node));
        Grouping grouping =
                new Grouping(node.getGroupSet().asList(), AggregateTranslation.calls(node.getAggCallList()));
        Emission emission = results == Results.FINAL && input.isBounded() ? Emission.AT_END : Emission.CHANGES;
        return aggregates.aggregate(input, grouping, TypeConversion.toSchema(node.getRowType()), emission);
    }

    private static TimeKind timeKind(WindowAggregate node) {
        return node.windows() instanceof WindowAggregate.Windows.Assigned assigned
                        && TimeColumns.of(node.getInput(), assigned.timeColumn()) == TimeColumns.Kind.PROCESSING
                ? TimeKind.PROCESSING
                : TimeKind.EVENT;
    }

    private static boolean isProcessingTime(TemporalJoin join) {
        return join.time() instanceof org.apache.calcite.rex.RexInputRef ref
                && TimeColumns.of(join.getLeft(), ref.getIndex()) == TimeColumns.Kind.PROCESSING;
    }

    private Stream assign(io.millrace.sql.logical.WindowAssign node) {
        Stream input = below(node, 0, Optional.empty());
        if (!input.isAppend()) {
            throw AggregateTranslation.updating("a window");
        }
        boolean processing = TimeColumns.of(node.getInput(), node.timeColumn()) == TimeColumns.Kind.PROCESSING;
        WindowAssign spec =
                new WindowAssign(
                        input.schema(),
                        AggregateTranslation.windowing(
                                node.shape(), node.timeColumn(), processing ? TimeKind.PROCESSING : TimeKind.EVENT),
                        TypeConversion.toSchema(node.getRowType()));
        return graph.inPlace("window", input, spec, Changes.APPEND, input.dealtBy());
    }

    private Stream unnest(Unnest node, Optional<Late> late) {
        Stream input = below(node, 0, late);
        var spec =
                new io.millrace.operators.calc.Unnest(
                        input.schema(),
                        node.column(),
                        node.whenEmpty() == Unnest.WhenEmpty.KEEP
                                ? io.millrace.operators.calc.Unnest.WhenEmpty.KEEP
                                : io.millrace.operators.calc.Unnest.WhenEmpty.DROP,
                        node.numbering() == Unnest.Numbering.SHOWN
                                ? io.millrace.operators.calc.Unnest.Numbering.SHOWN
                                : io.millrace.operators.calc.Unnest.Numbering.HIDDEN,
                        TypeConversion.toSchema(node.getRowType()));
        return graph.inPlace("unnest", input, spec, input.changes(), input.dealtBy());
    }

    /** Several producers of one input; a calc brings their columns to common types. */
    private Stream union(Union node, Optional<Late> late) {
        Schema output = TypeConversion.toSchema(node.getRowType());
        List<Stream.Port> producers = new ArrayList<>();
        Changes changes = Changes.APPEND;
        Optional<Stream.Origin> origin = Optional.empty();
        Spread spread = Spread.SINGLE;
        for (int i = 0; i < node.getInputs().size(); i++) {
            Stream input = casted(below(node, i, late), output);
            producers.addAll(input.producers());
            changes = input.isAppend() ? changes : Changes.WEIGHTS;
            spread = input.spread() == Spread.PARALLEL ? Spread.PARALLEL : spread;
            origin = Optional.of(origin.map(known -> known.with(input.origin())).orElse(input.origin()));
        }
        Stream all = new Stream(producers, new Flow(output, changes), spread, Optional.empty(), origin.orElseThrow());
        if (node.all) {
            return all;
        }
        List<Integer> columns = IntStream.range(0, output.size()).boxed().toList();
        Emission emission = results == Results.FINAL && all.isBounded() ? Emission.AT_END : Emission.CHANGES;
        return aggregates.aggregate(all, new Grouping(columns, List.of()), output, emission);
    }

    private Stream casted(Stream input, Schema output) {
        List<Expression> casts = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < output.size(); i++) {
            Expression column = new Expression.Input(i, input.schema().type(i));
            boolean equal = input.schema().type(i).equals(output.type(i));
            same &= equal;
            casts.add(equal ? column : new Expression.Cast(column, output.type(i), Expression.Cast.OnFailure.FAIL));
        }
        return same
                ? input
                : graph.inPlace(
                        "calc",
                        input,
                        new Calc(input.schema(), casts, Optional.empty(), output),
                        input.changes(),
                        Optional.empty());
    }

    private Stream values(Values node) {
        Schema schema = TypeConversion.toSchema(node.getRowType());
        List<List<Expression.Literal>> rows =
                node.tuples.stream()
                        .map(row ->
                                row.stream().map(value -> (Expression.Literal) expressions.translate(value)).toList())
                        .toList();
        List<FieldPath> fields = IntStream.range(0, schema.size()).mapToObj(FieldPath::of).toList();
        Scan scan =
                new Scan(new ValuesSource(schema, rows), fields, List.of(), Calc.identity(schema), Optional.empty());
        int vertex = graph.source("values", scan, Spread.SINGLE);
        return new Stream(
                Stream.Port.only(vertex),
                Flow.append(schema),
                Spread.SINGLE,
                Optional.empty(),
                new Stream.Origin(Set.of(), Boundedness.BOUNDED));
    }
}
