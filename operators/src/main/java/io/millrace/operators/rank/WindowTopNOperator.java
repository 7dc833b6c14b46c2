package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Columns;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongBuilder;
import io.millrace.data.Schema;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.Outbox;
import io.millrace.operators.window.WallTime;
import io.millrace.operators.window.Windowing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps the rows of every window and partition in order, no more of them than can be among the first, and beside them
 * which partitions each window has. When the watermark has passed a window, partition after partition is emitted and
 * forgotten.
 */
final class WindowTopNOperator implements Operator {
    private final WindowTopN spec;
    private final int[] rowKeys;
    private final int[] paneKeys;
    private final int[] others;
    private final long end;
    private final WallTime wall;
    private final boolean showsNumber;

    private OrderedTable table;
    private PaneTable windows;
    private Outbox outbox;
    private ColumnBuilder[] keys;
    private OperatorContext context;
    private Metrics.Counter lateRows;
    private final int[] handles = new int[Batch.MAX_ROWS];
    private final int[] slots = new int[Batch.MAX_ROWS];
    private final int[] chosen = new int[Batch.MAX_ROWS];

    WindowTopNOperator(WindowTopN spec) {
        this.spec = spec;
        Windowing.Attached window = spec.window();
        this.wall = new WallTime(window.zone());
        this.rowKeys =
                IntStream.concat(
                                spec.partition().stream().mapToInt(Integer::intValue),
                                IntStream.of(window.end(), window.start()))
                        .distinct()
                        .toArray();
        this.paneKeys = IntStream.concat(IntStream.of(window.end()), IntStream.of(rowKeys)).toArray();
        this.others = PartitionQueue.others(spec.input().schema().size(), rowKeys);
        Ranking ranking = spec.ranking();
        this.end = ranking.limit() == Ranking.NO_LIMIT ? Long.MAX_VALUE : ranking.offset() + ranking.limit();
        this.showsNumber = ranking.numbering() == Ranking.Numbering.SHOWN;
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        Schema input = spec.input().schema();
        List<Field> pane = new ArrayList<>();
        pane.add(Field.required("$end", Plain.BIGINT));
        pane.addAll(input.project(rowKeys).fields());
        windows = context.state().panes("windows", new Schema(pane), Schema.of());
        table =
                context.state()
                        .ordered(
                                "rows",
                                input.project(rowKeys),
                                input.project(others),
                                new SortedColumns(spec.ranking().order(), others).order());
        outbox = new Outbox(spec.output(), context.buffers());
        keys = Columnar.builders(input.project(rowKeys), context.buffers());
        lateRows = context.metrics().counter("late-rows");
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        int late = timely(batch, from);
        int count = batch.size() - from - late;
        if (late == 0) {
            add(batch, from, batch.size());
        } else {
            lateRows.add(late);
            if (count > 0) {
                Batch kept = batch.select(chosen.clone(), count, Lease.UNPOOLED);
                add(kept, 0, count);
                kept.release();
            }
        }
        return batch.size();
    }

    /** Lists the rows whose window has not ended, and returns how many others there are. */
    private int timely(Batch batch, int from) {
        Column column = Columns.flat(batch.column(spec.window().end()), context.buffers());
        long[] ends = ((LongColumn) column).values();
        long watermark = wall.complete(context.watermark());
        int count = 0;
        for (int row = from; row < batch.size(); row++) {
            int position = batch.position(row);
            if (ends[position] > watermark) {
                chosen[count++] = position;
            }
        }
        column.release();
        return batch.size() - from - count;
    }

    private void add(Batch batch, int from, int to) {
        windows.findOrAdd(batch, paneKeys, from, to, slots);
        table.add(batch, rowKeys, others, from, to, handles);
        if (spec.input().isAppend()) {
            for (int i = 0; i < to - from; i++) {
                while (table.count(handles[i]) > end) {
                    table.remove(table.last(handles[i]));
                }
            }
        }
    }

    @Override
    public Progress onWatermark(int input, long time, Output output) {
        if (outbox.drain(output) == Progress.MORE) {
            return Progress.MORE;
        }
        long complete = wall.complete(time);
        for (long pane = windows.firstPane(); pane <= complete && pane != Long.MAX_VALUE; pane = windows.firstPane()) {
            for (int count = windows.listPane(pane, 0, slots); count > 0; count = windows.listPane(pane, 0, slots)) {
                if (outbox.isFull() && outbox.drain(output) == Progress.MORE) {
                    return Progress.MORE;
                }
                emit(count);
            }
        }
        return outbox.drain(output);
    }

    @Override
    public Progress endInput(int input, Output output) {
        return onWatermark(input, OperatorContext.END_OF_TIME, output);
    }

    @Override
    public Progress flush(FlushReason reason, Output output) {
        return outbox.drain(output);
    }

    /** Moves partitions to the outbox until it is full. */
    private void emit(int count) {
        Columnar.reset(keys);
        for (int i = 0; i < rowKeys.length; i++) {
            windows.key(i + 1).gather(slots, 0, count, keys[i]);
        }
        Batch found = Batch.of(count, Columnar.view(keys));
        table.find(found, Columnar.sequence(rowKeys.length), 0, count, handles);
        for (int i = 0; i < count && !outbox.isFull(); i++) {
            if (handles[i] != OrderedTable.ABSENT) {
                emitPartition(handles[i]);
            }
            windows.remove(slots[i]);
        }
    }

    private void emitPartition(int handle) {
        long number = 0;
        int count = 0;
        long offset = spec.ranking().offset();
        for (int slot = table.first(handle); slot != OrderedTable.ABSENT; slot = table.first(handle)) {
            for (int times = table.weight(slot); times > 0 && number < end; times--, number++) {
                if (number >= offset) {
                    append(slot, number + 1);
                    count++;
                }
            }
            table.remove(slot);
        }
        outbox.weigh(count, 1);
    }

    private void append(int slot, long number) {
        chosen[0] = slot;
        for (int i = 0; i < rowKeys.length; i++) {
            table.key(i).gather(chosen, 0, 1, outbox.column(rowKeys[i]));
        }
        for (int i = 0; i < others.length; i++) {
            table.row(i).gather(chosen, 0, 1, outbox.column(others[i]));
        }
        if (showsNumber) {
            ((LongBuilder) outbox.column(outbox.columnCount() - 1)).append(number);
        }
    }

    @Override
    public void close() {
        if (outbox != null) {
            outbox.close();
            Columnar.close(keys);
        }
    }
}
