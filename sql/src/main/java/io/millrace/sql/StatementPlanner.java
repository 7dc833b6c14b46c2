package io.millrace.sql;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.functions.BuiltInFunctions;
import io.millrace.sql.functions.UserFunctions;
import io.millrace.sql.logical.Optimizer;
import io.millrace.sql.logical.PlanPrinter;
import io.millrace.sql.logical.SinkWrite;
import io.millrace.sql.physical.GraphPrinter;
import io.millrace.sql.physical.GraphTranslation;
import io.millrace.sql.script.Diagnostic;
import io.millrace.sql.script.SourceText;
import io.millrace.sql.types.TypeConversion;
import io.millrace.sql.validation.Frontend;
import io.millrace.sql.validation.InsertPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.flink.sql.parser.ddl.SqlReset;
import org.apache.flink.sql.parser.ddl.SqlSet;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTableAs;
import org.apache.flink.sql.parser.dml.RichSqlInsert;
import org.apache.flink.sql.parser.dml.SqlExecute;
import org.apache.flink.sql.parser.dml.SqlStatementSet;
import org.apache.flink.sql.parser.dql.SqlRichExplain;

/** Plans statements: jobs itself, definitions and questions about the catalog by their own classes. */
final class StatementPlanner {
    private final Catalog catalog;
    private final Settings settings;
    private final TableConnector connector;
    private final UserFunctions users;
    private final BuiltInFunctions builtIns;
    private final Definitions definitions;

    StatementPlanner(
            Catalog catalog,
            Settings settings,
            TableConnector connector,
            UserFunctions users,
            BuiltInFunctions builtIns) {
        this.catalog = catalog;
        this.settings = settings;
        this.connector = connector;
        this.users = users;
        this.builtIns = builtIns;
        this.definitions = new Definitions(catalog, connector, users, builtIns);
    }

    Answer execute(Statement statement) {
        // Validation rewrites what it reads: a statement that is planned again is read again.
        SqlNode node = io.millrace.sql.script.StatementParser.statement(statement.source());
        return located(statement.source(), () -> plan(node, statement.source()));
    }

    private static <T> T located(SourceText source, Supplier<T> work) {
        try {
            return work.get();
        } catch (MillraceException e) {
            if (e.kind() != MillraceException.Kind.USER || Diagnostic.isLocated(e)) {
                throw e;
            }
            throw Diagnostic.whole(source, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private Answer plan(SqlNode node, SourceText source) {
        return switch (node) {
            case SqlSet set -> set(set);
            case SqlReset reset -> reset(reset);
            case SqlExecute execute -> plan(execute.getStatement(), source);
            case SqlStatementSet set -> insert(plans(set.getInserts(), source));
            case RichSqlInsert insert -> insert(plans(List.of(insert), source));
            case SqlCreateTableAs create -> createAs(create, source);
            case SqlRichExplain explain -> explain(explain.getStatement(), source);
            case SqlNode query when query.isA(SqlKind.QUERY) -> query(query, source);
            default -> definitions.plan(node, source);
        };
    }

    private Answer set(SqlSet set) {
        String key = set.getKeyString();
        String value = set.getValueString();
        if (key == null || value == null) {
            List<List<String>> rows = new ArrayList<>();
            settings.all().forEach((name, setting) -> rows.add(List.of(name, setting)));
            return new Answer.Listing(List.of("key", "value"), rows);
        }
        settings.set(key, value);
        return new Answer.Done("set " + key);
    }

    private Answer reset(SqlReset reset) {
        String key = reset.getKeyString();
        if (key == null) {
            settings.resetAll();
            return new Answer.Done("all settings are as at the start");
        }
        settings.reset(key);
        return new Answer.Done("reset " + key);
    }

    private Answer query(SqlNode query, SourceText source) {
        RelNode plan = optimized(frontend().plan(query, source));
        JobGraph graph = graph("query", List.of(plan));
        Changes changes = graph.edges().getLast().changes();
        boolean sorted = changes == Changes.APPEND && isSorted(plan);
        return new Answer.Job(
                graph,
                TypeConversion.toSchema(plan.getRowType()),
                changes,
                sorted ? Answer.Order.KEEP : Answer.Order.ANY,
                () -> explanation(List.of(plan), graph));
    }

    /** Whether the last thing that happens to the rows, but for projections, is that they are sorted. */
    private static boolean isSorted(RelNode plan) {
        return switch (plan) {
            case Project project -> isSorted(project.getInput());
            case Sort sort -> !sort.getCollation().getFieldCollations().isEmpty();
            default -> false;
        };
    }

    private Answer insert(List<RelNode> plans) {
        String tables = plans.stream().map(InsertPlan::tableName).distinct().collect(Collectors.joining(", "));
        JobGraph graph = graph("insert into " + tables, plans);
        return new Answer.Job(graph, Schema.of(), Changes.APPEND, Answer.Order.ANY, () -> explanation(plans, graph));
    }

    /** Defines a table with the columns of a query, and writes the query's rows into it. */
    private Answer createAs(SqlCreateTableAs create, SourceText source) {
        Optional<Answer> exists = definitions.existing(create, source);
        if (exists.isPresent()) {
            return exists.get();
        }
        if (!create.getColumnList().isEmpty()) {
            throw Diagnostic.whole(
                    source,
                    "unsupported",
                    "CREATE TABLE ... AS takes its columns from the query; name and CAST them there");
        }
        RelNode plan = frontend().plan(create.getAsQuery(), source);
        TableDefinition table = definitions.define(create, TypeConversion.toSchema(plan.getRowType()));
        return insert(List.of(optimized(new SinkWrite(plan, table))));
    }

    private static Answer.Explanation explanation(List<RelNode> plans, JobGraph graph) {
        String logical = plans.stream().map(PlanPrinter::print).collect(Collectors.joining("\n"));
        return new Answer.Explanation(logical, GraphPrinter.print(graph));
    }

    private List<RelNode> plans(List<RichSqlInsert> inserts, SourceText source) {
        Frontend frontend = frontend();
        InsertPlan insertPlan = new InsertPlan(catalog, frontend);
        return inserts.stream().map(insert -> optimized(insertPlan.plan(insert, source))).toList();
    }

    private RelNode optimized(RelNode plan) {
        return Optimizer.optimize(plan, settings.session().timeZone());
    }

    private JobGraph graph(String name, List<RelNode> plans) {
        return GraphTranslation.translate(
                name,
                plans,
                new GraphTranslation.Tables(catalog, connector, settings.idleMillis()),
                settings.session(),
                settings.results());
    }

    private Frontend frontend() {
        return new Frontend(catalog, users, builtIns);
    }

    private Answer explain(SqlNode node, SourceText source) {
        List<RelNode> plans =
                switch (node) {
                    case SqlExecute execute when execute.getStatement() instanceof SqlStatementSet set ->
                            plans(set.getInserts(), source);
                    case SqlStatementSet set -> plans(set.getInserts(), source);
                    case RichSqlInsert insert -> plans(List.of(insert), source);
                    case SqlNode query when query.isA(SqlKind.QUERY) ->
                            List.of(optimized(frontend().plan(query, source)));
                    default -> throw Diagnostic.whole(source, "unsupported", "EXPLAIN is for queries and INSERT");
                };
        Answer.Explanation explanation = explanation(plans, graph("explain", plans));
        return new Answer.Text("Logical plan\n" + explanation.logical() + "\nJob graph\n" + explanation.physical());
    }
}
