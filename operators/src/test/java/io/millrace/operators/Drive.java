package io.millrace.operators;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.Columns;
import io.millrace.data.KeyGroups;
import io.millrace.data.Lease;
import io.millrace.data.RowHash;
import io.millrace.data.Schema;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.StateBackend;
import io.millrace.dataflow.state.StateStore;
import io.millrace.dataflow.state.StateTables;
import io.millrace.state.HeapStateBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Drives one operator as a hostile runtime would: no room now and then, idle flushes, and snapshots and restores
 * between any two calls. Collects the output, consolidated.
 */
public final class Drive implements Output {
    private static final int KEY_GROUPS = 8;

    private final OperatorSpec spec;
    private final Random random;
    private final StateBackend backend;
    private final int index;
    private final int parallelism;
    private final Map<List<Object>, Integer> consolidated = new HashMap<>();
    public final List<List<Object>> emitted = new ArrayList<>();
    public final Map<String, Long> counters = new HashMap<>();
    public long nowMillis = 1_000_000;
    private final boolean calm;
    private StateStore store;
    private Operator operator;
    private List<Manifest> manifests = List.of();
    private long checkpoint;
    private long batchesLeft = Long.MAX_VALUE;
    private long watermark = OperatorContext.NO_WATERMARK;
    private final long[] watermarks = {Long.MIN_VALUE, Long.MIN_VALUE};
    private final boolean[] ended = new boolean[2];
    private boolean room = true;
    public long emittedRows;
    public boolean collects = true;

    public Drive(OperatorSpec spec, Random random) {
        this(spec, random, false);
    }

    private Drive(OperatorSpec spec, Random random, boolean calm) {
        this(spec, random, calm, new HeapStateBackend(new MemoryStorage(), Runnable::run), 0, 1);
        open();
    }

    private Drive(OperatorSpec spec, Random random, boolean calm, StateBackend backend, int index, int parallelism) {
        this.spec = spec;
        this.random = random;
        this.calm = calm;
        this.backend = backend;
        this.index = index;
        this.parallelism = parallelism;
    }

    /** Two instances of an operator, each for half of the key groups. */
    public static List<Drive> two(OperatorSpec spec) {
        StateBackend backend = new HeapStateBackend(new MemoryStorage(), Runnable::run);
        List<Drive> both = new ArrayList<>();
        for (int index = 0; index < 2; index++) {
            Drive drive = new Drive(spec, new Random(1), true, backend, index, 2);
            drive.open();
            both.add(drive);
        }
        return both;
    }

    /** One instance that goes on from snapshots of all, with what they emitted. */
    public static Drive joined(List<Drive> parts) {
        Drive first = parts.getFirst();
        Drive whole = new Drive(first.spec, new Random(1), true, first.backend, 0, 1);
        whole.watermark = Long.MAX_VALUE;
        List<Manifest> manifests = new ArrayList<>();
        for (Drive part : parts) {
            manifests.addAll(part.snapshot());
            whole.watermark = Math.min(whole.watermark, part.watermark);
            whole.emitted.addAll(part.emitted);
            part.consolidated.forEach((row, weight) -> whole.consolidated.merge(row, weight, Integer::sum));
        }
        whole.checkpoint = first.checkpoint;
        whole.manifests = manifests;
        whole.open();
        return whole;
    }

    /** Whether rows of a single key belong to this instance. */
    public boolean owns(long key) {
        return KeyGroups.task(KeyGroups.of(RowHash.hash(key), KEY_GROUPS), KEY_GROUPS, parallelism) == index;
    }

    /** Says how late it is while there is room for so many batches only; whether all was emitted. */
    public boolean watermarkInPart(int input, long time, int batches) {
        batchesLeft = batches;
        Progress progress = operator.onWatermark(input, time, this);
        batchesLeft = Long.MAX_VALUE;
        if (progress == Progress.DONE) {
            watermarks[input] = time;
            watermark = time;
        }
        return progress == Progress.DONE;
    }

    /** Without interruptions, for measurements. */
    public static Drive calm(OperatorSpec spec) {
        return new Drive(spec, new Random(1), true);
    }

    /** Rows as a batch: sometimes with rows between that are not selected, weighted where a weight is not 1. */
    public Batch batch(Schema schema, List<List<Object>> rows, int[] weights) {
        BatchBuilder builder = new BatchBuilder(schema, BufferPool.HEAP);
        boolean selects = !calm && random.nextBoolean();
        int[] positions = new int[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            if (selects && random.nextBoolean() && builder.room() > rows.size() - i) {
                append(builder, schema, rows.get(random.nextInt(rows.size())), 1);
            }
            positions[i] = builder.size();
            append(builder, schema, rows.get(i), weights[i]);
        }
        Batch whole = builder.build();
        return selects ? whole.select(positions, positions.length, Lease.UNPOOLED) : whole;
    }

    private static void append(BatchBuilder builder, Schema schema, List<Object> row, int weight) {
        for (int column = 0; column < schema.size(); column++) {
            if (row.get(column) == null) {
                builder.column(column).appendNull();
            } else {
                builder.column(column).appendValue(schema.type(column), row.get(column));
            }
        }
        builder.endRow(weight);
    }

    public boolean selects(int input) {
        return operator.select().contains(input);
    }

    public void feed(int input, Batch batch) {
        int from = 0;
        int stuck = 0;
        while (from < batch.size()) {
            disturb();
            int next = operator.process(input, batch, from, this);
            stuck = next == from ? stuck + 1 : 0;
            if (next < from || next > batch.size() || stuck > 10_000) {
                throw new AssertionError("row " + from + " led to row " + next);
            }
            from = next;
        }
    }

    public void watermark(int input, long time) {
        watermarks[input] = time;
        repeat(() -> operator.onWatermark(input, time, this));
        watermark = spec.inputCount() == 1 ? watermarks[0] : Math.min(watermarks[0], watermarks[1]);
    }

    public void end(int input) {
        watermark(input, OperatorContext.END_OF_TIME);
        repeat(() -> operator.endInput(input, this));
        ended[input] = true;
        boolean last = spec.inputCount() == 1 || (ended[0] && ended[1]);
        if (last) {
            repeat(() -> operator.flush(FlushReason.IDLE, this));
            if (!calm) {
                restore();
                repeat(() -> operator.endInput(input, this));
            }
        }
    }

    public void flush() {
        repeat(() -> operator.flush(FlushReason.IDLE, this));
    }

    private void repeat(Supplier<Progress> call) {
        for (int i = 0; i < 1_000_000; i++) {
            disturb();
            if (call.get() == Progress.DONE) {
                return;
            }
        }
        throw new AssertionError("never done");
    }

    private void disturb() {
        room = calm || random.nextInt(3) > 0;
        if (calm) {
            return;
        }
        if (random.nextInt(16) == 0) {
            operator.flush(FlushReason.IDLE, this);
        }
        if (random.nextInt(12) == 0) {
            restore();
        }
    }

    /** Takes a snapshot and goes on from it with another instance. */
    public void restore() {
        manifests = snapshot();
        open();
    }

    private List<Manifest> snapshot() {
        room = true;
        while (operator.flush(FlushReason.BARRIER, this) == Progress.MORE) {
            room = true;
        }
        operator.onBarrier(++checkpoint);
        StateStore.PendingSnapshot snapshot = store.freeze(checkpoint);
        while (snapshot.advance(100) == Progress.MORE) {}
        if (!snapshot.isDurable()) {
            throw new AssertionError("not durable");
        }
        Manifest manifest = snapshot.manifest();
        operator.close();
        store.close();
        return List.of(manifest);
    }

    /** Says that a barrier is complete. */
    public void commit(long barrier) {
        operator.committed(barrier);
    }

    private void open() {
        store = backend.open(new StateBackend.Instance("vertex", index, parallelism, KEY_GROUPS, 0), manifests);
        operator = spec.create();
        operator.open(new Context(!manifests.isEmpty()));
    }

    @Override
    public void emit(int port, Batch batch) {
        if (batch.size() > Batch.MAX_ROWS || batch.size() == 0) {
            throw new AssertionError("a batch of " + batch.size() + " rows");
        }
        batchesLeft--;
        emittedRows += batch.size();
        if (collects) {
            Schema schema = spec.outputs().get(port);
            for (int row = 0; row < batch.size(); row++) {
                List<Object> values = values(schema, batch, batch.position(row));
                int weight = batch.weightAt(batch.position(row));
                if (weight == 0) {
                    throw new AssertionError("weight 0");
                }
                emitted.add(values);
                consolidated.merge(values, weight, Integer::sum);
            }
        }
        batch.release();
    }

    public static List<Object> values(Schema schema, Batch batch, int position) {
        Object[] values = new Object[schema.size()];
        for (int column = 0; column < values.length; column++) {
            values[column] = Columns.value(batch.column(column), schema.type(column), position);
        }
        return Arrays.asList(values);
    }

    /** What was emitted, with weights; rows of weight 0 left out. */
    public Map<List<Object>, Integer> result() {
        Map<List<Object>, Integer> result = new HashMap<>(consolidated);
        result.values().removeIf(weight -> weight == 0);
        return result;
    }

    @Override
    public boolean room() {
        boolean now = room && batchesLeft > 0;
        if (!calm && random.nextInt(4) == 0) {
            room = false;
        }
        return now;
    }

    public Operator operator() {
        return operator;
    }

    public OperatorSpec spec() {
        return spec;
    }

    public StateStore store() {
        return store;
    }

    private final class Context implements OperatorContext {
        private final boolean restored;
        private final boolean[] restoredEnds = ended.clone();

        private Context(boolean restored) {
            this.restored = restored;
        }

        @Override
        public JobRun run() {
            return JobRun.passing("job");
        }

        @Override
        public String vertex() {
            return "vertex";
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public int parallelism() {
            return parallelism;
        }

        @Override
        public StateTables state() {
            return store;
        }

        @Override
        public boolean isRestored() {
            return restored;
        }

        @Override
        public long watermark() {
            return watermark;
        }

        @Override
        public boolean hasEnded(int input) {
            return restoredEnds[input];
        }

        @Override
        public void wakeAt(long timeMillis) {}

        @Override
        public Clock clock() {
            return new Clock() {
                @Override
                public long millis() {
                    return nowMillis;
                }

                @Override
                public long nanos() {
                    return nowMillis * 1_000_000;
                }
            };
        }

        @Override
        public BufferPool buffers() {
            return BufferPool.HEAP;
        }

        @Override
        public Metrics metrics() {
            return new Metrics() {
                @Override
                public Counter counter(String name) {
                    return new Counter() {
                        @Override
                        public void add(long amount) {
                            counters.merge(name, amount, Long::sum);
                        }

                        @Override
                        public long value() {
                            return counters.getOrDefault(name, 0L);
                        }
                    };
                }

                @Override
                public void notice(String code, String message) {}
            };
        }

        @Override
        public SessionSettings session() {
            return SessionSettings.UTC;
        }
    }
}
