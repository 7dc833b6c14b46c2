package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Arguments;
import io.millrace.benchmarks.harness.Engines;
import io.millrace.benchmarks.harness.Machine;
import io.millrace.benchmarks.page.SmallPage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** From the start of a process to the first row of {@code SELECT 1} on its output; the engines take turns. */
final class BenchStartUp {
    private static final String USAGE = "Options: --peers flink --runs N --heap 2g --out DIR";

    /** What Millrace prints before the first row is the line with the columns' names. */
    private static final Map<String, Integer> LINES_BEFORE = Map.of("millrace", 1);

    private BenchStartUp() {}

    static int run(String[] args, PrintStream out) throws IOException {
        Arguments given = Arguments.parse(args, Set.of(), USAGE);
        int runs = Math.max(1, given.number("runs", 10));
        List<String> engines = given.engines();
        Engines known = new Engines(given.take("heap", "2g"));
        Path folder = Path.of(given.take("out", "build/bench/startup"));
        given.end();
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int turn = 0; turn <= runs; turn++) {
            for (String engine : engines) {
                double took = start(known.startCommand(engine), LINES_BEFORE.getOrDefault(engine, 0));
                // The first one builds, and fills the system's cache of files.
                if (turn > 0) {
                    seconds.computeIfAbsent(engine, each -> new ArrayList<>()).add(took);
                }
            }
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("engine", "median s", "least s", "most s", "of first"));
        double first = median(seconds.getOrDefault(engines.getFirst(), List.of()));
        seconds.forEach((engine, all) -> {
            List<Double> sorted = all.stream().sorted().toList();
            rows.add(
                    List.of(
                            engine,
                            number(median(all)),
                            number(sorted.getFirst()),
                            number(sorted.getLast()),
                            number(median(all) / first) + " ×"));
        });
        SmallPage page =
                new SmallPage(
                        "Start of the process to the first row of SELECT 1",
                        runs + " starts each, in turns, on " + Machine.describe() + ", commit " + Machine.commit(),
                        rows,
                        List.of());
        page.write(folder, seconds);
        out.print(page.table());
        return 0;
    }

    private static double start(List<String> command, int linesBefore) throws IOException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i <= linesBefore; i++) {
                if (lines.readLine() == null) {
                    throw new IOException("no row came from " + String.join(" ", command));
                }
            }
            double seconds = (System.nanoTime() - begin) * 1e-9;
            while (lines.readLine() != null) {}
            process.waitFor();
            return seconds;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
