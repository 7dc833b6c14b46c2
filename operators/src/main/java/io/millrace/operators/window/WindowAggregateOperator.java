package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.GroupTables;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.aggregate.Groups;
import io.millrace.operators.aggregate.Partials;
import io.millrace.operators.aggregate.Phase;
import io.millrace.operators.window.PaneAssigner.Sharing;
import io.millrace.operators.window.Windowing.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds rows to the groups of their pane, and emits windows when the watermark, or for processing time the clock, has
 * passed their end. Where windows are panes, the groups are emitted as they are; where windows share panes, {@link
 * SlidingWindows} makes them of their panes.
 */
final class WindowAggregateOperator implements Operator {
    private static final long MICROS_PER_MILLI = 1_000;

    private final WindowAggregate spec;
    private final boolean isProcessingTime;
    private final boolean isMerging;
    private final WallTime wall;
    private Panes panes;
    private PaneAssigner assigner;
    private Groups groups;
    private WindowEmitter emitter;
    private Optional<SlidingWindows> sliding = Optional.empty();
    private OperatorContext context;
    private Metrics.Counter lateRows;
    private long reportedLateRows;
    private int turns;

    WindowAggregateOperator(WindowAggregate spec) {
        this.spec = spec;
        this.isProcessingTime = time(spec.windowing()) instanceof Time.ProcessingTime;
        this.wall = new WallTime(spec.windowing().zone());
        this.isMerging = spec.phase() == Phase.GLOBAL || Partials.areSplittable(spec.input(), spec.grouping());
    }

    static Time time(Windowing windowing) {
        return switch (windowing) {
            case Windowing.Tumble tumble -> tumble.time();
            case Windowing.Hop hop -> hop.time();
            case Windowing.Cumulate cumulate -> cumulate.time();
            case Windowing.Attached attached -> new Time.EventTime(attached.end(), attached.zone());
        };
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        BufferPool buffers = context.buffers();
        Schema input = spec.input().schema();
        panes = Panes.of(spec.windowing());
        boolean shares = !panes.isTumbling() && isMerging;
        turns = panes.isTumbling() || shares ? 1 : Math.toIntExact(windowsOfPane());
        assigner =
                new PaneAssigner(
                        panes,
                        new RowTimes(input, time(spec.windowing()), context.clock(), buffers),
                        shares ? Sharing.PANES : Sharing.NOTHING,
                        buffers);
        List<Integer> keys = spec.grouping().keys();
        GroupTables tables = new GroupTables(context.state(), paneKeys(input, keys), GroupTables.Kind.PANES);
        int[] keyColumns = new int[keys.size() + 1];
        keyColumns[0] = input.size();
        for (int i = 0; i < keys.size(); i++) {
            keyColumns[i + 1] = keys.get(i);
        }
        groups =
                new Groups(
                        "panes",
                        new Groups.Input(spec.input(), spec.grouping(), spec.phase()),
                        keyColumns,
                        tables,
                        List.of());
        emitter = new WindowEmitter(spec.output(), keys.size(), wall, buffers);
        if (shares) {
            sliding = Optional.of(new SlidingWindows(panes, parts(tables, keyColumns), emitter, wall, context));
        }
        lateRows = context.metrics().counter("late-rows");
        if (isProcessingTime) {
            wake();
        }
    }

    private SlidingWindows.Parts parts(GroupTables tables, int[] keyColumns) {
        Groups running =
                new Groups(
                        "windows",
                        new Groups.Input(spec.input(), spec.grouping(), spec.phase()),
                        keyColumns,
                        tables,
                        List.of(SlidingWindows.EMITTED));
        List<Field> fields = new ArrayList<>(SlidingWindows.partialSchema(groups).fields());
        fields.add(Field.required("$pane", Plain.BIGINT));
        int[] partialKeys = new int[keyColumns.length];
        partialKeys[0] = fields.size() - 1;
        for (int key = 1; key < partialKeys.length; key++) {
            partialKeys[key] = key - 1;
        }
        Grouping partials =
                spec.phase() == Phase.GLOBAL ? spec.grouping() : Partials.grouping(spec.input(), spec.grouping());
        return new SlidingWindows.Parts(
                groups,
                running,
                running.merging(Flow.append(new Schema(fields)), partials, partialKeys),
                Partials.areReversible(spec.grouping()));
    }

    private static Schema paneKeys(Schema input, List<Integer> keys) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required("$pane", Plain.BIGINT));
        keys.forEach(key -> fields.add(input.field(key)));
        return new Schema(fields);
    }

    private long windowsOfPane() {
        return switch (spec.windowing()) {
            case Windowing.Hop hop -> (hop.sizeMicros() + hop.slideMicros() - 1) / hop.slideMicros();
            case Windowing.Cumulate cumulate -> cumulate.sizeMicros() / cumulate.stepMicros();
            case Windowing.Tumble tumble -> 1;
            case Windowing.Attached attached -> 1;
        };
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        long ended = isProcessingTime ? OperatorContext.NO_WATERMARK : wall.complete(context.watermark());
        long shift = spec.phase() == Phase.GLOBAL ? -1 : 0;
        for (int turn = 0; turn < turns; turn++) {
            Optional<Batch> assigned = assigner.assign(batch, from, turn, shift, ended);
            if (assigned.isPresent()) {
                Batch rows = assigned.get();
                groups.locate(rows, 0, rows.size());
                groups.add(rows);
                sliding.ifPresent(windows -> windows.addLate(rows, assigner.earliest()));
                rows.release();
            }
        }
        if (assigner.lateRows() > reportedLateRows) {
            reportLate();
        }
        if (isProcessingTime) {
            wake();
        }
        return batch.size();
    }

    private void reportLate() {
        lateRows.add(assigner.lateRows() - reportedLateRows);
        reportedLateRows = assigner.lateRows();
        context.metrics()
                .notice(
                        "late-rows",
                        "rows came after the end of all their windows and were dropped: let the WATERMARK of the table wait longer");
    }

    /** Asks to be called when the next window ends by the clock. */
    private void wake() {
        long next = sliding.isPresent() ? sliding.get().nextEnd() : emitter.table(groups).firstPane();
        if (next != Long.MAX_VALUE) {
            context.wakeAt(Math.ceilDiv(wall.end(next), MICROS_PER_MILLI));
        }
    }

    @Override
    public Progress onWatermark(int input, long time, Output output) {
        return isProcessingTime ? Progress.DONE : emit(wall.complete(time), output);
    }

    @Override
    public Progress onTimer(long time, Output output) {
        if (!isProcessingTime) {
            return Progress.DONE;
        }
        Progress progress = emit(wall.complete(time * MICROS_PER_MILLI), output);
        if (progress == Progress.DONE) {
            wake();
        }
        return progress;
    }

    @Override
    public Progress endInput(int input, Output output) {
        return emit(OperatorContext.END_OF_TIME, output);
    }

    private Progress emit(long until, Output output) {
        if (sliding.isPresent()) {
            return sliding.get().emit(until, output);
        }
        return emitter.emit(groups, panes, until, output);
    }

    @Override
    public void close() {
        if (emitter != null) {
            emitter.close();
        }
        sliding.ifPresent(SlidingWindows::close);
    }
}
