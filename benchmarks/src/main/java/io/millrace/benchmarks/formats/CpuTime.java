package io.millrace.benchmarks.formats;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Measures a thread's own time on a core, on which a busy machine has little effect. */
final class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    /** The seconds of the fastest of some rounds. */
    static double best(int rounds, Runnable work) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            work.run();
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
        }
        return best / 1e9;
    }
}
