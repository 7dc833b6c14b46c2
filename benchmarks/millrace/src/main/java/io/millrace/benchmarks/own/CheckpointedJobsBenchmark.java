package io.millrace.benchmarks.own;

import io.millrace.benchmarks.events.EventLog;
import io.millrace.benchmarks.run.EventColumns;
import io.millrace.benchmarks.run.Load;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.benchmarks.run.RunReport;
import io.millrace.connectors.generators.nexmark.NexmarkOptions;
import io.millrace.coordinator.JobOutcome;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.engine.EmbeddedEngine;
import io.millrace.server.engine.EngineSettings;
import io.millrace.server.engine.EngineSettings.Checkpoints;
import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.sql.Answer;
import io.millrace.sql.InstalledConnectors;
import io.millrace.sql.SqlSession;
import io.millrace.state.LocalFileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Throughput of whole jobs with checkpoints and epochs against none: in one JVM, warm, in turns, so that what the
 * machine does meanwhile meets all of them alike. Events come from memory.
 *
 * <pre>
 * windows   bids a window of ten seconds and auction, into CSV files
 * join      persons who open an auction within ten seconds, into CSV files
 * totals    sums of a million keys chosen at random, all of which change all the time, into a sink that folds them
 * </pre>
 *
 * Arguments: folder for checkpoints and output, rounds (3), seconds that count in a run (5), which jobs (all).
 */
public final class CheckpointedJobsBenchmark {
    private static final long LOG_EVENTS = 1_000_000;
    private static final int SETTLING_SECONDS = 1;
    private static final int WARM_SECONDS = 9;
    private static final int PARALLELISM = 2;
    private static final long LONG_MILLIS = 3_600_000;

    private static final Map<String, String> JOBS =
            Map.of(
                    "windows",
                    """
                    INSERT INTO counts
                    SELECT auction, COUNT(*), MAX(price), window_start
                    FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND))
                    GROUP BY auction, window_start, window_end
                    """,
                    "join",
                    """
                    INSERT INTO pairs
                    SELECT P.id, P.name, A.n, P.starttime
                    FROM (
                        SELECT id, name, window_start AS starttime, window_end AS endtime
                        FROM TABLE(TUMBLE(TABLE person, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND))
                        GROUP BY id, name, window_start, window_end) AS P
                    JOIN (
                        SELECT seller, COUNT(*) AS n, window_start AS starttime, window_end AS endtime
                        FROM TABLE(TUMBLE(TABLE auction, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND))
                        GROUP BY seller, window_start, window_end) AS A
                    ON P.id = A.seller AND P.starttime = A.starttime AND P.endtime = A.endtime
                    """,
                    "totals",
                    """
                    INSERT INTO sums
                    SELECT MOD(price * 7919 + auction * 104729 + bidder, 1000000), COUNT(*), SUM(price), MAX(price)
                    FROM bid GROUP BY MOD(price * 7919 + auction * 104729 + bidder, 1000000)
                    """);

    private final Path folder;
    private final int rounds;
    private final int seconds;
    private final EventLog log;

    /** How a job is run. */
    private enum How {
        NONE("none", Consistency.EVENTUAL, false, LONG_MILLIS),
        SECOND("every second", Consistency.EVENTUAL, true, 1_000),
        TENTH("every 100 ms", Consistency.EVENTUAL, true, 100),
        EPOCHS("epochs of 100 ms, kept", Consistency.EPOCH, true, 100),
        EPOCHS_ALONE("epochs of 100 ms, not kept", Consistency.EPOCH, false, 100);

        private final String title;
        private final Consistency consistency;
        private final boolean kept;
        private final long intervalMillis;

        How(String title, Consistency consistency, boolean kept, long intervalMillis) {
            this.title = title;
            this.consistency = consistency;
            this.kept = kept;
            this.intervalMillis = intervalMillis;
        }
    }

    /** One run: what was counted, and of each checkpoint taken meanwhile the time and all that was written. */
    private record Ran(RunReport.Measured measured, List<Long> tookMillis, long writtenBytes) {
        double speed() {
            return measured.eventsPerSecond();
        }

        double cpuSpeed() {
            return measured.events() / measured.cpuSeconds();
        }
    }

    private CheckpointedJobsBenchmark(Path folder, int rounds, int seconds) {
        this.folder = folder;
        this.rounds = rounds;
        this.seconds = seconds;
        this.log =
                EventLog.make(
                        NexmarkOptions.of(
                                Map.of(
                                        "out-of-order.group-size", "100",
                                        "first-event.rate", "10000",
                                        "next-event.rate", "10000")),
                        LOG_EVENTS);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        List<String> jobs =
                arguments.length > 3
                        ? List.of(arguments).subList(3, arguments.length)
                        : List.of("windows", "join", "totals");
        CheckpointedJobsBenchmark benchmark = new CheckpointedJobsBenchmark(folder, rounds, seconds);
        System.out.println(
                "| job | checkpoints | events/s | of none | events per s of CPU, of none | taken | took p50 | p99 | written a checkpoint |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (String job : jobs) {
            benchmark.measure(job);
        }
        System.exit(0);
    }

    private void measure(String job) throws IOException {
        run(job, How.EPOCHS, WARM_SECONDS);
        List<List<Ran>> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            // None has the place after the warm-up, or after the same neighbour, in every round.
            Ran[] ran = new Ran[How.values().length];
            for (int i = 0; i < ran.length; i++) {
                How how = How.values()[(i + 2 * round) % ran.length];
                ran[how.ordinal()] = run(job, how, seconds);
            }
            all.add(List.of(ran));
        }
        for (How how : How.values()) {
            List<Ran> runs = all.stream().map(round -> round.get(how.ordinal())).toList();
            List<Long> took = runs.stream().flatMap(ran -> ran.tookMillis().stream()).sorted().toList();
            long written = runs.stream().mapToLong(Ran::writtenBytes).sum();
            double speed = median(runs.stream().mapToDouble(Ran::speed).toArray());
            // Each round's runs lie close together in time, so they are compared with each other.
            double share =
                    median(
                            all.stream()
                                    .mapToDouble(r -> r.get(how.ordinal()).speed() / r.getFirst().speed())
                                    .toArray());
            double cpu =
                    median(
                            all.stream()
                                    .mapToDouble(r -> r.get(how.ordinal()).cpuSpeed() / r.getFirst().cpuSpeed())
                                    .toArray());
            System.out.printf(
                    "| %s | %s | %.2f M | %.0f %% | %.0f %% |", job, how.title, speed / 1e6, 100 * share, 100 * cpu);
            System.out.println(
                    took.isEmpty()
                            ? " – | – | – | – |"
                            : String.format(
                                    " %d | %d ms | %d ms | %.2f MB |",
                                    took.size(),
                                    took.get(took.size() / 2),
                                    took.get((int) Math.ceil(took.size() * 0.99) - 1),
                                    written / 1e6 / took.size()));
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[values.length / 2] + values[(values.length - 1) / 2]) / 2;
    }

    private Ran run(String job, How how, int counted) throws IOException {
        Path place = folder.resolve("run");
        remove(place);
        EngineSettings settings =
                new EngineSettings(
                        PARALLELISM,
                        how.consistency,
                        new Checkpoints(
                                how.kept ? Optional.of(place) : Optional.empty(),
                                how.intervalMillis,
                                new EngineSettings.Retention(2, 0)));
        WatchedStorage storage = new WatchedStorage(new LocalFileStorage(place.resolve("checkpoints")));
        JobGraph graph = graph(job, place.resolve("out"));
        try (RunMeter meter = new RunMeter(log, new Load.Seconds(counted, SETTLING_SECONDS));
                EmbeddedEngine engine = new EmbeddedEngine(settings, (code, message) -> {})) {
            JobOutcome outcome;
            if (how.kept) {
                try (CheckpointFolder kept = CheckpointFolder.open(place.resolve("checkpoints"), storage)) {
                    outcome = engine.run("benchmark", graph, kept, Optional.empty());
                }
            } else {
                outcome = engine.run("benchmark", graph);
            }
            meter.close();
            if (outcome instanceof JobOutcome.Failed(Throwable cause)) {
                throw new IllegalStateException("the job failed", cause);
            }
            return new Ran(meter.measured(), storage.durationsMillis(), storage.writtenBytes());
        } finally {
            remove(place);
        }
    }

    private static JobGraph graph(String job, Path out) {
        SqlSession session =
                new SqlSession(
                        new InstalledConnectors(Path.of(""), (schema, changes) -> new FoldSink(schema)),
                        CheckpointedJobsBenchmark.class.getClassLoader());
        for (String kind : List.of("person", "auction", "bid")) {
            execute(
                    session,
                    "CREATE TABLE "
                            + kind
                            + " ("
                            + EventColumns.of(kind)
                            + ", WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND)"
                            + " WITH ('connector' = 'event-log', 'kind' = '"
                            + kind
                            + "')");
        }
        String files = "WITH ('connector' = 'filesystem', 'path' = '" + out.toAbsolutePath() + "', 'format' = 'csv')";
        execute(session, "CREATE TABLE counts (auction BIGINT, n BIGINT, highest BIGINT, t TIMESTAMP(3)) " + files);
        execute(session, "CREATE TABLE pairs (id BIGINT, name VARCHAR, n BIGINT, t TIMESTAMP(3)) " + files);
        execute(
                session,
                "CREATE TABLE sums (k BIGINT, n BIGINT, total BIGINT, highest BIGINT) WITH ('connector' = 'fold')");
        return ((Answer.Job) execute(session, Objects.requireNonNull(JOBS.get(job), job))).graph();
    }

    private static Answer execute(SqlSession session, String sql) {
        return session.execute(session.parse(sql, "benchmark").getFirst());
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }
}
