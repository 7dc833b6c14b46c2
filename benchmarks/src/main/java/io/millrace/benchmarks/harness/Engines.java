package io.millrace.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The engines that there are. Each is a module that is built apart, so that none sees the class path of another. */
public final class Engines {
    private static final Path FOLDER = Path.of("benchmarks");
    static final List<String> NAMES = List.of("millrace", "flink", "flink-flat", "flink-nested", "flink-made", "jet");

    private static final Map<String, String> MINI_BATCH = Map.of("mini-batch", "true");

    /**
     * Aggregations without windows gain by mini-batches. q9 needs them: without, this planner takes the best bid of an
     * auction for append-only, and the bids that were overtaken are never taken back.
     */
    private static final List<String> WITH_MINI_BATCH = List.of("q4", "q9", "q15", "q16", "q17");

    /** The collector for throughput, which all of them gain by. */
    private static final String COLLECTOR = "-XX:+UseParallelGC";

    private final String heap;

    /**
     * @param heap the largest heap, the same for all, as {@code -Xmx} has it
     */
    public Engines(String heap) {
        this.heap = heap;
    }

    /** The engines that a name stands for: one, or the forms of one, of which the fastest is measured. */
    public List<Engine> named(String name) throws IOException {
        return switch (name) {
            case "millrace" -> List.of(millrace());
            case "flink" -> List.of(flinkFlat(), flinkNested());
            case "flink-flat" -> List.of(flinkFlat());
            case "flink-nested" -> List.of(flinkNested());
            case "flink-made" -> List.of(flink("flink-made", Map.of("rows-made", "true")));
            case "jet" -> List.of(jet());
            default -> throw new IllegalArgumentException("No engine '" + name + "': there are " + NAMES + ".");
        };
    }

    private Engine flinkFlat() throws IOException {
        return flink("flink-flat", Map.of());
    }

    private Engine flinkNested() throws IOException {
        return flink("flink-nested", Map.of("tables", "nested"));
    }

    private Engine millrace() throws IOException {
        List<String> flags =
                List.of(
                        "-Xmx" + heap,
                        COLLECTOR,
                        "--add-modules=jdk.incubator.vector",
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED");
        return new Engine(
                "millrace",
                Engine.moduleCommand(FOLDER.resolve("millrace"), "io.millrace.benchmarks.own.MillraceNexmark", flags),
                Set.of(),
                Map.of());
    }

    private Engine flink(String name, Map<String, String> extras) throws IOException {
        List<String> flags =
                List.of(
                        "-Xmx" + heap,
                        COLLECTOR,
                        "-XX:MaxDirectMemorySize=2g",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED");
        Map<String, Map<String, String>> byQuery = new TreeMap<>();
        byQuery.put("", extras);
        for (String query : WITH_MINI_BATCH) {
            Map<String, String> both = new TreeMap<>(extras);
            both.putAll(MINI_BATCH);
            byQuery.put(query, both);
        }
        return new Engine(
                name,
                Engine.moduleCommand(FOLDER.resolve("flink"), "io.millrace.benchmarks.flink.FlinkNexmark", flags),
                Set.of(),
                byQuery);
    }

    private Engine jet() throws IOException {
        List<String> flags =
                List.of(
                        "-Xmx" + heap,
                        COLLECTOR,
                        "--add-modules=java.se",
                        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-opens=java.management/sun.management=ALL-UNNAMED",
                        "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");
        return new Engine(
                "jet",
                Engine.moduleCommand(FOLDER.resolve("jet"), "io.millrace.benchmarks.jet.JetNexmark", flags),
                Set.of("q0", "q5"),
                Map.of());
    }
}
