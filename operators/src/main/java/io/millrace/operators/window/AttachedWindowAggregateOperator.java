package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongBuilder;
import io.millrace.data.Schema;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.aggregate.GroupTables;
import io.millrace.operators.aggregate.Groups;
import java.util.ArrayList;
import java.util.List;

/**
 * Aggregates rows that carry the bounds of their window: a group for each window and key, emitted when the window has
 * ended.
 */
final class AttachedWindowAggregateOperator implements Operator {
    private static final long NANOS_PER_MICRO = 1_000;

    /** The end of the window comes before the keys, its start after them. */
    private static final int FIRST_KEY = 1;

    private final WindowAggregate spec;
    private final Windowing.Attached window;
    private final int keyCount;
    private final WallTime wall;
    private OperatorContext context;
    private RowTimes ends;
    private Groups groups;
    private ColumnBuilder[] out;
    private Metrics.Counter lateRows;
    private final int[] slots = new int[Batch.MAX_ROWS];

    AttachedWindowAggregateOperator(WindowAggregate spec, Windowing.Attached window) {
        this.spec = spec;
        this.window = window;
        this.keyCount = spec.grouping().keys().size();
        this.wall = new WallTime(window.zone());
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        Schema input = spec.input().schema();
        Windowing.Time end = new Windowing.Time.EventTime(window.end(), window.zone());
        ends = new RowTimes(input, end, context.clock(), context.buffers());
        groups = groups(spec, window, context);
        out = Columnar.builders(spec.output(), context.buffers());
        lateRows = context.metrics().counter("late-rows");
    }

    /** A table of groups by the end and the start of their window, and their keys. */
    static Groups groups(WindowAggregate spec, Windowing.Attached window, OperatorContext context) {
        Schema input = spec.input().schema();
        List<Integer> keys = spec.grouping().keys();
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required("$end", Plain.BIGINT));
        int[] keyColumns = new int[keys.size() + 2];
        keyColumns[0] = window.end();
        for (int i = 0; i < keys.size(); i++) {
            fields.add(input.field(keys.get(i)));
            keyColumns[i + FIRST_KEY] = keys.get(i);
        }
        fields.add(Field.required("$start", Plain.BIGINT));
        keyColumns[keyColumns.length - 1] = window.start();
        return new Groups(
                "windows",
                new Groups.Input(spec.input(), spec.grouping(), spec.phase()),
                keyColumns,
                new GroupTables(context.state(), new Schema(fields), GroupTables.Kind.PANES),
                List.of());
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        long watermark = wall.complete(context.watermark());
        long[] micros = ends.read(batch, from);
        int count = batch.size() - from;
        int late = 0;
        for (int i = 0; i < count; i++) {
            late += micros[i] <= watermark ? 1 : 0;
        }
        if (late == 0) {
            groups.locate(batch, from, batch.size());
            groups.add(batch);
        } else {
            lateRows.add(late);
            addTimely(batch, from, micros, watermark);
        }
        return batch.size();
    }

    private void addTimely(Batch batch, int from, long[] micros, long watermark) {
        BufferPool buffers = context.buffers();
        int[] kept = buffers.ints(batch.size());
        int count = 0;
        for (int row = from; row < batch.size(); row++) {
            if (micros[row - from] > watermark) {
                kept[count++] = batch.position(row);
            }
        }
        Batch timely = batch.select(kept, count, new Lease(buffers, kept));
        if (count > 0) {
            groups.locate(timely, 0, count);
            groups.add(timely);
        }
        timely.release();
    }

    @Override
    public Progress onWatermark(int input, long time, Output output) {
        PaneTable table = (PaneTable) groups.table();
        long complete = wall.complete(time);
        for (long end = table.firstPane(); end <= complete && end != Long.MAX_VALUE; end = table.firstPane()) {
            for (int count = table.listPane(end, 0, slots); count > 0; count = table.listPane(end, 0, slots)) {
                if (!output.room()) {
                    return Progress.MORE;
                }
                emit(table, end, groups.fitting(slots, 0, count), output);
            }
            groups.expire(end);
        }
        return Progress.DONE;
    }

    @Override
    public Progress endInput(int input, Output output) {
        return onWatermark(input, OperatorContext.END_OF_TIME, output);
    }

    private void emit(PaneTable table, long end, int count, Output output) {
        for (int key = 0; key < keyCount; key++) {
            table.key(key + FIRST_KEY).gather(slots, 0, count, out[key]);
        }
        groups.results(slots, 0, count, out, keyCount);
        int bounds = spec.output().size() - 3;
        table.key(keyCount + FIRST_KEY).gather(slots, 0, count, out[bounds]);
        DataType type = spec.output().type(bounds + 2);
        long time = wall.windowTime(end, type);
        long value =
                type instanceof DataType.Instant instant && instant.nanos()
                        ? Math.multiplyExact(time, NANOS_PER_MICRO)
                        : time;
        for (int i = 0; i < count; i++) {
            ((LongBuilder) out[bounds + 1]).append(end);
            ((LongBuilder) out[bounds + 2]).append(value);
            table.remove(slots[i]);
        }
        output.emit(Batch.of(count, Columnar.build(out)));
    }

    @Override
    public void close() {
        if (out != null) {
            Columnar.close(out);
        }
    }
}
