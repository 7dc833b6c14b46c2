package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.aggregate.GroupTables;
import io.millrace.operators.aggregate.Groups;
import io.millrace.operators.window.PaneAssigner.Sharing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds rows up by pane before they are sent to the owners of their groups, in a small table that every flush empties.
 * What belongs to a pane that a watermark ends must be there before the watermark, so it leaves first. Nothing is late
 * here: whoever owns the group decides.
 */
final class LocalWindowAggregateOperator implements Operator {
    /** How many groups are held at most. */
    private static final int BOUND = 4 * Batch.MAX_ROWS;

    /** How much is held of texts. */
    private static final long BYTES_BOUND = 8L * Batch.MAX_BYTES;

    private final WindowAggregate spec;
    private final int keyCount;
    private final WallTime wall;

    /** Whether the keys are followed by the start of the window. */
    private final boolean hasStart;

    private Optional<PaneAssigner> assigner = Optional.empty();
    private Groups groups;
    private ColumnBuilder[] out;
    private final PaneDrain drain = new PaneDrain();

    LocalWindowAggregateOperator(WindowAggregate spec) {
        this.spec = spec;
        this.keyCount = spec.grouping().keys().size();
        this.wall = new WallTime(spec.windowing().zone());
        this.hasStart = spec.windowing() instanceof Windowing.Attached;
    }

    @Override
    public void open(OperatorContext context) {
        Schema input = spec.input().schema();
        out = Columnar.builders(spec.output(), context.buffers());
        if (spec.windowing() instanceof Windowing.Attached attached) {
            groups = AttachedWindowAggregateOperator.groups(spec, attached, context);
            return;
        }
        RowTimes times =
                new RowTimes(input, WindowAggregateOperator.time(spec.windowing()), context.clock(), context.buffers());
        assigner = Optional.of(new PaneAssigner(Panes.of(spec.windowing()), times, Sharing.PANES, context.buffers()));
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required("$pane", Plain.BIGINT));
        int[] keyColumns = new int[keyCount + 1];
        keyColumns[0] = input.size();
        for (int i = 0; i < keyCount; i++) {
            keyColumns[i + 1] = spec.grouping().keys().get(i);
            fields.add(input.field(keyColumns[i + 1]));
        }
        groups =
                new Groups(
                        "panes",
                        new Groups.Input(spec.input(), spec.grouping(), spec.phase()),
                        keyColumns,
                        new GroupTables(context.state(), new Schema(fields), GroupTables.Kind.PANES),
                        List.of());
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        boolean full = groups.table().size() >= BOUND || groups.variableBytes() >= BYTES_BOUND;
        if (full && emit(OperatorContext.END_OF_TIME, output) == Progress.MORE) {
            return from;
        }
        if (assigner.isEmpty()) {
            groups.locate(batch, from, batch.size());
            groups.add(batch);
            return batch.size();
        }
        Optional<Batch> assigned = assigner.get().assign(batch, from, 0, 0, OperatorContext.NO_WATERMARK);
        if (assigned.isPresent()) {
            groups.locate(assigned.get(), 0, assigned.get().size());
            groups.add(assigned.get());
            assigned.get().release();
        }
        return batch.size();
    }

    @Override
    public Progress onWatermark(int input, long time, Output output) {
        return emit(wall.complete(time), output);
    }

    @Override
    public Progress endInput(int input, Output output) {
        return emit(OperatorContext.END_OF_TIME, output);
    }

    @Override
    public Progress flush(FlushReason reason, Output output) {
        return emit(OperatorContext.END_OF_TIME, output);
    }

    private Progress emit(long until, Output output) {
        PaneTable table = (PaneTable) groups.table();
        for (long pane = table.firstPane(); pane <= until && pane != Long.MAX_VALUE; pane = table.firstPane()) {
            PaneDrain.Taker taker = (slots, from, to) -> output.emit(rows(slots, from, to));
            if (drain.drain(groups, pane, output, taker) == Progress.MORE) {
                return Progress.MORE;
            }
        }
        return Progress.DONE;
    }

    /** Keys and partial results of some groups. */
    private Batch rows(int[] slots, int from, int to) {
        PaneTable table = (PaneTable) groups.table();
        for (int key = 0; key < keyCount; key++) {
            table.key(key + 1).gather(slots, from, to, out[key]);
        }
        groups.partials(slots, from, to, out, keyCount);
        table.key(0).gather(slots, from, to, out[out.length - 1]);
        if (hasStart) {
            table.key(keyCount + 1).gather(slots, from, to, out[out.length - 2]);
        }
        return Batch.of(to - from, Columnar.build(out));
    }

    @Override
    public void close() {
        if (out != null) {
            Columnar.close(out);
        }
    }
}
