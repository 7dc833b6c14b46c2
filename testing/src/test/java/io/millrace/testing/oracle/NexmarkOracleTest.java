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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The queries under {@code examples/nexmark} over a bounded run, and the same in the other database over the same
 * events. One event comes every millisecond, so that no two bids are equal in time and every query has one answer; they
 * come out of order.
 *
 * <p>{@code -Dnexmark.events=1000000} sets their number, {@code -Dnexmark.queries=q5,q7} takes some queries.
 */
class NexmarkOracleTest {
    private static final String EVENTS = System.getProperty("nexmark.events", "20000");

    /** So little memory that the larger states do not fit: 50 bytes an event. */
    private static final Memory SMALL = new Memory(Math.max(1 << 20, Long.parseLong(EVENTS) * 50));

    private static final List<String> WANTED = Arrays.asList(System.getProperty("nexmark.queries", "").split(","));
    private static final int LAST_QUERY = 22;
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "events.num", EVENTS,
                    "first-event.rate", "1000",
                    "next-event.rate", "1000",
                    "out-of-order.group-size", "100");

    /** The queries of the other database, each under a line with its name. */
    private static final String QUESTIONS = "testing/src/test/resources/nexmark/oracle.sql";

    private static final Pattern SCRIPT =
            Pattern.compile("(?s)(.*)CREATE TABLE nexmark_q\\d+ .*?INSERT INTO nexmark_q\\d+\\s+(.*?);\\s*");

    /** What is asked of a query whose windows are cut by the clock: the windows of a key together hold all its rows. */
    private static final Map<String, String> ASKED_OF =
            Map.of("q12", "SELECT bidder, SUM(bid_count) FROM (%s) GROUP BY bidder");

    @TestFactory
    Stream<DynamicTest> queryGivesTheOthersRows() throws IOException, SQLException {
        Path root = root();
        OtherDatabase other = new OtherDatabase(root);
        NexmarkEvents.load(other, OPTIONS);
        List<String> parts = Arrays.asList(Files.readString(root.resolve(QUESTIONS)).split("(?m)^-- (?=q\\d)"));
        assertThat(parts).hasSize(LAST_QUERY + 2);
        return parts.stream()
                .skip(1)
                .map(part -> part.split("\\R", 2))
                .map(part -> new String[] {part[0].split("\\W", 2)[0], part[1]})
                .filter(part -> isWanted(part[0]))
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

    /** Each file as it stands, but with the number of events of this test. */
    @TestFactory
    Stream<DynamicTest> fileRunsAsItStands(@TempDir Path folder) {
        Path root = root();
        return IntStream.rangeClosed(0, LAST_QUERY)
                .mapToObj(query -> "q" + query)
                .filter(NexmarkOracleTest::isWanted)
                .map(query ->
                        DynamicTest.dynamicTest(
                                query,
                                () ->
                                        new EngineSession(root, 2, Memory.ofHeap())
                                                .execute(
                                                        script(root, query).replace("'build/", "'" + folder + "/"),
                                                        query + ".sql")));
    }

    @Test
    void filesInFoldersHoldTheOthersRows(@TempDir Path folder) throws IOException, SQLException {
        Path root = root();
        new EngineSession(root, 3, Memory.ofHeap())
                .execute(script(root, "q10").replace("'build/", "'" + folder + "/"), "q10.sql");
        try (OtherDatabase other = new OtherDatabase(root)) {
            NexmarkEvents.load(other, OPTIONS);
            List<String> written =
                    other.query(
                            "SELECT auction, bidder, price, moment, extra, dt, replace(hm, '%3A', ':') FROM read_csv('"
                                    + folder
                                    + "/nexmark/q10/*/*/*', hive_partitioning = true, hive_types_autocast = false,"
                                    + " columns = {auction: 'BIGINT', bidder: 'BIGINT', price: 'BIGINT', moment: 'TIMESTAMP', extra: 'VARCHAR'})");
            List<String> theirs =
                    other.query(
                            "SELECT auction, bidder, price, dateTime, extra, strftime(dateTime, '%Y-%m-%d'),"
                                    + " strftime(dateTime, '%H:%M') FROM bid");
            same(written, theirs);
        }
    }

    private static boolean isWanted(String query) {
        return WANTED.contains("") || WANTED.contains(query);
    }

    private static void compare(Path root, String query, List<String> theirs, int parallelism) throws IOException {
        Matcher script = SCRIPT.matcher(script(root, query));
        assertThat(script.matches()).as("definitions, a sink, a query").isTrue();
        String asked = ASKED_OF.getOrDefault(query, "%s").replace("%s", script.group(2));
        Memory memory = parallelism == 1 ? Memory.ofHeap() : SMALL;
        Rows rows =
                new EngineSession(root, parallelism, memory)
                        .execute(script.group(1) + asked, query + ".sql")
                        .orElseThrow();
        same(rows.rows().stream().map(row -> Same.text(row.values())).toList(), theirs);
    }

    private static void same(List<String> ours, List<String> theirs) {
        assertThat(theirs).isNotEmpty();
        if (!ours.stream().sorted().toList().equals(theirs.stream().sorted().toList())) {
            throw new AssertionError(Same.difference(ours, theirs).orElse("the same rows"));
        }
    }

    private static String script(Path root, String query) throws IOException {
        StringBuilder options = new StringBuilder("'connector' = 'nexmark'");
        OPTIONS.forEach((key, value) -> options.append(", '").append(key).append("' = '").append(value).append('\''));
        String script = Files.readString(root.resolve("examples/nexmark/" + query + ".sql"));
        String changed = script.replaceFirst("(?s)'connector' = 'nexmark'[^)]*", options.toString());
        assertThat(changed).contains("out-of-order");
        return changed;
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
