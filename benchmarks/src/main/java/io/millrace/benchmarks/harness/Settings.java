package io.millrace.benchmarks.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a comparison is asked for.
 *
 * @param queries in this order
 * @param engines by name; the first one is the one that the others are compared with
 * @param parallelism tasks of every stage
 * @param effort how long
 * @param folder where everything is written
 */
public record Settings(List<NexmarkQuery> queries, List<String> engines, int parallelism, Effort effort, Path folder) {
    private static final int NO_LIMIT_MINUTES = 60 * 24;

    /**
     * @param quick whether this is for daily use only, and says so
     * @param runs counted runs of each engine and query
     * @param seconds of a counted run in the steady state
     * @param warmupSeconds before them
     * @param growingEvents events of a run whose state grows; fewer where an engine does not finish
     * @param logEvents events made and held in memory
     * @param checkedEvents events of the run whose rows are compared
     * @param checkpointSeconds between checkpoints; 0 for none
     * @param bound of one run
     * @param heap as {@code -Xmx} has it
     * @param from the format of the files that the events are read from; empty for memory
     */
    public record Effort(
            boolean quick,
            int runs,
            int seconds,
            int warmupSeconds,
            long growingEvents,
            long logEvents,
            long checkedEvents,
            int checkpointSeconds,
            Duration bound,
            String heap,
            String from) {

        boolean isFromFiles() {
            return !from.isEmpty();
        }
    }

    /**
     * What else the command line says.
     *
     * @param limit no query is begun later than this
     * @param again whether queries that have figures are measured anew
     */
    public record Session(Settings settings, Duration limit, boolean again) {}

    /** Reads the command line. */
    public static Session parse(String[] args) {
        Arguments given = Arguments.parse(args, Set.of("quick", "again"), usage());
        boolean quick = given.flag("quick");
        Effort effort = effort(given, quick);
        Settings settings =
                new Settings(
                        NexmarkQuery.parse(given.take("queries", "all")),
                        given.engines(),
                        given.number("parallelism", 2),
                        effort,
                        Path.of(given.take("out", effort.isFromFiles() ? "build/bench/files" : "build/bench/nexmark")));
        Duration limit = Duration.ofMinutes(given.number("minutes", NO_LIMIT_MINUTES));
        boolean again = given.flag("again");
        given.end();
        return new Session(settings, limit, again);
    }

    /** All but queries, engines and folder: what figures that stand beside each other have in common. */
    public String conditions() {
        return "parallelism " + parallelism + ", " + effort;
    }

    private static Effort effort(Arguments given, boolean quick) {
        return new Effort(
                quick,
                given.number("runs", quick ? 1 : 3),
                given.number("seconds", quick ? 5 : 20),
                given.number("warmup", quick ? 5 : 10),
                given.longNumber("events", quick ? 1_000_000 : 10_000_000),
                given.longNumber("log-events", 2_000_000),
                given.longNumber("checked-events", quick ? 100_000 : 200_000),
                given.number("checkpoints", 10),
                Duration.ofSeconds(given.number("bound", quick ? 60 : 240)),
                given.take("heap", "8g"),
                given.take("from", ""));
    }

    private static String usage() {
        return "Options: --queries q0,q5|all --peers flink,jet --quick --minutes M --again --runs N --seconds S --warmup S"
                + " --from json|parquet --events N --log-events N --checked-events N --checkpoints S --parallelism N --bound S --heap 8g --out DIR;"
                + " --engines in place of --peers, of "
                + String.join(", ", Engines.NAMES);
    }
}
