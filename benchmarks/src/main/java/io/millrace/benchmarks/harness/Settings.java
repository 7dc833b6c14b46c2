package io.millrace.benchmarks.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

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
            String heap) {}

    /**
     * What else the command line says.
     *
     * @param limit no query is begun later than this
     * @param again whether queries that have figures are measured anew
     */
    public record Session(Settings settings, Duration limit, boolean again) {}

    /** Reads the command line. */
    public static Session parse(String[] args) {
        TreeMap<String, String> given = new TreeMap<>();
        boolean quick = false;
        boolean again = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--quick")) {
                quick = true;
            } else if (args[i].equals("--again")) {
                again = true;
            } else if (args[i].startsWith("--") && i + 1 < args.length) {
                given.put(args[i].substring(2), args[++i]);
            } else {
                throw new IllegalArgumentException("Unexpected '" + args[i] + "'. " + usage());
            }
        }
        Effort effort = effort(given, quick);
        Settings settings =
                new Settings(
                        NexmarkQuery.parse(take(given, "queries", "all")),
                        engines(given),
                        number(given, "parallelism", 2),
                        effort,
                        Path.of(take(given, "out", "build/bench/nexmark")));
        Duration limit = Duration.ofMinutes(number(given, "minutes", NO_LIMIT_MINUTES));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("Unknown options " + given.keySet() + ". " + usage());
        }
        return new Session(settings, limit, again);
    }

    /** All but queries, engines and folder: what figures that stand beside each other have in common. */
    public String conditions() {
        return "parallelism " + parallelism + ", " + effort;
    }

    private static Effort effort(TreeMap<String, String> given, boolean quick) {
        return new Effort(
                quick,
                number(given, "runs", quick ? 1 : 3),
                number(given, "seconds", quick ? 5 : 20),
                number(given, "warmup", quick ? 5 : 10),
                Long.parseLong(take(given, "events", quick ? "1000000" : "10000000")),
                Long.parseLong(take(given, "log-events", "2000000")),
                Long.parseLong(take(given, "checked-events", quick ? "100000" : "200000")),
                number(given, "checkpoints", 10),
                Duration.ofSeconds(number(given, "bound", quick ? 60 : 240)),
                take(given, "heap", "8g"));
    }

    /** Either all by name, or the peers beside Millrace. */
    private static List<String> engines(TreeMap<String, String> given) {
        String named = given.remove("engines");
        String peers = take(given, "peers", "");
        if (named != null) {
            return List.of(named.split(","));
        }
        List<String> engines = new ArrayList<>(List.of("millrace"));
        if (!peers.isEmpty()) {
            engines.addAll(List.of(peers.split(",")));
        }
        return engines;
    }

    private static String usage() {
        return "Options: --queries q0,q5|all --peers flink,jet --quick --minutes M --again --runs N --seconds S --warmup S"
                + " --events N --log-events N --checked-events N --checkpoints S --parallelism N --bound S --heap 8g --out DIR;"
                + " --engines in place of --peers, of "
                + String.join(", ", Engines.NAMES);
    }

    private static int number(TreeMap<String, String> given, String key, int otherwise) {
        String value = take(given, key, Integer.toString(otherwise));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + key + " is a number, not '" + value + "'", e);
        }
    }

    private static String take(TreeMap<String, String> given, String key, String otherwise) {
        String value = given.remove(key);
        return value == null ? otherwise : value;
    }
}
