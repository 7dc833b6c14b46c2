package io.millrace.benchmarks.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Events that come by the clock whatever the engine does: event <i>i</i> is due at <i>i</i> / rate after the start, and
 * that is its time. What comes out late is late from then on, not from when a source got round to it.
 *
 * <p>There is one schedule at a time in a process, since engines make their sources and sinks from serialized forms.
 * Any thread.
 */
public final class Schedule {
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final double NANOS = 1e9;

    private static volatile Schedule current = new Schedule(1, 1, new Load.Seconds(1, 0));

    private final double rate;
    private final long keys;
    private final Load.Seconds load;
    private final long startNanos = System.nanoTime();
    private final long startMillis = System.currentTimeMillis();
    private final List<Delays> delays = new CopyOnWriteArrayList<>();

    private Schedule(double rate, long keys, Load.Seconds load) {
        this.rate = rate;
        this.keys = keys;
        this.load = load;
    }

    /**
     * Starts now.
     *
     * @param rate events a second
     * @param load how long delays are noted, after how long that they are not
     */
    public static Schedule start(double rate, long keys, Load.Seconds load) {
        current = new Schedule(rate, keys, load);
        return current;
    }

    /** The one that runs in this process. */
    public static Schedule current() {
        return current;
    }

    /** How many events of one of {@code count} splits are due by now. */
    public long due(int count) {
        return (long) ((System.nanoTime() - startNanos) / NANOS * rate / count);
    }

    /** Whether no more events come. */
    public boolean isOver() {
        return System.nanoTime() - startNanos > (load.warmup() + load.count()) * NANOS;
    }

    /** Milliseconds since 1970 at which the event of a split is due. */
    public long timeMillis(long event, int index, int count) {
        return startMillis + (long) ((event * count + index) / rate * 1000);
    }

    public long key(long event, int index, int count) {
        long mixed = (event * count + index) * MIX;
        return (mixed >>> 33) % keys;
    }

    /** What one task of a sink noted. One thread. */
    public static final class Delays {
        private final LatencyHistogram histogram = new LatencyHistogram();
        private final Schedule schedule;

        private Delays(Schedule schedule) {
            this.schedule = schedule;
        }

        /** Rows that were due at this time have come out now. */
        public void out(long dueMillis, long rows) {
            long passed = System.nanoTime() - schedule.startNanos;
            if (passed > schedule.load.warmup() * NANOS
                    && passed < (schedule.load.warmup() + schedule.load.count()) * NANOS) {
                histogram.add(passed - (dueMillis - schedule.startMillis) * 1_000_000, rows);
            }
        }
    }

    /** Called once by each task of a sink. */
    public Delays sink() {
        Delays made = new Delays(this);
        delays.add(made);
        return made;
    }

    /** What came of it. When the job is over. */
    public LatencyReport report(String engine, Map<String, String> notes) {
        LatencyHistogram all = new LatencyHistogram();
        delays.forEach(each -> all.add(each.histogram));
        return LatencyReport.of(engine, rate, all, notes);
    }
}
