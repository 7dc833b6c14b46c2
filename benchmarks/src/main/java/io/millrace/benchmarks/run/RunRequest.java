package io.millrace.benchmarks.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a process that runs an engine once is asked for; its command line.
 *
 * @param query its name: q0 to q22
 * @param log the file of the events
 * @param load how long
 * @param parallelism tasks of every stage
 * @param extras {@code tables} = flat or nested; {@code rows} = a file for the result rows; {@code checkpoint-folder}
 *     and {@code checkpoints} = where and how many seconds apart; {@code files} and {@code format} = files that are
 *     read in place of the log; others for one engine
 */
public record RunRequest(String query, Path log, Load load, int parallelism, Map<String, String> extras) {
    /** Reads {@code --key value} pairs. */
    public static RunRequest parse(String[] args) {
        TreeMap<String, String> given = new TreeMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            if (!args[i].startsWith("--")) {
                throw new IllegalArgumentException("Expected --key value, found " + args[i]);
            }
            given.put(args[i].substring(2), args[i + 1]);
        }
        String query = take(given, "query", "q0");
        Path log = Path.of(take(given, "log", "events.log"));
        int parallelism = Integer.parseInt(take(given, "parallelism", "2"));
        int warmup = Integer.parseInt(take(given, "warmup", "0"));
        long events = Long.parseLong(take(given, "events", "0"));
        int seconds = Integer.parseInt(take(given, "seconds", "20"));
        Load load = events > 0 ? new Load.Events(events, warmup) : new Load.Seconds(seconds, warmup);
        return new RunRequest(query, log, load, parallelism, given);
    }

    /** What {@link #parse} reads. */
    public List<String> arguments() {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "--query",
                                query,
                                "--log",
                                log.toString(),
                                "--parallelism",
                                Integer.toString(parallelism)));
        args.addAll(
                switch (load) {
                    case Load.Events(long count, int warmup) ->
                            List.of("--events", Long.toString(count), "--warmup", Integer.toString(warmup));
                    case Load.Seconds(int count, int warmup) ->
                            List.of("--seconds", Integer.toString(count), "--warmup", Integer.toString(warmup));
                });
        extras.forEach((key, value) -> args.addAll(List.of("--" + key, value)));
        return args;
    }

    /** Whether the query reads the one table with a column per kind instead of a table per kind. */
    public boolean nested() {
        return extras.getOrDefault("tables", "flat").equals("nested");
    }

    /** Where the result rows go, if they are wanted. */
    public Optional<Path> rows() {
        return Optional.ofNullable(extras.get("rows")).map(Path::of);
    }

    /** The folder with files of events that are read in place of the log, if they are. */
    public Optional<Path> files() {
        return Optional.ofNullable(extras.get("files")).map(Path::of);
    }

    /** The folder of the queries. */
    public Path queries() {
        return Path.of(extras.getOrDefault("queries", "examples/nexmark"));
    }

    /** Where checkpoints go, if they are wanted. */
    public Optional<Path> checkpoints() {
        return Optional.ofNullable(extras.get("checkpoint-folder")).map(Path::of);
    }

    /** The time between checkpoints, in milliseconds. */
    public long checkpointMillis() {
        return 1_000L * Long.parseLong(extras.getOrDefault("checkpoints", "10"));
    }

    private static String take(TreeMap<String, String> given, String key, String otherwise) {
        String value = given.remove(key);
        return value == null ? otherwise : value;
    }
}
