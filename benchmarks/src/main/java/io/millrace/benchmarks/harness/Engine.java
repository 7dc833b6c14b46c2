package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Something that can be measured: a command that takes the arguments of a {@link RunRequest} and whose last line of
 * output is the JSON of a {@link io.millrace.benchmarks.run.RunReport}.
 *
 * @param name as tables show it
 * @param command the command before the arguments
 * @param queries the queries that it has; empty means all
 * @param extras arguments of its own for one query, by the query's name; those under {@code ""} are for the others
 */
public record Engine(String name, List<String> command, Set<String> queries, Map<String, Map<String, String>> extras) {

    /** Whether it can run a query. */
    public boolean has(NexmarkQuery query) {
        return queries.isEmpty() || queries.contains(query.label());
    }

    /** The whole command line for a request. */
    public List<String> commandLine(RunRequest request) {
        Map<String, String> all =
                new TreeMap<>(extras.getOrDefault(request.query(), extras.getOrDefault("", Map.of())));
        all.putAll(request.extras());
        List<String> line = new ArrayList<>(command);
        line.addAll(
                new RunRequest(request.query(), request.log(), request.load(), request.parallelism(), all).arguments());
        return line;
    }

    /**
     * The command that starts a main class of a module that was built: its class path is in {@code target/classpath}.
     *
     * @throws IOException if it was not built
     */
    static List<String> moduleCommand(Path module, String mainClass, List<String> flags) throws IOException {
        Path target = module.resolve("target");
        Path classPath = target.resolve("classpath");
        if (!Files.exists(classPath)) {
            throw new IOException(module + " is not built: ./millrace bench builds it.");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(target.resolve("classes") + ":" + Files.readString(classPath).strip());
        command.add(mainClass);
        return command;
    }
}
