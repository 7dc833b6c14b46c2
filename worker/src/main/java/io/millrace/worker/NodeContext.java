package io.millrace.worker;

import io.millrace.data.BufferPool;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.doors.Executor;
import io.millrace.dataflow.state.StateStore;
import io.millrace.dataflow.state.StateTables;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an operator in a chain sees of the runtime. Belongs to the task's thread. */
final class NodeContext implements OperatorContext, Metrics {
    private final Place place;
    private final StateStore store;
    private final TaskServices.Tools tools;
    private final MetricsBoard board;
    private final Map<String, RowCounter> counters = new TreeMap<>();
    private @Nullable Node node;
    private long wakeAt = Long.MAX_VALUE;

    /** Which instance of which job this is. */
    record Place(Names names, int index, int parallelism, SessionSettings session, Start start) {}

    /** What it is called. */
    record Names(JobRun run, String vertex) {}

    /** Whether state was restored, and the watermark that came with it. */
    record Start(boolean restored, long watermark) {}

    NodeContext(Place place, StateStore store, TaskServices.Tools tools, MetricsBoard board) {
        this.place = place;
        this.store = store;
        this.tools = tools;
        this.board = board;
    }

    void attach(Node attached) {
        node = attached;
    }

    /** The next processing time asked for, in milliseconds. */
    long wakeAt() {
        return wakeAt;
    }

    void woken() {
        wakeAt = Long.MAX_VALUE;
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        counters.forEach((name, counter) -> counts.put(name, counter.value()));
        return counts;
    }

    @Override
    public JobRun run() {
        return place.names().run();
    }

    @Override
    public String vertex() {
        return place.names().vertex();
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
        return store;
    }

    @Override
    public boolean isRestored() {
        return place.start().restored();
    }

    @Override
    public long watermark() {
        if (node == null || node.inputs().isEmpty()) {
            return place.start().watermark();
        }
        return Math.max(node.watermark(), node.reached());
    }

    @Override
    public boolean hasEnded(int input) {
        return node != null && node.hasEnded(input);
    }

    @Override
    public void wakeAt(long timeMillis) {
        wakeAt = Math.min(wakeAt, timeMillis);
    }

    @Override
    public Clock clock() {
        return tools.clock();
    }

    @Override
    public BufferPool buffers() {
        return tools.buffers();
    }

    @Override
    public Metrics metrics() {
        return this;
    }

    @Override
    public SessionSettings session() {
        return place.session();
    }

    @Override
    public Executor executor() {
        return tools.executor();
    }

    @Override
    public Counter counter(String name) {
        return counters.computeIfAbsent(name, n -> new RowCounter());
    }

    @Override
    public void notice(String code, String message) {
        board.notice(code, message);
    }

    private static final class RowCounter implements Counter {
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
