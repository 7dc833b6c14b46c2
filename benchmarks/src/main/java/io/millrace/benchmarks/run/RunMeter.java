package io.millrace.benchmarks.run;

import io.millrace.benchmarks.events.EventLog;
import io.millrace.benchmarks.events.Stripe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts one job of an engine. Sources say how far they are and ask whether they are to stop, sinks leave their totals
 * here; a thread of the meter's own looks at the sources now and then.
 *
 * <p>A job without sources of ours, which reads files, is counted from the meter's beginning, and all that it was to
 * read when it ends.
 *
 * <p>There is one meter at a time in a process, since engines make their sources and sinks from serialized forms.
 */
public final class RunMeter implements AutoCloseable {
    private static final long SAMPLE_MILLIS = 5;
    private static final double PROGRESS_SECONDS = 0.25;

    private static volatile @Nullable RunMeter current;

    private final EventLog log;
    private final Load load;
    private final List<Scan> scans = new CopyOnWriteArrayList<>();
    private final List<SinkTotals> sinks = new CopyOnWriteArrayList<>();
    private final Thread sampler = new Thread(this::sample, "meter");
    private final List<double[]> progress = new ArrayList<>();

    private volatile boolean stopped;
    private ProcessCounters from = ProcessCounters.now();
    private long eventsFrom;
    private ProcessCounters to = from;
    private long eventsTo;

    /** Makes the process's meter and starts it. */
    public RunMeter(EventLog log, Load load) {
        this.log = log;
        this.load = load;
        current = this;
        sampler.setDaemon(true);
        sampler.start();
    }

    /** The meter of the job that runs in this process. */
    public static RunMeter current() {
        return Objects.requireNonNull(current, "No meter was made in this process");
    }

    /** The events to read. */
    public EventLog log() {
        return log;
    }

    /** The split that a source task reads, by the load that was asked for. */
    public Stripe stripe(int index, int count) {
        return switch (load) {
            case Load.Events events -> new Stripe(index, count, events.count());
            case Load.Seconds seconds -> new Stripe(index, count, Stripe.ENDLESS);
        };
    }

    /** Where one task of one source says how far it is. */
    public static final class Scan {
        private final String table;
        private final AtomicLong position = new AtomicLong();

        private Scan(String table) {
            this.table = table;
        }

        /** So many events were passed, those of other kinds included. */
        public void passed(long events) {
            position.setOpaque(events);
        }
    }

    /** Called once by each task of a source. */
    public Scan scan(String table) {
        Scan scan = new Scan(table);
        scans.add(scan);
        return scan;
    }

    /** Whether sources are to end now. */
    public boolean stopped() {
        return stopped;
    }

    /** Called once by each task of a sink. */
    public SinkTotals sink() {
        SinkTotals totals = new SinkTotals();
        sinks.add(totals);
        return totals;
    }

    /** Called when the job is over. */
    @Override
    public void close() throws IOException {
        ProcessCounters end = ProcessCounters.now();
        if (load instanceof Load.Events(long count, int warmup)) {
            to = end;
            eventsTo = scans.isEmpty() ? count : events();
        }
        stopped = true;
        sampler.interrupt();
        try {
            sampler.join();
        } catch (InterruptedException e) {
            throw new IOException("Interrupted while the meter ended", e);
        }
    }

    /** What was counted. After {@link #close()}. */
    public RunReport.Measured measured() {
        return new RunReport.Measured(
                eventsTo - eventsFrom,
                (to.nanos() - from.nanos()) * 1e-9,
                (to.cpuNanos() - from.cpuNanos()) * 1e-9,
                (to.gcMillis() - from.gcMillis()) * 1e-3,
                to.allocatedBytes() - from.allocatedBytes(),
                ProcessCounters.peakResidentBytes(),
                progress);
    }

    /** What the sinks saw. After {@link #close()}. */
    public RunReport.Result result() {
        SinkTotals sum = SinkTotals.sum(sinks);
        return new RunReport.Result(sum.inserts(), sum.deletes(), Long.toHexString(sum.checksum()));
    }

    /** How far the slowest table is. */
    private long events() {
        Map<String, Long> byTable = new HashMap<>();
        for (Scan scan : scans) {
            byTable.merge(scan.table, scan.position.getOpaque(), Long::sum);
        }
        return byTable.values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    private void sample() {
        try {
            while (scans.stream().noneMatch(scan -> scan.position.getOpaque() > 0)) {
                Thread.sleep(SAMPLE_MILLIS);
            }
            ProcessCounters first = ProcessCounters.now();
            from = first;
            eventsFrom = load instanceof Load.Events ? 0 : events();
            boolean warm = !(load instanceof Load.Seconds);
            double sampled = -1;
            while (!stopped) {
                double seconds = (System.nanoTime() - first.nanos()) * 1e-9;
                if (seconds >= sampled + PROGRESS_SECONDS) {
                    progress.add(new double[] {Math.round(seconds * 1000) / 1000.0, events()});
                    sampled = seconds;
                }
                if (load instanceof Load.Seconds(int count, int warmup)) {
                    if (!warm && seconds >= warmup) {
                        warm = true;
                        from = ProcessCounters.now();
                        eventsFrom = events();
                    } else if (warm && seconds >= warmup + count) {
                        to = ProcessCounters.now();
                        eventsTo = events();
                        stopped = true;
                    }
                }
                Thread.sleep(SAMPLE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
