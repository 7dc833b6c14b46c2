package io.millrace.testing.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.engine.EmbeddedEngine;
import io.millrace.server.engine.EngineSettings;
import io.millrace.server.engine.EngineSettings.Checkpoints;
import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.server.engine.EngineSettings.Memory;
import io.millrace.server.engine.EngineSettings.Retention;
import io.millrace.sql.Answer;
import io.millrace.sql.SqlSession;
import io.millrace.sql.Statement;
import io.millrace.state.LocalFileStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Queries with a time-to-live: a part of the rows comes, two hours pass, and the others come. What is given must be
 * what the query makes of each part for itself, as far as state is kept for an hour. Each runs on, killed between the
 * parts and gone on with at another parallelism, and with hardly any memory, so that state is on disk.
 */
class TimeToLiveQueryTest {
    private static final int FIRST = 600;
    private static final int ALL = 1100;
    private static final long HOUR = 3_600_000;

    /** The tables with the rows of a part; the views are what queries read. */
    private static final String VIEWS =
            ChangedQueries.TABLES
                    + """
                    CREATE VIEW o AS SELECT * FROM orders WHERE %1$s;
                    CREATE VIEW v AS SELECT * FROM visits WHERE %2$s;
                    """;

    private static final String EVERYTHING = "TRUE";
    private static final String EARLY = "id < " + FIRST;
    private static final String LATE = "id >= " + FIRST;

    /** A query, how long state stays, and the parts of both tables of which the result is to be the sum. */
    private record Case(String name, String ttl, String query, List<List<String>> parts) {}

    private static final List<List<String>> APART = List.of(List.of(EARLY, EARLY), List.of(LATE, LATE));
    private static final List<List<String>> WHOLE = List.of(List.of(EVERYTHING, EVERYTHING));

    private static final List<Case> CASES =
            List.of(
                    new Case(
                            "aggregate",
                            "1 h",
                            "SELECT customer, COUNT(*), SUM(amount), MIN(price) FROM o GROUP BY customer",
                            APART),
                    new Case(
                            "aggregate with distinct values",
                            "1 h",
                            "SELECT customer, COUNT(DISTINCT city) FROM o GROUP BY customer",
                            APART),
                    new Case(
                            "aggregate kept for longer",
                            "1 d",
                            "SELECT customer, COUNT(*) FROM o GROUP BY customer",
                            WHOLE),
                    new Case(
                            "aggregate without keys forgets nothing",
                            "1 h",
                            "SELECT COUNT(*), MAX(amount) FROM o",
                            WHOLE),
                    new Case("distinct", "1 h", "SELECT DISTINCT customer, city FROM o", APART),
                    new Case("join", "1 h", "SELECT o.id, v.id FROM o JOIN v ON o.customer = v.customer", APART),
                    new Case(
                            "outer join",
                            "1 h",
                            "SELECT o.id, v.id FROM o LEFT JOIN v ON o.customer = v.customer AND o.id < v.id",
                            APART),
                    new Case(
                            "first row",
                            "1 h",
                            "SELECT customer FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY amount"
                                    + " DESC, id) AS n FROM o) WHERE n = 1",
                            APART),
                    new Case(
                            "Top-N",
                            "1 h",
                            "SELECT customer, id, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY"
                                    + " amount DESC, id) AS n FROM o) WHERE n <= 3",
                            APART),
                    new Case(
                            "OVER",
                            "1 h",
                            "SELECT id, COUNT(*) OVER (PARTITION BY customer ORDER BY id) FROM o",
                            APART),
                    new Case(
                            "hint for an aggregate",
                            "0 ms",
                            "SELECT /*+ STATE_TTL('o' = '1 h') */ customer, COUNT(*), MAX(amount) FROM o GROUP BY customer",
                            APART),
                    new Case(
                            "hint against the session's",
                            "1 h",
                            "SELECT /*+ STATE_TTL('x' = '0 ms') */ x.customer, COUNT(*) FROM o AS x GROUP BY customer",
                            WHOLE),
                    new Case(
                            "hint for a sub-query",
                            "0 ms",
                            "SELECT /*+ STATE_TTL('s' = '1h') */ customer, SUM(twice) FROM (SELECT customer, 2 * amount AS"
                                    + " twice FROM o) AS s WHERE twice > 4 GROUP BY customer",
                            APART),
                    new Case(
                            "hint for both sides of a join",
                            "0 ms",
                            "SELECT /*+ STATE_TTL('o' = '1 h', 'v' = '60 min') */ o.id, v.id FROM o JOIN v ON o.customer ="
                                    + " v.customer",
                            APART),
                    new Case(
                            "hint for one side of a join",
                            "0 ms",
                            "SELECT /*+ STATE_TTL('o' = '1 h') */ o.id, v.id FROM o JOIN v ON o.customer = v.customer",
                            // What is late of orders finds all visits; late visits find late orders.
                            List.of(List.of(EARLY, EARLY), List.of(LATE, EVERYTHING))));

    @TempDir Path temporary;

    private enum Way {
        RUNS_ON,
        KILLED,
        ON_DISK,
        KILLED_ON_DISK;

        boolean isKilled() {
            return this == KILLED || this == KILLED_ON_DISK;
        }

        Memory memory() {
            return this == ON_DISK || this == KILLED_ON_DISK ? new Memory(1) : Memory.ofHeap();
        }
    }

    @TestFactory
    Stream<DynamicTest> stateIsForgottenAfterItsTime() {
        return CASES.stream()
                .flatMap(each ->
                        Stream.of(Way.values())
                                .map(way -> DynamicTest.dynamicTest(each.name() + ", " + way, () -> check(each, way))));
    }

    private void check(Case each, Way way) throws Exception {
        Map<String, Integer> expected = new TreeMap<>();
        for (List<String> part : each.parts()) {
            new Run(each, part.get(0), part.get(1), "0 ms")
                    .whole()
                    .forEach((row, weight) -> expected.merge(row, weight, Integer::sum));
        }
        expected.values().removeIf(weight -> weight == 0);
        assertThat(expected).isNotEmpty();
        Map<String, Integer> given = new Run(each, EVERYTHING, EVERYTHING, each.ttl()).inTwoParts(way);
        assertThat(given).isEqualTo(expected);
    }

    /** What only parses would be worse than an error. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SELECT /*+ STATE_TTL('p' = '1 d') */ customer, COUNT(*) FROM o GROUP BY customer"
                        + "|FROM has no `p`; did you mean `o`?; STATE_TTL can name o",
                "SELECT /*+ STATE_TTL('o' = 'soon') */ customer, COUNT(*) FROM o GROUP BY customer"
                        + "|STATE_TTL takes a length of time, such as '1 d'",
                "SELECT /*+ STATE_TTL(o) */ customer, COUNT(*) FROM o GROUP BY customer"
                        + "|STATE_TTL('alias' = '1 d', ...)",
                "SELECT /*+ STATE_TTL('o' = '1 d') */ customer FROM o|STATE_TTL('o' = ...) has no effect",
                "SELECT /*+ STATE_TTL('a' = '1 d') */ a.id FROM timed AS a JOIN timed AS b ON a.id = b.id AND a.ts BETWEEN"
                        + " b.ts - INTERVAL '1' HOUR AND b.ts|a join within an interval"
            })
    void hintThatCannotBeObeyedIsAnError(String query, String message) {
        assertThatThrownBy(() -> new Run(new Case("wrong", "0 ms", query, WHOLE), EVERYTHING, EVERYTHING, "0 ms"))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((MillraceException) e).code())
                .isEqualTo("bad-hint");
    }

    /** Other hints of a SELECT that names one are left as they are. */
    @Test
    void hintBesideAnotherOneIsObeyed() {
        String query =
                "SELECT /*+ BROADCAST(v), STATE_TTL('o' = '1 h') */ o.id FROM o JOIN v ON o.customer = v.customer";
        Run run = new Run(new Case("two", "0 ms", query, WHOLE), EVERYTHING, EVERYTHING, "0 ms");
        assertThat(run.graph().vertices().stream().map(vertex -> vertex.spec().timeToLive(run.graph().session())))
                .anyMatch(ttl -> ttl.of("left") == HOUR && ttl.of("right") == 0);
    }

    /** A clock that a test moves. */
    private static final class Moved implements Clock {
        private final AtomicLong ahead = new AtomicLong();

        @Override
        public long millis() {
            return System.currentTimeMillis() + ahead.get();
        }

        @Override
        public long nanos() {
            return System.nanoTime() + ahead.get() * 1_000_000;
        }

        void advance(long millis) {
            ahead.addAndGet(millis);
        }
    }

    private final class Run {
        private final String prefix = "ttl-" + RUNS.incrementAndGet() + "-";
        private final Answer.Job job;
        private final Moved clock = new Moved();

        Run(Case each, String orders, String visits, String ttl) {
            SqlSession session = new SqlSession(new GatedTables(prefix), TimeToLiveQueryTest.class.getClassLoader());
            session.set("table.exec.state.ttl", ttl);
            Answer.Job found = null;
            for (Statement statement : session.parse(VIEWS.formatted(orders, visits) + each.query() + ";", "script")) {
                found = session.execute(statement) instanceof Answer.Job planned ? planned : found;
            }
            this.job = Objects.requireNonNull(found);
            GatheringSink.begin(prefix);
        }

        JobGraph graph() {
            return job.graph();
        }

        Map<String, Integer> whole() {
            GatedTables.open(ALL, ALL);
            Checkpoints none = new Checkpoints(Optional.empty(), 0, new Retention(1, 0));
            try (EmbeddedEngine engine =
                    new EmbeddedEngine(
                            new EngineSettings(2, Consistency.EVENTUAL, none), (code, message) -> {}, clock)) {
                finished(engine.run(prefix, graph()));
            }
            return changes();
        }

        Map<String, Integer> inTwoParts(Way way) throws Exception {
            Path path = Files.createTempDirectory(temporary, "kept");
            try (CheckpointFolder folder = CheckpointFolder.open(path, new LocalFileStorage(path))) {
                GatedTables.open(FIRST, ALL);
                Map<String, Integer> first = new TreeMap<>();
                try (EmbeddedEngine engine = engine(path, 2, way);
                        ExecutorService thread = Executors.newSingleThreadExecutor()) {
                    Future<JobOutcome> outcome =
                            thread.submit(() -> engine.run(prefix, graph(), folder, Optional.empty()));
                    GatedTables.awaitGate(graph());
                    engine.checkpoint();
                    awaitCheckpoint(folder, outcome);
                    if (!way.isKilled()) {
                        clock.advance(2 * HOUR);
                        GatedTables.open(ALL, ALL);
                        finished(outcome.get());
                        return changes();
                    }
                    first.putAll(changes());
                    GatheringSink.begin(prefix);
                    engine.stop();
                    engine.stop();
                    outcome.get();
                }
                List<String> stored = folder.storage().list("checkpoints");
                stored.subList(1, stored.size()).forEach(folder.storage()::delete);
                changes();
                return goOn(folder, path, way, first);
            }
        }

        private Map<String, Integer> goOn(CheckpointFolder folder, Path path, Way way, Map<String, Integer> first) {
            clock.advance(2 * HOUR);
            GatheringSink.begin(prefix);
            GatedTables.open(ALL, ALL);
            CheckpointMetadata last = folder.latest(warning -> {}).orElseThrow();
            try (EmbeddedEngine engine = engine(path, 3, way)) {
                finished(engine.run(prefix, last.graph(), folder, Optional.of(last)));
            }
            changes().forEach((row, weight) -> first.merge(row, weight, Integer::sum));
            first.values().removeIf(weight -> weight == 0);
            return first;
        }

        private EmbeddedEngine engine(Path path, int parallelism, Way way) {
            Checkpoints kept = new Checkpoints(Optional.of(path), 1_000_000_000, new Retention(5, 0));
            return new EmbeddedEngine(
                    new EngineSettings(parallelism, Consistency.EVENTUAL, kept, way.memory()),
                    (code, message) -> {},
                    clock);
        }

        private void awaitCheckpoint(CheckpointFolder folder, Future<JobOutcome> outcome) throws Exception {
            for (int tries = 0; folder.storage().list("checkpoints").isEmpty(); tries++) {
                if (tries > 12_000 || outcome.isDone()) {
                    throw new AssertionError("no checkpoint: " + (outcome.isDone() ? outcome.get() : "too slow"));
                }
                Thread.sleep(5);
            }
        }

        private void finished(JobOutcome outcome) {
            if (outcome instanceof JobOutcome.Failed failed) {
                throw new AssertionError("failed", failed.cause());
            }
            assertThat(outcome).isInstanceOf(JobOutcome.Finished.class);
        }

        private Map<String, Integer> changes() {
            Map<String, Integer> changes = new TreeMap<>();
            for (GatheringSink.Change change : GatheringSink.take(prefix)) {
                changes.merge(change.row().text(), change.weight(), Integer::sum);
            }
            changes.values().removeIf(weight -> weight == 0);
            return changes;
        }
    }

    private static final java.util.concurrent.atomic.AtomicInteger RUNS =
            new java.util.concurrent.atomic.AtomicInteger();
}
