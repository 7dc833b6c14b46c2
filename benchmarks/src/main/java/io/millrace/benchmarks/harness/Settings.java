package io.millrace.benchmarks.harness;

import java.nio.file.Path;
import java.time.Duration;
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

    /**
     * @param quick whether this is for daily use only, and says so
     * @param runs counted runs of each engine and query
     * @param seconds of a counted run in the steady state
     * @param warmupSeconds before them
     * @param growingEvents events of a run whose state grows; fewer where an engine does not finish
     * @param logEvents events made and held in memory
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
            Duration bound,
            String heap) {}

    /** Reads the command line. */
    public static Settings parse(String[] args) {
        TreeMap<String, String> given = new TreeMap<>();
        boolean quick = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--quick")) {
                quick = true;
            } else if (args[i].startsWith("--") && i + 1 < args.length) {
                given.put(args[i].substring(2), args[++i]);
            } else {
                throw new IllegalArgumentException("Unexpected '" + args[i] + "'. " + usage());
            }
        }
        Effort effort =
                new Effort(
                        quick,
                        number(given, "runs", quick ? 1 : 3),
                        number(given, "seconds", quick ? 5 : 20),
                        number(given, "warmup", quick ? 5 : 10),
                        Long.parseLong(take(given, "events", quick ? "1000000" : "10000000")),
                        Long.parseLong(take(given, "log-events", "2000000")),
                        Duration.ofSeconds(number(given, "bound", quick ? 60 : 240)),
                        take(given, "heap", "8g"));
        Settings settings =
                new Settings(
                        NexmarkQuery.parse(take(given, "queries", "q0,q5,q9")),
                        List.of(take(given, "engines", "flink").split(",")),
                        number(given, "parallelism", 2),
                        effort,
                        Path.of(take(given, "out", "target/bench")));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("Unknown options " + given.keySet() + ". " + usage());
        }
        return settings;
    }

    private static String usage() {
        return "Options: --queries q0,q5|all --engines millrace,flink,flink-nested,flink-made,jet --quick --runs N --seconds S"
                + " --warmup S --events N --log-events N --parallelism N --bound S --heap 8g --out DIR";
    }

    private static int number(TreeMap<String, String> given, String key, int otherwise) {
        return Integer.parseInt(take(given, key, Integer.toString(otherwise)));
    }

    private static String take(TreeMap<String, String> given, String key, String otherwise) {
        String value = given.remove(key);
        return value == null ? otherwise : value;
    }
}
