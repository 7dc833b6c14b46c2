package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Arguments;
import io.millrace.benchmarks.harness.Engine;
import io.millrace.benchmarks.harness.EngineProcess;
import io.millrace.benchmarks.harness.Engines;
import io.millrace.benchmarks.harness.EventLogs;
import io.millrace.benchmarks.harness.Machine;
import io.millrace.benchmarks.page.Curves;
import io.millrace.benchmarks.page.SmallPage;
import io.millrace.benchmarks.run.Load;
import io.millrace.benchmarks.run.RunReport;
import io.millrace.benchmarks.run.RunRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A grouped aggregate over the bids, by a key that is made of their columns, so that there are as many keys as wanted:
 * how fast it is over the number of keys and over the parallelism.
 */
final class BenchScaling {
    private static final int WARMUP_SECONDS = 5;

    private static final String USAGE =
            "Options: --peers flink --keys 1000,10000,100000,1000000,10000000 --parallelism 1,2 --events N --bound S --heap 8g"
                    + " --out DIR";
    private static final String QUERY =
            """
            CREATE TABLE nexmark_q0 (
                k BIGINT, n BIGINT, total BIGINT, most BIGINT
            ) WITH ('connector' = 'blackhole');

            INSERT INTO nexmark_q0
            SELECT k, COUNT(*), SUM(price), MAX(price)
            FROM (SELECT MOD(price * 7919 + bidder * 31 + auction, %d) AS k, price FROM bid)
            GROUP BY k;
            """;

    private BenchScaling() {}

    static int run(String[] args, PrintStream out, PrintStream progress) throws IOException {
        Arguments given = Arguments.parse(args, Set.of(), USAGE);
        List<Engine> engines = new ArrayList<>();
        List<String> names = given.engines();
        Engines known = new Engines(given.take("heap", "8g"));
        for (String name : names) {
            engines.add(known.named(name).getFirst());
        }
        List<Long> keys = given.numbers("keys", "1000,10000,100000,1000000,10000000");
        List<Long> parallelisms = given.numbers("parallelism", "1," + Runtime.getRuntime().availableProcessors());
        long events = given.longNumber("events", 20_000_000);
        Duration bound = Duration.ofSeconds(given.number("bound", 120));
        Path folder = Path.of(given.take("out", "build/bench/scaling"));
        given.end();
        Files.createDirectories(folder.resolve("logs"));
        Path log = EventLogs.measured(folder, Math.min(events, 2_000_000));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("engine", "parallelism", "keys", "M events/s", "CPU s/M", "B/event", "peak GB", "checksum"));
        Map<String, List<double[]>> curves = new LinkedHashMap<>();
        List<RunReport> reports = new ArrayList<>();
        boolean failed = false;
        for (long count : keys) {
            String query = "keys-" + count;
            Files.writeString(folder.resolve(query + ".sql"), String.format(Locale.ROOT, QUERY, count));
            for (long parallelism : parallelisms) {
                String checksum = "";
                for (Engine engine : engines) {
                    RunRequest request =
                            new RunRequest(
                                    query,
                                    log,
                                    new Load.Events(events, WARMUP_SECONDS),
                                    (int) parallelism,
                                    Map.of("queries", folder.toAbsolutePath().toString(), "mini-batch", "true"));
                    EngineProcess.Left left =
                            EngineProcess.run(
                                    engine.commandLine(request),
                                    engine.name() + "-" + query + "-" + parallelism,
                                    bound,
                                    folder.resolve("logs"));
                    if (!left.failure().isEmpty()) {
                        failed = true;
                        rows.add(List.of(engine.name(), Long.toString(parallelism), left.failure()));
                        continue;
                    }
                    RunReport report = RunReport.fromJson(left.report());
                    checksum = checksum.isEmpty() ? report.result().checksum() : checksum;
                    if (!report.result().checksum().equals(checksum)) {
                        failed = true;
                        rows.add(
                                List.of(engine.name(), Long.toString(parallelism), "other rows than the first engine"));
                        continue;
                    }
                    reports.add(report);
                    rows.add(cells(engine.name(), parallelism, count, report));
                    curves.computeIfAbsent(engine.name() + ", parallelism " + parallelism, each -> new ArrayList<>())
                            .add(new double[] {count, report.measured().eventsPerSecond() / 1e6});
                    progress.println(String.join("  ", rows.getLast()));
                }
                page(events, rows, curves).write(folder, reports);
            }
        }
        out.print(page(events, rows, curves).table());
        out.println("Raw figures and plots: " + folder.resolve("index.html").toAbsolutePath());
        return failed ? 1 : 0;
    }

    private static SmallPage page(long events, List<List<String>> rows, Map<String, List<double[]>> curves) {
        String text =
                String.format(
                        Locale.ROOT,
                        "COUNT, SUM and MAX by key over %,d events from memory into a folding sink; the rows of all engines have"
                                + " one checksum. %s, commit %s. Both axes are logarithmic.",
                        events,
                        Machine.describe(),
                        Machine.commit());
        String plot =
                Curves.of(
                        curves.entrySet().stream()
                                .map(each -> new Curves.Curve(each.getKey(), each.getValue()))
                                .toList(),
                        keys -> String.format(Locale.ROOT, "%,.0f keys", keys),
                        speed -> String.format(Locale.ROOT, "%.2f M/s", speed));
        return new SmallPage("A grouped aggregate over keys and parallelism", text, List.copyOf(rows), List.of(plot));
    }

    private static List<String> cells(String engine, long parallelism, long keys, RunReport report) {
        RunReport.Measured measured = report.measured();
        return List.of(
                engine,
                Long.toString(parallelism),
                String.format(Locale.ROOT, "%,d", keys),
                String.format(Locale.ROOT, "%.2f", measured.eventsPerSecond() / 1e6),
                String.format(Locale.ROOT, "%.3f", measured.cpuSeconds() / measured.events() * 1e6),
                String.format(Locale.ROOT, "%.1f", (double) measured.allocatedBytes() / measured.events()),
                String.format(Locale.ROOT, "%.2f", measured.peakResidentBytes() / 1e9),
                report.result().checksum());
    }
}
