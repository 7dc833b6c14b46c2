package io.millrace.testing.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.engine.EngineSettings.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The queries under {@code examples/nexmark} over a bounded run, and the same in the other database over the same
 * events. One event comes every millisecond, so that no two bids are equal in time and every query has one answer; they
 * come out of order.
 *
 * <p>{@code -Dnexmark.events=1000000} sets their number, {@code -Dnexmark.queries=q5,q7} takes some queries.
 */
class NexmarkOracleTest {
    /** So little memory that the larger states do not fit. */
    private static final Memory SMALL = new Memory(1 << 20);

    private static final String EVENTS = System.getProperty("nexmark.events", "20000");
    private static final List<String> WANTED = Arrays.asList(System.getProperty("nexmark.queries", "").split(","));
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "events.num", EVENTS,
                    "first-event.rate", "1000",
                    "next-event.rate", "1000",
                    "out-of-order.group-size", "100");

    /** The queries of the other database, each under a line with its name. */
    private static final String QUESTIONS = "testing/src/test/resources/nexmark/oracle.sql";

    @TestFactory
    Stream<DynamicTest> queryGivesTheOthersRows() throws IOException, SQLException {
        Path root = root();
        OtherDatabase other = new OtherDatabase(root);
        NexmarkEvents.load(other, OPTIONS);
        List<String> parts = Arrays.asList(Files.readString(root.resolve(QUESTIONS)).split("(?m)^-- (?=q\\d)"));
        return parts.stream()
                .skip(1)
                .map(part -> part.split("\\R", 2))
                .map(part -> new String[] {part[0].split("\\W", 2)[0], part[1]})
                .filter(part -> WANTED.contains("") || WANTED.contains(part[0]))
                .flatMap(part ->
                        Stream.of(1, 3)
                                .map(parallelism ->
                                        DynamicTest.dynamicTest(
                                                part[0] + ", parallelism " + parallelism,
                                                () ->
                                                        compare(
                                                                root,
                                                                part[0],
                                                                other.query(part[1].strip().replaceAll(";$", "")),
                                                                parallelism))))
                .onClose(() -> close(other));
    }

    private static void compare(Path root, String query, List<String> theirs, int parallelism) throws IOException {
        EngineSession session = new EngineSession(root, parallelism, parallelism == 1 ? Memory.ofHeap() : SMALL);
        session.execute(tables(root), "tables.sql");
        Rows rows = session.execute(query(root, query), query + ".sql").orElseThrow();
        List<String> ours = rows.rows().stream().map(row -> Same.text(row.values())).toList();
        assertThat(theirs).isNotEmpty();
        if (!ours.stream().sorted().toList().equals(theirs.stream().sorted().toList())) {
            throw new AssertionError(Same.difference(ours, theirs).orElse("the same rows"));
        }
    }

    private static String tables(Path root) throws IOException {
        StringBuilder options = new StringBuilder("'connector' = 'nexmark'");
        OPTIONS.forEach((key, value) -> options.append(", '").append(key).append("' = '").append(value).append('\''));
        String script = Files.readString(root.resolve("examples/nexmark/tables.sql"));
        String changed = script.replaceFirst("(?s)'connector' = 'nexmark'[^)]*", options.toString());
        assertThat(changed).contains("out-of-order");
        return changed;
    }

    /** The query of an INSERT. */
    private static String query(Path root, String name) throws IOException {
        String script = Files.readString(root.resolve("examples/nexmark/" + name + ".sql"));
        return script.replaceFirst("(?s)CREATE TABLE nexmark_" + name + ".*?INSERT INTO nexmark_" + name + "\\s+", "");
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("examples/nexmark"))) {
            here = here.getParent();
        }
        return here;
    }

    private static void close(OtherDatabase other) {
        try {
            other.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
