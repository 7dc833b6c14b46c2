package io.millrace.server.command;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.sql.Answer;
import io.millrace.sql.InstalledConnectors;
import io.millrace.sql.Planned;
import io.millrace.sql.SqlSession;
import io.millrace.sql.Statement;
import io.millrace.sql.catalog.CatalogObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** SQL, as the commands speak it. */
final class SqlLanguage implements Language {
    private static final String EXPLAINED = "EXPLAIN ";

    /** Offered by completion: the words with which clauses begin, and the commonest within them. */
    private static final List<String> KEYWORDS =
            List.of(
                    ("SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET FETCH JOIN LEFT RIGHT FULL INNER OUTER CROSS ON USING AS WITH "
                                    + "UNION ALL DISTINCT INTERSECT EXCEPT VALUES INSERT INTO CREATE TABLE TEMPORARY VIEW FUNCTION DROP IF "
                                    + "EXISTS NOT NULL AND OR IN BETWEEN LIKE IS TRUE FALSE CASE WHEN THEN ELSE END CAST TRY_CAST COALESCE "
                                    + "COUNT SUM AVG MIN MAX ROW_NUMBER RANK OVER PARTITION TUMBLE HOP CUMULATE SESSION DESCRIPTOR INTERVAL "
                                    + "WATERMARK FOR PRIMARY KEY ENFORCED SET RESET SHOW TABLES VIEWS FUNCTIONS DESCRIBE EXPLAIN EXECUTE "
                                    + "STATEMENT BEGIN SYSTEM_TIME OF INT BIGINT DOUBLE FLOAT DECIMAL STRING BOOLEAN DATE TIME TIMESTAMP "
                                    + "TIMESTAMP_LTZ ARRAY MAP ROW BYTES")
                            .split(" "));

    private final SqlSession session;

    private SqlLanguage(SqlSession session) {
        this.session = session;
    }

    static Language begin(Path folder, Results results) {
        InstalledConnectors connectors = new InstalledConnectors(folder, (schema, changes) -> results.sink(schema));
        ClassLoader functions = SqlLanguage.class.getClassLoader();
        return new SqlLanguage(new SqlSession(connectors, functions));
    }

    @Override
    public List<Step> parse(String script, String file) {
        List<Step> steps = new ArrayList<>();
        for (Statement statement : session.parse(script, file)) {
            steps.add(new SqlStep(session, statement));
        }
        return steps;
    }

    @Override
    public void set(String key, String value) {
        session.set(key, value);
    }

    @Override
    public Map<String, String> settings() {
        return session.settings();
    }

    @Override
    public List<String> tables() {
        return session.catalog().objects().stream().map(CatalogObject::name).toList();
    }

    @Override
    public List<String> columns(String table) {
        return session.catalog().object(table).stream()
                .flatMap(object -> object.schema().fields().stream())
                .map(field -> field.name())
                .toList();
    }

    @Override
    public List<String> keywords() {
        return KEYWORDS;
    }

    /** A statement of a session. */
    private record SqlStep(SqlSession session, Statement statement) implements Step {
        private static final Schema NOTHING = Schema.of();

        @Override
        public boolean isJob() {
            return statement.kind() == Statement.Kind.QUERY || statement.kind() == Statement.Kind.INSERT;
        }

        @Override
        public String text() {
            return statement.text();
        }

        @Override
        public String place() {
            return statement.file() + ":" + statement.line();
        }

        @Override
        public Answer execute() {
            return switch (session.plan(statement)) {
                case Planned.Done done -> new Answer.Done(done.message());
                case Planned.Rows rows -> new Answer.Listing(rows.header(), rows.rows());
                case Planned.Text text -> new Answer.Text(text.text());
                case Planned.Query query -> job(query.graph(), query.schema());
                case Planned.Insert insert -> job(insert.graph(), NOTHING);
            };
        }

        @Override
        public String explain() {
            try {
                Statement question = session.parse(EXPLAINED + statement.text(), statement.file()).getFirst();
                return session.plan(question) instanceof Planned.Text text ? text.text() : "";
            } catch (MillraceException e) {
                return String.valueOf(e.getMessage());
            }
        }

        private static Answer job(JobGraph graph, Schema result) {
            return new Answer.Job(graph, result, Changes.APPEND, Answer.Order.ANY, new Answer.Explanation("", ""));
        }
    }
}
