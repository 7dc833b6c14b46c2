package io.millrace.sql.physical;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Source;
import io.millrace.operators.Flow;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.scan.EventTime;
import io.millrace.operators.scan.Scan;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.logical.ColumnPath;
import io.millrace.sql.types.TypeConversion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * The scans of a job: each table is read once, with everything that any part of the job reads of it, so that all parts
 * see the same rows at the same time.
 */
final class Scans {
    private final GraphBuilder graph;
    private final ExpressionTranslation expressions;
    private final GraphTranslation.Tables catalog;
    private final RejectTables rejects;
    private final Map<TableDefinition, Table> tables = new HashMap<>();

    /** What is known of a table when all chains above it are. */
    private static final class Table {
        private final TreeSet<ColumnPath> paths = new TreeSet<>();

        /** One for each output of the scan. */
        private final Map<String, Branch> branches = new LinkedHashMap<>();

        private Optional<Chain> timed = Optional.empty();
        private OptionalInt vertex = OptionalInt.empty();
    }

    /** A chain, and the columns that come of it. */
    private record Branch(Chain chain, Schema output) {}

    Scans(GraphBuilder graph, ExpressionTranslation expressions, GraphTranslation.Tables catalog) {
        this.graph = graph;
        this.expressions = expressions;
        this.catalog = catalog;
        this.rejects = new RejectTables(catalog, graph);
    }

    /** Notes what a plan reads. To be called for all plans of a job before any is translated. */
    void collect(RelNode node) {
        if (!Chain.is(node)) {
            node.getInputs().forEach(this::collect);
            return;
        }
        Chain chain = Chain.of(node);
        Table table = tables.computeIfAbsent(chain.read().table(), ignored -> new Table());
        table.paths.addAll(chain.read().paths());
        Schema output = TypeConversion.toSchema(node.getRowType());
        table.branches.putIfAbsent(key(chain, output), new Branch(chain, output));
        if (chain.time().isPresent()) {
            table.timed = Optional.of(chain);
        }
    }

    private static String key(Chain chain, Schema output) {
        return chain + " " + output;
    }

    /** The rows of a chain. */
    Stream stream(RelNode node) {
        Chain chain = Chain.of(node);
        TableDefinition definition = chain.read().table();
        Table table = java.util.Objects.requireNonNull(tables.get(definition));
        Source source = catalog.connector().source(definition);
        Schema output = TypeConversion.toSchema(node.getRowType());
        if (table.vertex.isEmpty()) {
            Scan scan = scan(source, definition, table);
            table.vertex = OptionalInt.of(graph.source("scan-" + definition.name(), scan, Spread.PARALLEL));
            rejects.connect(definition, scan, table.vertex.getAsInt());
        }
        int port = List.copyOf(table.branches.keySet()).indexOf(key(chain, output));
        return new Stream(
                List.of(new Stream.Port(table.vertex.getAsInt(), port)),
                Flow.append(output),
                Spread.PARALLEL,
                Optional.empty(),
                new Stream.Origin(Set.of(definition.name()), source.boundedness()));
    }

    private Scan scan(Source source, TableDefinition definition, Table table) {
        List<ColumnPath> fields = shortest(table.paths);
        Schema read = schema(definition.readSchema(), fields);
        List<Branch> branches = List.copyOf(table.branches.values());
        List<Calc> calcs =
                branches.stream().map(branch -> calc(branch.chain(), fields, read, branch.output())).toList();
        List<Expression> filters =
                branches.size() == 1 ? conditions(branches.getFirst().chain(), fields, read) : List.of();
        Optional<EventTime> time =
                table.timed.flatMap(chain ->
                        chain.time()
                                .map(clock ->
                                        new EventTime(
                                                over(chain, fields, read, clock.time()),
                                                over(chain, fields, read, clock.watermark()),
                                                EventTime.NEVER_IDLE)));
        List<FieldPath> paths = fields.stream().map(path -> new FieldPath(path.steps())).toList();
        return new Scan(source, paths, filters, calcs, time);
    }

    private Calc calc(Chain chain, List<ColumnPath> fields, Schema read, Schema output) {
        List<Expression> outputs =
                chain.outputs().stream().map(expression -> over(chain, fields, read, expression)).toList();
        List<Expression> conditions = conditions(chain, fields, read);
        Optional<Expression> condition =
                conditions.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                conditions.size() == 1
                                        ? conditions.getFirst()
                                        : new Expression.Call(
                                                new Expression.Function.Named("AND"),
                                                conditions,
                                                DataType.Plain.BOOLEAN));
        return new Calc(read, outputs, condition, output);
    }

    private List<Expression> conditions(Chain chain, List<ColumnPath> fields, Schema read) {
        return chain.conditions().stream().map(condition -> over(chain, fields, read, condition)).toList();
    }

    /** An expression over the columns of a chain's own scan, as one over the fields that the shared scan reads. */
    private Expression over(Chain chain, List<ColumnPath> fields, Schema read, RexNode expression) {
        Expression own = expressions.translate(expression);
        return replaced(own, chain.read().paths(), fields, read);
    }

    private static Expression replaced(
            Expression expression, List<ColumnPath> own, List<ColumnPath> fields, Schema read) {
        return switch (expression) {
            case Expression.Input input -> field(own.get(input.column()), fields, read);
            case Expression.Literal literal -> literal;
            case Expression.Call call ->
                    new Expression.Call(
                            call.function(),
                            call.arguments().stream().map(argument -> replaced(argument, own, fields, read)).toList(),
                            call.type());
            case Expression.Cast cast ->
                    new Expression.Cast(replaced(cast.operand(), own, fields, read), cast.type(), cast.onFailure());
            case Expression.FieldAccess access ->
                    new Expression.FieldAccess(
                            replaced(access.operand(), own, fields, read), access.field(), access.type());
        };
    }

    private static Expression field(ColumnPath path, List<ColumnPath> fields, Schema read) {
        for (int i = 0; i < fields.size(); i++) {
            if (path.startsWith(fields.get(i))) {
                Expression found = new Expression.Input(i, read.type(i));
                for (int step : path.steps().subList(fields.get(i).steps().size(), path.steps().size())) {
                    DataType type = ((DataType.Row) found.type()).fields().get(step).type();
                    found = new Expression.FieldAccess(found, step, type);
                }
                return found;
            }
        }
        throw new IllegalStateException("path " + path + " is not read");
    }

    /** Paths that are not inside another one. */
    private static List<ColumnPath> shortest(SortedSet<ColumnPath> paths) {
        List<ColumnPath> kept = new ArrayList<>();
        for (ColumnPath path : paths) {
            if (kept.isEmpty() || !path.startsWith(kept.getLast())) {
                kept.add(path);
            }
        }
        return kept;
    }

    private static Schema schema(Schema columns, List<ColumnPath> paths) {
        List<Field> fields = new ArrayList<>();
        for (ColumnPath path : paths) {
            Field field = columns.field(path.column());
            StringBuilder name = new StringBuilder(field.name());
            boolean required = field.presence() == Field.Presence.REQUIRED;
            for (int step : path.steps().subList(1, path.steps().size())) {
                field = ((DataType.Row) field.type()).fields().get(step);
                name.append('.').append(field.name());
                required &= field.presence() == Field.Presence.REQUIRED;
            }
            fields.add(
                    required ? Field.required(name.toString(), field.type()) : Field.of(name.toString(), field.type()));
        }
        return new Schema(fields);
    }
}
