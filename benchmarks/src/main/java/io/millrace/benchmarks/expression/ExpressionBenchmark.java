package io.millrace.benchmarks.expression;

import com.sun.management.ThreadMXBean;
import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.RecyclingPool;
import io.millrace.dataflow.SessionSettings;
import io.millrace.operators.expression.Projector;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rows per second of processor time, and bytes per row, of expressions evaluated in four ways: by the engine's
 * generated loops, by the same loop written by hand (the bound), by one kernel an operation over whole columns, and by
 * a loop that Janino compiled. One thread; run with {@code java -XX:+UseSerialGC -Xmx1g}. With an argument only cases
 * whose name contains it are run.
 */
public final class ExpressionBenchmark {
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 300_000_000L;
    private static final long WARM_UP_NANOS = 1_500_000_000L;

    private ExpressionBenchmark() {}

    /** One way to evaluate one case: evaluates a batch, and says something that depends on it. */
    interface Way {
        long run();
    }

    public static void main(String[] arguments) {
        String wanted = arguments.length == 0 ? "" : arguments[0];
        System.out.println(
                "JDK "
                        + Runtime.version()
                        + ", batches of "
                        + Batch.MAX_ROWS
                        + " rows; M rows per CPU second, median (best), bytes/row");
        firstUse();
        for (Cases.Case one : Cases.all()) {
            if (!one.name().contains(wanted)) {
                continue;
            }
            RecyclingPool pool = new RecyclingPool(64 << 20);
            Projector projector =
                    Projector.compile(one.projections(), one.condition(), Cases.TYPES, SessionSettings.UTC);
            report(one.name(), "generated", () -> project(projector, one.input(), pool));
            report(one.name(), "by hand", one.byHand());
            one.kernels().ifPresent(way -> report(one.name(), "kernels", way));
            one.janino().ifPresent(way -> report(one.name(), "Janino", way));
        }
    }

    private static long project(Projector projector, Batch in, BufferPool pool) {
        Optional<Batch> result = projector.project(in, 0, pool);
        if (result.isEmpty()) {
            return 0;
        }
        Batch batch = result.get();
        long size = batch.size();
        batch.release();
        return size;
    }

    /** What the first expression of a process costs, and the next ones. */
    private static void firstUse() {
        for (int i = 0; i < 3; i++) {
            long begin = cpuNanos();
            Projector projector = Projector.compile(Cases.fresh(i), Optional.empty(), Cases.TYPES, SessionSettings.UTC);
            project(projector, Cases.input(), BufferPool.HEAP);
            System.out.printf(
                    "expression %d: compiled and evaluated once in %.2f ms of processor time%n",
                    i + 1, (cpuNanos() - begin) / 1e6);
        }
        for (int i = 0; i < 3; i++) {
            long begin = cpuNanos();
            JaninoLoops.compileFresh(i);
            System.out.printf(
                    "Janino class %d: compiled in %.2f ms of processor time%n", i + 1, (cpuNanos() - begin) / 1e6);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void report(String name, String way, Way body) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sink = spin(body, WARM_UP_NANOS)[1];
        double[] rates = new double[ROUNDS];
        long batches = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            long begin = threads.getCurrentThreadCpuTime();
            long[] result = spin(body, ROUND_NANOS);
            rates[i] = result[0] * (double) Cases.ROWS / (threads.getCurrentThreadCpuTime() - begin) * 1000;
            batches += result[0];
            sink += result[1];
        }
        double allocated = (threads.getCurrentThreadAllocatedBytes() - before) / ((double) batches * Cases.ROWS);
        Arrays.sort(rates);
        System.out.printf(
                "%-34s %-10s %8.0f (%5.0f)  %.3f%s%n",
                name, way, rates[ROUNDS / 2], rates[ROUNDS - 1], allocated, sink == 42 ? "!" : "");
    }

    /** Runs for so long; how many batches, and the sum of what they said. */
    private static long[] spin(Way body, long nanos) {
        long begin = System.nanoTime();
        long batches = 0;
        long sum = 0;
        do {
            for (int i = 0; i < 64; i++) {
                sum += body.run();
            }
            batches += 64;
        } while (System.nanoTime() - begin < nanos);
        return new long[] {batches, sum};
    }
}
