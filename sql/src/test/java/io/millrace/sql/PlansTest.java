package io.millrace.sql;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Scripts and the plans that are made of them.
class PlansTest {

    @TestFactory
    Stream<DynamicTest> nexmarkIsPlannedAsWritten() {
        return IntStream.rangeClosed(0, Nexmark.LAST_QUERY)
                .mapToObj(query ->
                        DynamicTest.dynamicTest(
                                "q" + query,
                                () ->
                                        Golden.check(
                                                "plans/nexmark-q" + query + ".txt",
                                                explained(Nexmark.script(query), "q" + query + ".sql"))));
    }

    @Test
    void streamsArePlannedAsWritten() {
        Golden.check("plans/streams.txt", explained(Golden.read("plans/streams.sql"), "streams.sql"));
    }

    private static String explained(String script, String file) {
        SqlSession session = new SqlSession(new PlannedOnlyConnector(), PlansTest.class.getClassLoader());
        StringBuilder text = new StringBuilder();
        for (Statement statement : session.parse(script, file)) {
            switch (statement.kind()) {
                case QUERY, INSERT -> {
                    Statement explain = session.parse("EXPLAIN " + withoutExecute(statement.text()), file).getFirst();
                    text.append("-- ").append(statement.text().replace("\n", "\n-- ")).append("\n");
                    text.append(((Answer.Text) session.execute(explain)).text()).append("\n");
                    // The graph itself must be made as well.
                    session.execute(statement);
                }
                case DEFINITION, SETTING, QUESTION -> session.execute(statement);
            }
        }
        return text.toString();
    }

    private static String withoutExecute(String text) {
        return text.startsWith("EXECUTE ") ? text.substring("EXECUTE ".length()) : text;
    }
}
