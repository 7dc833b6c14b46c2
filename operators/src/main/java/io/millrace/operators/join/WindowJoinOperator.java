package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.RowCount;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.Metrics.Counter;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.window.WallTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a {@link WindowJoin}: a symmetric join whose keys include the window. Which keys a window has stands in one
 * table of panes a side, the pane being the window's end in microseconds; when the watermark has passed it, they and
 * their rows are forgotten.
 */
final class WindowJoinOperator implements Operator {
    private final WindowJoin spec;
    private final WallTime wall;
    private OperatorContext context;
    private SymmetricJoin join;
    private final List<Expiry> expiries = new ArrayList<>();
    private Counter lateRows;

    WindowJoinOperator(WindowJoin spec) {
        this.spec = spec;
        this.wall = new WallTime(spec.left().window().zone());
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        Schema left = spec.left().flow().schema();
        JoinCondition condition = spec.windowedCondition();
        join =
                new SymmetricJoin(
                        SymmetricJoin.Sides.declare(
                                spec.left().flow(), spec.right().flow(), spec.type(), condition, opened),
                        spec.type(),
                        SymmetricJoin.Unpartnered.WHEN_FORGOTTEN,
                        spec.output(),
                        opened);
        int padding = spec.type().isLeftOnly() ? 0 : left.size();
        expiries.add(new Expiry("left", 0, spec.left(), condition.leftKeys(), 0));
        expiries.add(new Expiry("right", 1, spec.right(), condition.rightKeys(), padding));
        lateRows = opened.metrics().counter("late-rows");
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        Optional<Batch> timely = expiries.get(input).timely(batch, from);
        if (timely.isEmpty()) {
            return expiries.get(input).noted(batch, from, join.join(input, batch, from, output));
        }
        return processTimely(input, timely.get(), batch.size(), output);
    }

    /** Rows in hand are counted from the batch: so what is timely is joined to the end, whatever the room. */
    private int processTimely(int input, Batch timely, int size, Output output) {
        try {
            int reached = 0;
            while (reached < timely.size()) {
                reached = expiries.get(input).noted(timely, reached, join.join(input, timely, reached, output));
            }
            return size;
        } finally {
            timely.release();
        }
    }

    @Override
    public Progress onWatermark(int input, long time, Output output) {
        long complete = wall.complete(context.watermark());
        for (Expiry expiry : expiries) {
            if (expiry.forget(complete, output) == Progress.MORE) {
                return Progress.MORE;
            }
        }
        return Progress.DONE;
    }

    @Override
    public void close() {
        StreamJoinOperator.closeIfOpen(join);
        expiries.forEach(Expiry::close);
    }

    /** The windows that one side has rows in. */
    private final class Expiry {
        private final int input;
        private final int endColumn;
        private final long unitsPerMicro;
        private final PaneTable panes;
        private final int[] keys;
        private final int[] paneAndKeys;
        private final BatchBuilder keyRows;
        private final PaddedRows unpartnered;

        /** How many keys to forget at once: their rows may be emitted. */
        private final RowCount atOnce = new RowCount();

        private final int[] slots = new int[Batch.MAX_ROWS];
        private final int[] found = new int[Batch.MAX_ROWS];

        Expiry(String name, int input, WindowJoin.Side side, List<Integer> keyColumns, int offset) {
            Schema schema = side.flow().schema();
            this.input = input;
            this.endColumn = side.window().end();
            this.unitsPerMicro = ((DataType.Instant) schema.type(endColumn)).unitsPerSecond() / 1_000_000;
            this.keys = keyColumns.stream().mapToInt(Integer::intValue).toArray();
            List<Field> fields = new ArrayList<>();
            fields.add(Field.required("window", Plain.BIGINT));
            this.paneAndKeys = new int[keys.length + 1];
            paneAndKeys[0] = schema.size();
            for (int i = 0; i < keys.length; i++) {
                fields.add(schema.field(keys[i]));
                paneAndKeys[i + 1] = keys[i];
            }
            this.panes = context.state().panes(name + "-windows", new Schema(fields), new Schema(List.of()));
            this.keyRows = new BatchBuilder(schema.project(keys), context.buffers());
            this.unpartnered = new PaddedRows(spec.output(), schema, offset, context.buffers());
        }

        /** The ends of the rows' windows in microseconds, by position; the caller's to release. */
        private LongColumn ends(Batch batch) {
            BufferPool buffers = context.buffers();
            LongColumn flat = (LongColumn) Columns.flat(batch.column(endColumn), buffers);
            if (unitsPerMicro == 1) {
                return flat;
            }
            long[] micros = buffers.longs(flat.size());
            for (int i = 0; i < flat.size(); i++) {
                micros[i] = Math.floorDiv(flat.values()[i], unitsPerMicro);
            }
            flat.release();
            return new LongColumn(flat.size(), micros, Validity.ALL, new Lease(buffers, micros));
        }

        /** The rows from {@code from} on whose window is not over; nothing where that is all of them. */
        Optional<Batch> timely(Batch batch, int from) {
            long watermark = wall.complete(context.watermark());
            BufferPool buffers = context.buffers();
            LongColumn ends = ends(batch);
            int[] positions = buffers.ints(batch.size());
            int count = 0;
            for (int row = from; row < batch.size(); row++) {
                int position = batch.position(row);
                if (ends.values()[position] > watermark) {
                    positions[count++] = position;
                }
            }
            ends.release();
            int late = batch.size() - from - count;
            Lease lease = new Lease(buffers, positions);
            if (late == 0) {
                lease.release();
                return Optional.empty();
            }
            lateRows.add(late);
            context.metrics().notice("late-rows", "rows came after their window was over and were dropped");
            return Optional.of(batch.select(positions, count, lease));
        }

        /** Notes the windows and keys of rows that were joined; returns {@code to}. */
        int noted(Batch batch, int from, int to) {
            if (to > from) {
                Column[] columns = new Column[batch.columnCount() + 1];
                for (int i = 0; i < batch.columnCount(); i++) {
                    columns[i] = batch.column(i);
                    columns[i].retain();
                }
                columns[batch.columnCount()] = ends(batch);
                Batch withPane = batch.withColumns(columns);
                panes.findOrAdd(withPane, paneAndKeys, from, to, slots);
                withPane.release();
            }
            return to;
        }

        /** Forgets the windows that ended at or before this time, key by key. */
        Progress forget(long time, Output output) {
            for (long pane = panes.firstPane(); pane <= time && pane != Long.MAX_VALUE; pane = panes.firstPane()) {
                for (int count = panes.listPane(pane, 0, slots); count > 0; count = panes.listPane(pane, 0, slots)) {
                    int some = atOnce.of(count);
                    forgetKeys(some, output);
                    atOnce.made(some, unpartnered.takeBytes());
                    if (!output.room()) {
                        return Progress.MORE;
                    }
                }
                panes.removePane(pane);
            }
            return Progress.DONE;
        }

        private void forgetKeys(int count, Output output) {
            for (int i = 0; i < keys.length; i++) {
                panes.key(i + 1).gather(slots, 0, count, keyRows.column(i));
            }
            Batch batch = keyRows.build();
            JoinSide side = join.side(input);
            int[] all = new int[keys.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = i;
            }
            MultimapTable rows = side.table();
            rows.find(batch, all, 0, count, found);
            for (int i = 0; i < count; i++) {
                if (spec.type() != JoinType.SEMI && join.keeps(input)) {
                    addUnpartnered(side, found[i], output);
                }
                if (found[i] != MultimapTable.ABSENT) {
                    rows.removeKey(found[i]);
                }
                panes.remove(slots[i]);
            }
            unpartnered.flush(output);
            batch.release();
        }

        private void addUnpartnered(JoinSide side, int first, Output output) {
            for (int slot = first; slot != MultimapTable.ABSENT; slot = side.table().next(slot)) {
                if (join.shown(side.degree(slot)) == 1) {
                    unpartnered.add(side, slot, side.table().weight(slot), output);
                }
            }
        }

        void close() {
            keyRows.close();
            unpartnered.close();
        }
    }
}
