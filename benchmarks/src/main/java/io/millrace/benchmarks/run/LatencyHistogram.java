package io.millrace.benchmarks.run;

import java.util.ArrayList;
import java.util.List;

/**
 * How often which delay was seen, to within a hundredth: 128 steps for every doubling, from a microsecond on. One
 * thread.
 */
public final class LatencyHistogram {
    private static final int STEP_BITS = 7;
    private static final int STEPS = 1 << STEP_BITS;
    private static final int DOUBLINGS = 40;
    private static final long NANOS_PER_UNIT = 1_000;

    private final long[] counts = new long[STEPS * (DOUBLINGS + 1)];
    private long total;
    private long greatest;

    /** Adds a delay that was seen so many times. */
    public void add(long nanos, long times) {
        long units = Math.max(0, nanos) / NANOS_PER_UNIT;
        counts[index(units)] += times;
        total += times;
        greatest = Math.max(greatest, nanos);
    }

    public void add(LatencyHistogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        greatest = Math.max(greatest, other.greatest);
    }

    public long total() {
        return total;
    }

    public double greatestMillis() {
        return greatest / 1e6;
    }

    /**
     * The delay that this share of all does not exceed, in milliseconds.
     *
     * @param share 0 to 1
     */
    public double millisAt(double share) {
        long wanted = Math.max(1, (long) Math.ceil(total * share));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(greatest / 1e6, highest(i) * NANOS_PER_UNIT / 1e6);
            }
        }
        return greatest / 1e6;
    }

    /** The distribution for a plot: share and milliseconds, a point for every halving of what is above. */
    public List<double[]> points() {
        List<double[]> points = new ArrayList<>();
        for (double above = 0.5; above * total >= 1 && above > 1e-6; above /= 2) {
            points.add(new double[] {1 - above, millisAt(1 - above)});
        }
        return points;
    }

    private static int index(long units) {
        if (units < STEPS) {
            return (int) units;
        }
        int doubling = Math.min(DOUBLINGS, 63 - Long.numberOfLeadingZeros(units) - STEP_BITS + 1);
        long step = units >> doubling - 1;
        return doubling * STEPS + (int) Math.min(STEPS - 1, step - STEPS);
    }

    /** The greatest number of units that falls on an index. */
    private static long highest(int index) {
        int doubling = index / STEPS;
        return doubling == 0 ? index : ((long) STEPS + index % STEPS + 1 << doubling - 1) - 1;
    }
}
