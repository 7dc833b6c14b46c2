package io.millrace.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** The collector for throughput, and large pages: all of them gain by both. */
    private static final List<String> MEMORY = List.of("-XX:+UseParallelGC", "-XX:+UseTransparentHugePages");

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
        return new Engine("millrace", millraceCommand("MillraceNexmark"), Set.of(), Map.of());
    }

    private List<String> millraceCommand(String main) throws IOException {
        List<String> flags =
                flags(
                        "--add-modules=jdk.incubator.vector",
                        "-XX:+UseCompactObjectHeaders",
                        // What survives a collection is state: it is copied once.
                        "-XX:MaxTenuringThreshold=0",
                        "--enable-native-access=ALL-UNNAMED");
        return Engine.moduleCommand(FOLDER.resolve("millrace"), "io.millrace.benchmarks.own." + main, flags);
    }

    /** The command that measures delays; its last line is a {@link io.millrace.benchmarks.run.LatencyReport}. */
    public List<String> latencyCommand(String name) throws IOException {
        return switch (name) {
            case "millrace" -> millraceCommand("MillraceLatency");
            case "jet" -> jetCommand("JetLatency");
            default -> throw new IllegalArgumentException("Delays are measured of millrace and jet, not of " + name);
        };
    }

    /** The command that prints the first row of a trivial script. */
    public List<String> startCommand(String name) throws IOException {
        return switch (name) {
            case "millrace" -> List.of(launcher(), "run", "-e", "SELECT 1");
            case "flink" -> flinkCommand("FlinkStart");
            default -> throw new IllegalArgumentException("Starts are measured of millrace and flink, not of " + name);
        };
    }

    /** Runs the benchmarks of the engine's parts; the status. */
    public int kernels(String[] args) throws IOException {
        List<String> command =
                new ArrayList<>(
                        Engine.moduleCommand(
                                FOLDER.resolve("kernels"), "io.millrace.benchmarks.kernels.Kernels", List.of()));
        command.addAll(List.of(args));
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    static String launcher() {
        return System.getProperty("millrace.launcher", "./millrace");
    }

    private List<String> flinkCommand(String main) throws IOException {
        List<String> flags =
                flags(
                        "-XX:MaxDirectMemorySize=2g",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED");
        return Engine.moduleCommand(FOLDER.resolve("flink"), "io.millrace.benchmarks.flink." + main, flags);
    }

    private Engine flink(String name, Map<String, String> extras) throws IOException {
        Map<String, Map<String, String>> byQuery = new TreeMap<>();
        byQuery.put("", extras);
        for (String query : WITH_MINI_BATCH) {
            Map<String, String> both = new TreeMap<>(extras);
            both.putAll(MINI_BATCH);
            byQuery.put(query, both);
        }
        return new Engine(name, flinkCommand("FlinkNexmark"), Set.of(), byQuery);
    }

    private Engine jet() throws IOException {
        return new Engine("jet", jetCommand("JetNexmark"), Set.of("q0", "q5"), Map.of());
    }

    private List<String> jetCommand(String main) throws IOException {
        List<String> flags =
                flags(
                        "--add-modules=java.se",
                        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-opens=java.management/sun.management=ALL-UNNAMED",
                        "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");
        return Engine.moduleCommand(FOLDER.resolve("jet"), "io.millrace.benchmarks.jet." + main, flags);
    }

    private List<String> flags(String... further) {
        List<String> flags = new ArrayList<>();
        flags.add("-Xmx" + heap);
        flags.addAll(MEMORY);
        flags.addAll(List.of(further));
        return flags;
    }
}
