package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Engines;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;

/** {@code millrace bench}: the measurements, by the name of the first word. */
public final class Bench {
    private static final int WRONG_COMMAND_LINE = 2;
    private static final String USAGE =
            """
            usage: millrace bench nexmark     the Nexmark queries, events from memory
                   millrace bench startup     process start to the first row of a trivial script
                   millrace bench latency     sliding windows at a fixed rate
                   millrace bench scaling     a grouped aggregate over parallelism and number of keys
                   millrace bench kernels     the parts, and their distance to the hardware
            each with --peers flink,jet to measure these beside Millrace; benchmarks/README.md lists the options
            """;

    private Bench() {}

    public static void main(String[] args) throws IOException {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream progress) throws IOException {
        String mode = args.length == 0 ? "help" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        try {
            return switch (mode) {
                case "nexmark" -> BenchNexmark.run(rest, out, progress);
                case "startup" -> BenchStartUp.run(rest, out);
                case "latency" -> BenchLatency.run(rest, out, progress);
                case "scaling" -> BenchScaling.run(rest, out, progress);
                case "kernels" -> new Engines("3g").kernels(rest);
                case "help", "--help" -> {
                    out.print(USAGE);
                    yield 0;
                }
                default -> {
                    progress.print("millrace bench: there is no '" + mode + "'\n" + USAGE);
                    yield WRONG_COMMAND_LINE;
                }
            };
        } catch (IllegalArgumentException e) {
            progress.println("millrace bench: " + e.getMessage());
            return WRONG_COMMAND_LINE;
        }
    }
}
