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
import io.millrace.data.LongCells;
import io.millrace.data.RowCount;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs an {@link IntervalJoin}: a symmetric join that forgets. A row is needed until the watermark of the other side
 * has passed the last time that a partner can have; a table of panes a side knows which keys have rows that are needed
 * up to when. Panes are a quarter of the interval, so that the rows of a key are looked through a few times at most.
 */
final class IntervalJoinOperator implements Operator {
    private static final int PANES = 4;

    private final IntervalJoin spec;
    private final long paneMicros;
    private final long[] watermarks = new long[2];
    private final List<Expiry> expiries = new ArrayList<>();
    private OperatorContext context;
    private SymmetricJoin join;

    IntervalJoinOperator(IntervalJoin spec) {
        this.spec = spec;
        this.paneMicros = Math.max(1, (spec.condition().upperMicros() - spec.condition().lowerMicros()) / PANES);
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        JoinCondition condition = spec.bounded();
        join =
                new SymmetricJoin(
                        SymmetricJoin.Sides.declare(
                                Flow.append(spec.left()), Flow.append(spec.right()), spec.type(), condition, opened),
                        spec.type(),
                        SymmetricJoin.Unpartnered.WHEN_FORGOTTEN,
                        spec.output(),
                        opened);
        IntervalJoin.Nearness near = spec.condition();
        expiries.add(new Expiry(0, spec.left(), near.leftTime(), -near.lowerMicros(), condition.leftKeys()));
        expiries.add(new Expiry(1, spec.right(), near.rightTime(), near.upperMicros(), condition.rightKeys()));
        for (int input = 0; input < watermarks.length; input++) {
            watermarks[input] = opened.hasEnded(input) ? OperatorContext.END_OF_TIME : opened.watermark();
        }
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        int to = join.join(input, batch, from, output);
        if (to > from) {
            expiries.get(input).note(batch, from, to);
        }
        return to;
    }

    @Override
    public Progress onWatermark(int input, long time, Output output) {
        watermarks[input] = Math.max(watermarks[input], time);
        for (Expiry expiry : expiries) {
            if (expiry.forget(watermarks[1 - expiry.input], output) == Progress.MORE) {
                return Progress.MORE;
            }
        }
        return Progress.DONE;
    }

    @Override
    public Progress endInput(int input, Output output) {
        return onWatermark(input, OperatorContext.END_OF_TIME, output);
    }

    /** A pair comes when its later row does, and so with the time of the earlier one. */
    @Override
    public long outputDelayMicros() {
        return Math.max(0, Math.max(-spec.condition().lowerMicros(), spec.condition().upperMicros()));
    }

    @Override
    public void close() {
        StreamJoinOperator.closeIfOpen(join);
        expiries.forEach(Expiry::close);
    }

    /** Up to when the rows of one side are needed. */
    private final class Expiry {
        private final int input;
        private final int timeColumn;
        private final long unitsPerMicro;

        /** How long after its own time a row is needed: its partners' times are not greater. */
        private final long neededMicros;

        private final PaneTable panes;
        private final int[] keys;
        private final int[] paneAndKeys;
        private final BatchBuilder keyRows;
        private final PaddedRows unpartnered;

        /** How many keys to forget at once: their rows may be emitted. */
        private final RowCount atOnce = new RowCount();

        private final int[] slots = new int[Batch.MAX_ROWS];
        private final int[] found = new int[Batch.MAX_ROWS];

        Expiry(int input, Schema schema, int timeColumn, long neededMicros, List<Integer> keyColumns) {
            this.input = input;
            this.timeColumn = timeColumn;
            this.unitsPerMicro = ((DataType.Instant) schema.type(timeColumn)).unitsPerSecond() / 1_000_000;
            this.neededMicros = neededMicros;
            this.keys = JoinKeys.ints(keyColumns);
            List<Field> fields = new ArrayList<>();
            fields.add(Field.required("pane", Plain.BIGINT));
            this.paneAndKeys = new int[keys.length + 1];
            paneAndKeys[0] = schema.size();
            for (int i = 0; i < keys.length; i++) {
                fields.add(schema.field(keys[i]));
                paneAndKeys[i + 1] = keys[i];
            }
            this.panes =
                    context.state().panes((input == 0 ? "left" : "right") + "-panes", new Schema(fields), Schema.of());
            this.keyRows = new BatchBuilder(schema.project(keys), context.buffers());
            int offset = input == 0 || spec.type().isLeftOnly() ? 0 : spec.left().size();
            this.unpartnered = new PaddedRows(spec.output(), schema, offset, context.buffers());
        }

        /** Until when a row of this time is needed. */
        private long needed(long time) {
            return Math.floorDiv(time, unitsPerMicro) + neededMicros;
        }

        /** Notes the keys of rows that are kept now, and until when. */
        void note(Batch batch, int from, int to) {
            BufferPool buffers = context.buffers();
            Column times = Columns.flat(batch.column(timeColumn), buffers);
            long[] values = ((LongColumn) times).values();
            long[] ends = buffers.longs(batch.columnSize());
            for (int row = from; row < to; row++) {
                int position = batch.position(row);
                // A row without a time has no partner: it is not needed at all.
                ends[position] =
                        times.isNull(position)
                                ? Long.MIN_VALUE
                                : Math.ceilDiv(needed(values[position]), paneMicros) * paneMicros;
            }
            times.release();
            Column[] columns = new Column[batch.columnCount() + 1];
            for (int i = 0; i < batch.columnCount(); i++) {
                columns[i] = batch.column(i);
                columns[i].retain();
            }
            columns[batch.columnCount()] =
                    new LongColumn(batch.columnSize(), ends, Validity.ALL, new Lease(buffers, ends));
            Batch withPane = batch.withColumns(columns);
            panes.findOrAdd(withPane, paneAndKeys, from, to, slots);
            withPane.release();
        }

        /** Forgets the rows of which the other side, at this watermark, has no partners to come. */
        Progress forget(long watermark, Output output) {
            for (long pane = panes.firstPane(); pane < watermark; pane = panes.firstPane()) {
                for (int count = panes.listPane(pane, 0, slots); count > 0; count = panes.listPane(pane, 0, slots)) {
                    int some = atOnce.of(count);
                    forgetKeys(some, watermark, output);
                    atOnce.made(some, unpartnered.takeBytes());
                    if (!output.room()) {
                        return Progress.MORE;
                    }
                }
            }
            return Progress.DONE;
        }

        private void forgetKeys(int count, long watermark, Output output) {
            Batch batch = keys(count);
            JoinSide side = join.side(input);
            MultimapTable rows = side.table();
            rows.find(batch, Columnar.sequence(keys.length), 0, count, found);
            for (int i = 0; i < count; i++) {
                int slot = found[i];
                while (slot != MultimapTable.ABSENT) {
                    int next = rows.next(slot);
                    if (!isNeeded(side, slot, watermark)) {
                        if (spec.type() != JoinType.SEMI && join.keeps(input) && join.shown(side.degree(slot)) == 1) {
                            unpartnered.add(side, slot, rows.weight(slot), output);
                        }
                        rows.remove(slot);
                    }
                    slot = next;
                }
                panes.remove(slots[i]);
            }
            unpartnered.flush(output);
            batch.release();
        }

        /** The keys in the first so many of {@code slots}; the caller's to release. */
        private Batch keys(int count) {
            if (keys.length == 0) {
                return Batch.of(count);
            }
            for (int i = 0; i < keys.length; i++) {
                panes.key(i + 1).gather(slots, 0, count, keyRows.column(i));
            }
            return keyRows.build();
        }

        private boolean isNeeded(JoinSide side, int slot, long watermark) {
            LongCells times = (LongCells) side.cells(timeColumn);
            return !times.isNull(slot) && needed(times.get(slot)) >= watermark;
        }

        void close() {
            keyRows.close();
            unpartnered.close();
        }
    }
}
