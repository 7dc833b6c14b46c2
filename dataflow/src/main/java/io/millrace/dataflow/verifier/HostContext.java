package io.millrace.dataflow.verifier;

import io.millrace.data.BufferPool;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.state.StateTables;
import java.util.HashMap;
import java.util.Map;

/** What a verified operator sees of its runtime. */
final class HostContext implements OperatorContext, Metrics, Clock {
    private final Place place;
    private final StateTables state;
    private final BufferPool buffers;
    private final Map<String, Counter> counters = new HashMap<>();
    private OperatorHost.Heard heard;
    private long millis = 1_000_000;
    private long wakeAt = Long.MAX_VALUE;

    /** Which instance this is. */
    record Place(int index, int parallelism, Start start) {}

    /** Whether there is restored state. */
    enum Start {
        NEW,
        RESTORED
    }

    HostContext(Place place, StateTables state, BufferPool buffers, OperatorHost.Heard heard) {
        this.place = place;
        this.state = state;
        this.buffers = buffers;
        this.heard = heard;
    }

    void heard(OperatorHost.Heard now) {
        heard = now;
    }

    long wakeAt() {
        return wakeAt;
    }

    long wake() {
        millis = Math.max(millis, wakeAt);
        wakeAt = Long.MAX_VALUE;
        return millis;
    }

    @Override
    public JobRun run() {
        return JobRun.passing("verified");
    }

    @Override
    public String vertex() {
        return "verified";
    }

    @Override
    public int index() {
        return place.index();
    }

    @Override
    public int parallelism() {
        return place.parallelism();
    }

    @Override
    public StateTables state() {
        return state;
    }

    @Override
    public boolean isRestored() {
        return place.start() == Start.RESTORED;
    }

    @Override
    public long watermark() {
        return heard.watermark();
    }

    @Override
    public boolean hasEnded(int input) {
        return heard.ended().contains(input);
    }

    @Override
    public void wakeAt(long timeMillis) {
        wakeAt = Math.min(wakeAt, timeMillis);
    }

    @Override
    public Clock clock() {
        return this;
    }

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public long nanos() {
        return millis * 1_000_000;
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    @Override
    public Metrics metrics() {
        return this;
    }

    @Override
    public SessionSettings session() {
        return SessionSettings.UTC;
    }

    @Override
    public Counter counter(String name) {
        return counters.computeIfAbsent(name, n -> new SimpleCounter());
    }

    @Override
    public void notice(String code, String message) {}

    private static final class SimpleCounter implements Counter {
        private long value;

        @Override
        public void add(long amount) {
            value += amount;
        }

        @Override
        public long value() {
            return value;
        }
    }
}
