package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.run.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine's own pauses: threads that do nothing but look at the clock, and how long they did not get round to it.
 * An event that is due within a pause waits for its end, so a pause counts once for every microsecond in it.
 */
public final class SpinCalibration {
    private static final long STEP_NANOS = 1_000;

    private SpinCalibration() {}

    /** Spins on so many threads for so many seconds. */
    public static LatencyHistogram pauses(int threads, int seconds) {
        List<LatencyHistogram> each = new ArrayList<>();
        List<Thread> spinning = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            LatencyHistogram histogram = new LatencyHistogram();
            each.add(histogram);
            Thread thread = new Thread(() -> spin(histogram, seconds), "spin-" + i);
            spinning.add(thread);
            thread.start();
        }
        LatencyHistogram all = new LatencyHistogram();
        try {
            for (int i = 0; i < threads; i++) {
                spinning.get(i).join();
                all.add(each.get(i));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all;
    }

    private static void spin(LatencyHistogram histogram, int seconds) {
        long before = System.nanoTime();
        long end = before + seconds * 1_000_000_000L;
        while (before < end) {
            long now = System.nanoTime();
            while (now - before < STEP_NANOS) {
                now = System.nanoTime();
            }
            for (long wait = now - before; wait > 0; wait -= STEP_NANOS) {
                histogram.add(wait, 1);
            }
            before = now;
        }
    }
}
