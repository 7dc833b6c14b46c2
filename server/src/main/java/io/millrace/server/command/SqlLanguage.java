package io.millrace.server.command;

import io.millrace.sql.Answer;
import io.millrace.sql.InstalledConnectors;
import io.millrace.sql.SqlSession;
import io.millrace.sql.Statement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** SQL, as the commands speak it. */
final class SqlLanguage implements Language {
    private final SqlSession session;

    private SqlLanguage(SqlSession session) {
        this.session = session;
    }

    static Language begin(Path folder, Results results) {
        InstalledConnectors connectors = new InstalledConnectors(folder, (schema, changes) -> results.sink(schema));
        return new SqlLanguage(new SqlSession(connectors, SqlLanguage.class.getClassLoader()));
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
        return session.tables();
    }

    @Override
    public List<String> columns(String table) {
        return session.columns(table);
    }

    @Override
    public List<String> keywords() {
        return session.keywords();
    }

    /** A statement of a session. */
    private record SqlStep(SqlSession session, Statement statement) implements Step {

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
            return session.execute(statement);
        }
    }
}
