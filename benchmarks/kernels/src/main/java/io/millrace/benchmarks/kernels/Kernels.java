package io.millrace.benchmarks.kernels;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of this module and says of each how far it is from the hardware: what one thread could do if
 * there were nothing but the bytes that a row takes from memory and the places that it touches at random, at the speeds
 * that the machine showed in the same run.
 *
 * <p>Arguments: a pattern of names (all), seconds of each iteration (1), a file for JMH's JSON (none).
 */
public final class Kernels {
    private static final int ITERATIONS = 3;
    private static final String HARDWARE = HardwareBenchmark.class.getSimpleName();

    /** What a row cannot do without. */
    private record Need(double bytes, double places) {}

    private static final Map<String, Need> NEEDS =
            Map.ofEntries(
                    Map.entry("hashNumber", new Need(16, 0)),
                    Map.entry("hashText", new Need(24, 0)),
                    Map.entry("lookUp", new Need(12, 1)),
                    Map.entry("aggregate", new Need(20, 2)),
                    Map.entry("add", new Need(16, 0)),
                    Map.entry("timesDecimal", new Need(24, 0)),
                    Map.entry("filter", new Need(12, 0)),
                    Map.entry("lower", new Need(32, 0)),
                    Map.entry("like", new Need(16, 0)),
                    Map.entry("parseCsv", new Need(53, 0)),
                    Map.entry("parseJson", new Need(85, 0)),
                    Map.entry("deal", new Need(64, 0)),
                    Map.entry("writeAndRead", new Need(128, 0)));

    private Kernels() {}

    public static void main(String[] args) throws RunnerException {
        String pattern = args.length > 0 ? args[0] : "Benchmark";
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        OptionsBuilder options = new OptionsBuilder();
        options.include("io.millrace.benchmarks.kernels.*" + pattern)
                .include(HARDWARE)
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(ITERATIONS)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(seconds))
                .jvmArgsAppend(
                        "-Xmx3g",
                        "-XX:+UseParallelGC",
                        "-XX:+UseCompactObjectHeaders",
                        "--add-modules=jdk.incubator.vector");
        if (args.length > 2) {
            options.result(args[2]).resultFormat(ResultFormatType.JSON);
        }
        print(new Runner(options.build()).run());
    }

    private static void print(Collection<RunResult> results) {
        Map<String, Double> speeds = new HashMap<>();
        for (RunResult result : results) {
            speeds.put(name(result), speed(result));
        }
        double bytes = speeds.getOrDefault("scan", 0.0) * Long.BYTES;
        double places = speeds.getOrDefault("random", 0.0);
        System.out.printf(
                Locale.ROOT,
                "%nOne thread: %.1f GB/s in order, %.0f M places/s at random (%.1f ns each)%n%n",
                bytes / 1e3,
                places,
                1e3 / places);
        System.out.printf("%-34s %10s %14s %10s%n", "kernel", "M rows/s", "hardware", "distance");
        for (RunResult result : results) {
            Need need = NEEDS.get(name(result));
            if (need == null) {
                continue;
            }
            boolean small = keys(result).equals("10000");
            // Ten thousand rows of a table stay in the cache: there is no place to wait for.
            double bound = 1 / (need.bytes() / bytes + (small ? 0 : need.places() / places));
            System.out.printf(
                    Locale.ROOT,
                    "%-34s %10.1f %14.1f %9.1f ×%n",
                    name(result) + (keys(result).isEmpty() ? "" : ", " + keys(result) + " keys"),
                    speed(result),
                    bound,
                    bound / speed(result));
        }
    }

    private static String name(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String keys(RunResult result) {
        String keys = result.getParams().getParam("keys");
        return keys == null ? "" : keys;
    }

    /** Million operations a second. */
    private static double speed(RunResult result) {
        return result.getPrimaryResult().getScore();
    }
}
