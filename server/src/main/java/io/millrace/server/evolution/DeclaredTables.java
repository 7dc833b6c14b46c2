package io.millrace.server.evolution;

import io.millrace.data.BufferPool;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.dataflow.state.StateBackend;
import io.millrace.dataflow.state.StateStore;
import io.millrace.dataflow.state.StateTables;
import io.millrace.state.HeapStateBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tables an operator declares when it opens, found out by opening one that will never run. */
final class DeclaredTables implements StateTables {
    private static final StateBackend.Instance INSTANCE = new StateBackend.Instance("rehearsed", 0, 1, 1, 0);

    private static final Schema WEIGHT = Schema.of(Field.required("weight", DataType.Plain.INT));

    private static final Schema NUMBER = Schema.of(Field.required("$row", DataType.Plain.BIGINT));

    private final StateStore store;
    private final Map<String, List<DataType>> tables = new LinkedHashMap<>();

    private DeclaredTables(StateStore store) {
        this.store = store;
    }

    /** The types of the columns of each table, a weight included. */
    static Map<String, List<DataType>> of(OperatorSpec spec, SessionSettings session, FileStorage unused) {
        HeapStateBackend backend = new HeapStateBackend(unused, work -> {});
        try (StateStore store = backend.open(INSTANCE, List.of())) {
            DeclaredTables declared = new DeclaredTables(store);
            Operator operator = spec.create();
            try {
                operator.open(new Rehearsal(declared, session));
            } finally {
                operator.close();
            }
            return declared.tables;
        }
    }

    @Override
    public MapTable map(String name, Schema keys, Schema values) {
        note(name, keys, values);
        return store.map(name, keys, values);
    }

    @Override
    public PaneTable panes(String name, Schema keys, Schema values) {
        note(name, keys, values);
        return store.panes(name, keys, values);
    }

    @Override
    public MapTable ownMap(String name, Schema keys, Schema values) {
        note(name, keys, values);
        return store.ownMap(name, keys, values);
    }

    @Override
    public MultimapTable multimap(String name, Schema keys, Schema rows, Schema counters) {
        note(name, keys, rows, counters, WEIGHT);
        return store.multimap(name, keys, rows, counters);
    }

    @Override
    public MultimapTable bag(String name, Schema keys, Schema rows, Schema counters) {
        note(name, keys, NUMBER, rows, counters, WEIGHT);
        return store.bag(name, keys, rows, counters);
    }

    @Override
    public MultimapTable wholeBag(String name, Schema keys, Schema rows, Schema counters) {
        note(name, keys, NUMBER, rows, counters, WEIGHT);
        return store.wholeBag(name, keys, rows, counters);
    }

    @Override
    public OrderedTable ordered(String name, Schema keys, Schema rows, RowOrder order) {
        note(name, keys, rows, WEIGHT);
        return store.ordered(name, keys, rows, order);
    }

    private void note(String name, Schema... parts) {
        List<DataType> types = new ArrayList<>();
        for (Schema part : parts) {
            part.fields().forEach(field -> types.add(field.type()));
        }
        tables.put(name, types);
    }

    /** What the operator sees of a runtime that there is not. */
    private record Rehearsal(StateTables state, SessionSettings session) implements OperatorContext, Metrics, Clock {
        @Override
        public JobRun run() {
            return JobRun.passing(INSTANCE.vertex());
        }

        @Override
        public String vertex() {
            return INSTANCE.vertex();
        }

        @Override
        public int index() {
            return 0;
        }

        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public boolean isRestored() {
            return false;
        }

        @Override
        public long watermark() {
            return NO_WATERMARK;
        }

        @Override
        public boolean hasEnded(int input) {
            return false;
        }

        @Override
        public void wakeAt(long timeMillis) {}

        @Override
        public Clock clock() {
            return this;
        }

        @Override
        public BufferPool buffers() {
            return BufferPool.HEAP;
        }

        @Override
        public Metrics metrics() {
            return this;
        }

        @Override
        public Counter counter(String name) {
            return new Uncounted();
        }

        @Override
        public void notice(String code, String message) {}

        @Override
        public long millis() {
            return 0;
        }

        @Override
        public long nanos() {
            return 0;
        }
    }

    private record Uncounted() implements Metrics.Counter {
        @Override
        public void add(long amount) {}

        @Override
        public long value() {
            return 0;
        }
    }
}
