package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Arguments;
import io.millrace.benchmarks.harness.EngineProcess;
import io.millrace.benchmarks.harness.Engines;
import io.millrace.benchmarks.harness.Machine;
import io.millrace.benchmarks.harness.SpinCalibration;
import io.millrace.benchmarks.page.Curves;
import io.millrace.benchmarks.page.SmallPage;
import io.millrace.benchmarks.run.LatencyHistogram;
import io.millrace.benchmarks.run.LatencyReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How late the counts of a sliding window of a second come, every ten milliseconds for each key: from the end of the
 * window, when the event is due that completes it, to the sink. Events come by the clock whatever the engine does.
 * Beside it stands what the machine does to threads that only look at the clock, and to such that work a little in
 * memory.
 */
final class BenchLatency {
    private static final String USAGE =
            "Options: --peers jet --rates 100000,1000000 --keys 10000 --seconds S --warmup S --parallelism N --heap 4g --out DIR";
    private static final int SPARE_SECONDS = 60;
    private static final int SPIN_SECONDS = 5;
    private static final int MEMORY_SECONDS = 20;

    private BenchLatency() {}

    static int run(String[] args, PrintStream out, PrintStream progress) throws IOException {
        Arguments given = Arguments.parse(args, Set.of(), USAGE);
        List<String> engines = given.engines();
        List<Long> rates = given.numbers("rates", "100000,1000000");
        long keys = given.longNumber("keys", 10_000);
        int seconds = given.number("seconds", 30);
        int warmup = given.number("warmup", 20);
        int parallelism = given.number("parallelism", 2);
        Engines known = new Engines(given.take("heap", "4g"));
        Path folder = Path.of(given.take("out", "build/bench/latency"));
        given.end();
        Path logs = Files.createDirectories(folder.resolve("logs"));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("engine", "events/s", "p50 ms", "p99", "p99.9", "p99.99", "greatest", "rows"));
        List<LatencyReport> reports = new ArrayList<>();
        List<Curves.Curve> curves = new ArrayList<>();
        boolean failed = false;
        LatencyHistogram pauses = SpinCalibration.pauses(parallelism, SPIN_SECONDS);
        LatencyHistogram memoryPauses = SpinCalibration.memoryPauses(parallelism, MEMORY_SECONDS);
        rows.add(pauses("pauses", pauses));
        rows.add(pauses("of memory", memoryPauses));
        curves.add(curve("the machine's own pauses", pauses.points()));
        curves.add(curve("those of memory", memoryPauses.points()));
        for (long rate : rates) {
            for (String engine : engines) {
                List<String> command = new ArrayList<>(known.latencyCommand(engine));
                command.addAll(
                        List.of(
                                "--rate", Long.toString(rate),
                                "--keys", Long.toString(keys),
                                "--seconds", Integer.toString(seconds),
                                "--warmup", Integer.toString(warmup),
                                "--parallelism", Integer.toString(parallelism)));
                EngineProcess.Left left =
                        EngineProcess.run(
                                command,
                                engine + "-" + rate,
                                Duration.ofSeconds(seconds + warmup + SPARE_SECONDS),
                                logs);
                String name = engine + " at " + rate;
                if (left.failure().isEmpty()) {
                    LatencyReport report = LatencyReport.fromJson(left.report());
                    reports.add(report);
                    rows.add(cells(engine, report));
                    curves.add(curve(name, report.points()));
                    progress.println(name + " events/s: done");
                } else {
                    failed = true;
                    rows.add(List.of(engine, Long.toString(rate), left.failure()));
                    progress.println(name + " events/s failed: " + left.failure());
                }
                page(seconds, warmup, keys, rows, curves).write(folder, reports);
            }
        }
        out.print(page(seconds, warmup, keys, rows, curves).table());
        out.println("Raw figures and plots: " + folder.resolve("index.html").toAbsolutePath());
        return failed ? 1 : 0;
    }

    private static SmallPage page(
            int seconds, int warmup, long keys, List<List<String>> rows, List<Curves.Curve> curves) {
        String text =
                String.format(
                        Locale.ROOT,
                        "Counts over the last second, every 10 ms for each of %,d keys; %d s after %d s; from the moment at which"
                                + " the event is due that ends the window to the sink. %s, commit %s. The plot goes from the"
                                + " median at the left to rarer and rarer delays at the right, both axes logarithmic.",
                        keys,
                        seconds,
                        warmup,
                        Machine.describe(),
                        Machine.commit());
        String plot =
                Curves.of(
                        curves,
                        above -> String.format(Locale.ROOT, "%.5g %%", 100 - 100 / above),
                        millis -> String.format(Locale.ROOT, "%.3g ms", millis));
        return new SmallPage("Latency of a sliding window", text, List.copyOf(rows), List.of(plot));
    }

    /** By how rare a delay is: 2 at the median, 100 at the 99th percentile. */
    private static Curves.Curve curve(String name, List<double[]> points) {
        return new Curves.Curve(name, points.stream().map(each -> new double[] {1 / (1 - each[0]), each[1]}).toList());
    }

    private static List<String> pauses(String name, LatencyHistogram pauses) {
        return List.of(
                name,
                "",
                number(pauses.millisAt(0.5)),
                number(pauses.millisAt(0.99)),
                number(pauses.millisAt(0.999)),
                number(pauses.millisAt(0.9999)),
                number(pauses.greatestMillis()),
                "");
    }

    private static List<String> cells(String engine, LatencyReport report) {
        return List.of(
                engine,
                String.format(Locale.ROOT, "%,.0f", report.rate()),
                number(report.p50()),
                number(report.p99()),
                number(report.p999()),
                number(report.p9999()),
                number(report.greatest()),
                String.format(Locale.ROOT, "%,d", report.rows()));
    }

    private static String number(double millis) {
        return String.format(Locale.ROOT, "%.2f", millis);
    }
}
