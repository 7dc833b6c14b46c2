package io.millrace.sql;

import io.millrace.data.MillraceException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a user is told who made a mistake.
class ErrorsTest {

    @Test
    void wrongQueriesAreExplained() {
        SqlSession session = session();
        List<Statement> statements = session.parse(Golden.read("errors/queries.sql"), "queries.sql");
        StringBuilder text = new StringBuilder();
        for (Statement statement : statements) {
            try {
                session.execute(statement);
            } catch (MillraceException e) {
                text.append(message(e));
            }
        }
        Golden.check("errors/queries.txt", text.toString());
    }

    @Test
    void syntaxErrorsAreExplained() {
        StringBuilder text = new StringBuilder();
        for (String script : Golden.read("errors/syntax.sql").split("\n====\n")) {
            try {
                session().parse(script, "script.sql");
                text.append("no error: ").append(script).append("\n\n");
            } catch (MillraceException e) {
                text.append(message(e));
            }
        }
        Golden.check("errors/syntax.txt", text.toString());
    }

    private static SqlSession session() {
        return new SqlSession(new PlannedOnlyConnector(), PlansTest.class.getClassLoader());
    }

    private static String message(MillraceException e) {
        return e.kind() + " " + e.code() + "\n" + e.getMessage() + "\n\n";
    }
}
