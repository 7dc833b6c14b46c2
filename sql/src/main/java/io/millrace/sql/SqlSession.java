package io.millrace.sql;

import io.millrace.data.Field;
import io.millrace.dataflow.SessionSettings;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogObject;
import io.millrace.sql.functions.BuiltInFunctions;
import io.millrace.sql.functions.UserFunctions;
import io.millrace.sql.script.Diagnostic;
import io.millrace.sql.script.ScriptSplitter;
import io.millrace.sql.script.SourceText;
import io.millrace.sql.script.StatementParser;
import io.millrace.sql.script.Vocabulary;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.flink.sql.parser.ddl.SqlReset;
import org.apache.flink.sql.parser.ddl.SqlSet;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTableAs;
import org.apache.flink.sql.parser.dml.SqlExecute;
import org.apache.flink.sql.parser.dml.SqlStatementSet;

/**
 * One user's dealings with SQL: what was defined and set so far, and how the next statement is understood by it.
 *
 * <p>{@link #parse} reads a whole script and finds its syntax errors before anything is done; {@link #execute} then
 * takes one statement after another, and changes the session where the statement says so. Errors of the user are a
 * {@code MillraceException} whose message names file, line and column. One thread.
 */
public final class SqlSession {
    private final Catalog catalog = new Catalog();
    private final Settings settings = new Settings();
    private final StatementPlanner planner;

    /**
     * @param functions finds the classes that CREATE FUNCTION names
     */
    public SqlSession(TableConnector connector, ClassLoader functions) {
        this.planner =
                new StatementPlanner(
                        catalog, settings, connector, new UserFunctions(catalog, functions), new BuiltInFunctions());
    }

    /** The statements of a script, all of them checked for syntax. */
    public List<Statement> parse(String script, String fileName) {
        return ScriptSplitter.split(fileName, script).stream().map(SqlSession::parse).toList();
    }

    private static Statement parse(SourceText source) {
        SqlNode node = StatementParser.statement(source);
        return new Statement(kind(node, source), source, node);
    }

    private static Statement.Kind kind(SqlNode node, SourceText source) {
        return switch (node) {
            case SqlSet ignored -> Statement.Kind.SETTING;
            case SqlReset ignored -> Statement.Kind.SETTING;
            case SqlExecute execute -> kind(execute.getStatement(), source);
            case SqlStatementSet ignored -> Statement.Kind.INSERT;
            case SqlCreateTableAs ignored -> Statement.Kind.INSERT;
            case SqlNode query when query.isA(SqlKind.QUERY) -> Statement.Kind.QUERY;
            case SqlNode insert when insert.getKind() == SqlKind.INSERT -> Statement.Kind.INSERT;
            case SqlNode ddl when ddl.isA(SqlKind.DDL) -> Statement.Kind.DEFINITION;
            default -> {
                if (node.getKind() == SqlKind.DELETE || node.getKind() == SqlKind.UPDATE) {
                    throw Diagnostic.whole(
                            source, "unsupported", node.getKind() + " is not supported: tables are streams");
                }
                yield Statement.Kind.QUESTION;
            }
        };
    }

    /** What comes of a statement. A definition or setting holds for those after it. */
    public Answer execute(Statement statement) {
        return planner.execute(statement);
    }

    /** The names of tables and views, for completion. */
    public List<String> tables() {
        return catalog.objects().stream().map(CatalogObject::name).toList();
    }

    /** The names of the columns of a table or view, for completion; none where there is no such table. */
    public List<String> columns(String table) {
        return catalog.object(table).stream()
                .flatMap(object -> object.schema().fields().stream())
                .map(Field::name)
                .toList();
    }

    /** The words of statements and the functions, in the order of the alphabet, for completion. */
    public List<String> keywords() {
        TreeSet<String> words = new TreeSet<>(Vocabulary.words());
        words.addAll(BuiltInFunctions.NAMES);
        catalog.functions().forEach(function -> words.add(function.name()));
        return List.copyOf(words);
    }

    /** Sets what {@code SET 'key' = 'value'} sets. */
    public void set(String key, String value) {
        settings.set(key, value);
    }

    /** All settings, in the order of their keys. */
    public SequencedMap<String, String> settings() {
        return settings.all();
    }

    /** What of the settings the meaning of expressions depends on. */
    public SessionSettings sessionSettings() {
        return settings.session();
    }
}
