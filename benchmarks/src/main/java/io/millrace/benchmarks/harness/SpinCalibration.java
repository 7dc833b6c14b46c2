package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.run.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The machine's own pauses. {@link #pauses}: threads that do nothing but look at the clock, and how long they did not
 * get round to it. {@link #memoryPauses}: threads that have a little work in memory each millisecond, as an engine has
 * at a fixed rate, and how late they are done with it. On a machine that is shared memory may answer at a fraction of
 * its speed for a while; who looks at the clock alone does not see that.
 *
 * <p>An event that is due within a pause waits for its end, so a pause counts once for every microsecond in it.
 */
public final class SpinCalibration {
    private static final long STEP_NANOS = 1_000;
    private static final long TICK_NANOS = 1_000_000;
    private static final long NANOS = 1_000_000_000;

    /** So much of each millisecond the work in memory takes when the machine is at its best. */
    private static final double SHARE = 0.3;

    /** Memory of a thread: more than a second-level cache, less than what a sliding window of many panes holds. */
    private static final int WORDS = 1 << 22;

    /** So many places are touched between two looks at the clock. */
    private static final int PIECE = 512;

    private static final long TRIED_NANOS = NANOS;
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private SpinCalibration() {}

    /** Spins on so many threads for so many seconds. */
    public static LatencyHistogram pauses(int threads, int seconds) {
        return together(threads, histogram -> spin(histogram, seconds));
    }

    /** Works in memory on so many threads for so many seconds. */
    public static LatencyHistogram memoryPauses(int threads, int seconds) {
        return together(threads, histogram -> new Memory().work(histogram, seconds));
    }

    private static LatencyHistogram together(int threads, Consumer<LatencyHistogram> each) {
        List<LatencyHistogram> histograms = new ArrayList<>();
        List<Thread> spinning = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            LatencyHistogram histogram = new LatencyHistogram();
            histograms.add(histogram);
            Thread thread = new Thread(() -> each.accept(histogram), "spin-" + i);
            spinning.add(thread);
            thread.start();
        }
        LatencyHistogram all = new LatencyHistogram();
        try {
            for (int i = 0; i < threads; i++) {
                spinning.get(i).join();
                all.add(histograms.get(i));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all;
    }

    private static void spin(LatencyHistogram histogram, int seconds) {
        long before = System.nanoTime();
        long end = before + seconds * NANOS;
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

    /** The memory of one thread and where it is touched next. */
    private static final class Memory {
        private final long[] words = new long[WORDS];
        private long next = 1;

        void work(LatencyHistogram histogram, int seconds) {
            int pieces = Math.max(1, (int) (SHARE * TICK_NANOS / bestNanosOfPiece()));
            long start = System.nanoTime();
            for (long tick = 0; tick < seconds * NANOS / TICK_NANOS; tick++) {
                long due = start + tick * TICK_NANOS;
                while (System.nanoTime() < due) {
                    Thread.onSpinWait();
                }
                for (int piece = 0; piece < pieces; piece++) {
                    touch();
                }
                long late = System.nanoTime() - due - (long) (SHARE * TICK_NANOS);
                histogram.add(Math.max(0, late), 1);
            }
        }

        private long bestNanosOfPiece() {
            long best = Long.MAX_VALUE;
            long before = System.nanoTime();
            long end = before + TRIED_NANOS;
            while (before < end) {
                touch();
                long now = System.nanoTime();
                best = Math.min(best, now - before);
                before = now;
            }
            return Math.max(1, best);
        }

        private void touch() {
            long at = next;
            for (int i = 0; i < PIECE; i++) {
                at += STRIDE;
                words[(int) ((at ^ at >>> 29) * STRIDE >>> 42)]++;
            }
            next = at;
        }
    }
}
