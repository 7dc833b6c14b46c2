package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.RowCount;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.operators.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs an {@link IntervalJoin}: a symmetric join that forgets. A row that comes when the watermark of the other side
 * says that it has no partner to come is joined, and not kept. The others are swept from time to time: all rows of a
 * side are looked through, one after another in memory, and those that are needed no more are removed. Where nobody
 * waits for rows without a partner that is when there are a quarter more than were left by the sweep before, so that it
 * costs the same per row however many there are; where somebody does, it is whenever a quarter of the interval is over.
 */
final class IntervalJoinOperator implements Operator {
    /** Fewer rows than these are not worth a sweep. */
    private static final int WORTH_A_SWEEP = 4 * Batch.MAX_ROWS;

    /** So many rows are looked through in one call at most, lest a barrier wait for a large side. */
    private static final int ROWS_A_CALL = 64 * Batch.MAX_ROWS;

    private static final int SWEEPS = 4;

    private final IntervalJoin spec;
    private final long[] watermarks = new long[2];
    private final List<Expiry> expiries = new ArrayList<>();
    private OperatorContext context;
    private SymmetricJoin join;

    IntervalJoinOperator(IntervalJoin spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        join =
                new SymmetricJoin(
                        SymmetricJoin.Sides.declare(
                                Flow.append(spec.left()),
                                Flow.append(spec.right()),
                                spec.type(),
                                spec.condition().pairs(),
                                opened),
                        spec.type(),
                        SymmetricJoin.Unpartnered.WHEN_FORGOTTEN,
                        spec.output(),
                        opened);
        expiries.add(new Expiry(0, spec.left()));
        expiries.add(new Expiry(1, spec.right()));
        for (int input = 0; input < watermarks.length; input++) {
            watermarks[input] = opened.hasEnded(input) ? OperatorContext.END_OF_TIME : opened.watermark();
        }
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        if (join.keeps(input)) {
            return join.join(input, batch, from, output);
        }
        int reached = join.meet(input, batch, from, output);
        if (reached > from) {
            expiries.get(input).keepNeeded(batch, from, reached);
        }
        return reached;
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

    /**
     * A pair comes when its later row does, and so with the time of the earlier one; a row without a partner waits for
     * a sweep besides.
     */
    @Override
    public long outputDelayMicros() {
        long apart = Math.max(0, Math.max(spec.condition().left().micros(), spec.condition().right().micros()));
        return spec.type() == JoinType.INNER || spec.type() == JoinType.SEMI ? apart : apart + sweepMicros();
    }

    private long sweepMicros() {
        return Math.max(1, (spec.condition().left().micros() + spec.condition().right().micros()) / SWEEPS);
    }

    @Override
    public void close() {
        StreamJoinOperator.closeIfOpen(join);
        expiries.forEach(Expiry::close);
    }

    /** Up to when the rows of one side are needed. */
    private final class Expiry {
        private final int input;
        private final IntervalJoin.Need need;
        private final long unitsPerMicro;
        private final PaddedRows unpartnered;

        /** How many rows to look through at once: they may be emitted. */
        private final RowCount atOnce = new RowCount();

        private final int[] slots = new int[Batch.MAX_ROWS];

        /** When the rows were last looked through, and how many were left. */
        private long sweptUntil = OperatorContext.NO_WATERMARK;

        private int left;

        /** Where a sweep goes on that was not ended. */
        private int next;

        Expiry(int input, Schema schema) {
            this.input = input;
            this.need = spec.need(input);
            this.unitsPerMicro = ((DataType.Instant) schema.type(need.column())).unitsPerSecond() / 1_000_000;
            int offset = input == 0 || spec.type().isLeftOnly() ? 0 : spec.left().size();
            this.unpartnered = new PaddedRows(spec.output(), schema, offset, context.buffers());
        }

        /** Keeps those rows that the other side may yet have partners for. */
        void keepNeeded(Batch batch, int from, int to) {
            long needed = leastNeeded(watermarks[1 - input]);
            BufferPool buffers = context.buffers();
            Column times = batch.column(need.column());
            Column flat = Columns.flat(times, buffers);
            long[] values = ((LongColumn) flat).values();
            boolean mayHaveNulls = flat.mayHaveNulls();
            int[] positions = buffers.ints(to - from);
            int count = 0;
            for (int row = from; row < to; row++) {
                int position = batch.position(row);
                if (values[position] >= needed && !(mayHaveNulls && flat.isNull(position))) {
                    positions[count++] = position;
                }
            }
            flat.release();
            Lease lease = new Lease(buffers, positions);
            if (count == to - from) {
                lease.release();
                join.keep(input, batch, from, to);
                return;
            }
            Batch kept = batch.select(positions, count, lease);
            if (count > 0) {
                join.keep(input, kept, 0, count);
            }
            kept.release();
        }

        /**
         * The least value of the column with which a row is needed at a watermark: partners may come with that very
         * time.
         */
        private long leastNeeded(long watermark) {
            if (watermark == OperatorContext.NO_WATERMARK || watermark == OperatorContext.END_OF_TIME) {
                return watermark;
            }
            // Digits below a microsecond make no difference: the first value of its microsecond is the least.
            return Math.multiplyExact(watermark - need.micros(), unitsPerMicro);
        }

        /** Forgets the rows of which the other side, at this watermark, has no partners to come. */
        Progress forget(long watermark, Output output) {
            if (next == 0 && !isDue(watermark)) {
                return Progress.DONE;
            }
            MultimapTable rows = join.side(input).table();
            long needed = leastNeeded(watermark);
            boolean waits = spec.type() != JoinType.SEMI && join.keeps(input);
            int looked = 0;
            for (int count = rows.list(next, slots); count > 0; count = rows.list(next, slots)) {
                if (!output.room() || looked > ROWS_A_CALL) {
                    return Progress.MORE;
                }
                int some = atOnce.of(count);
                next = slots[some - 1] + 1;
                looked += some;
                sweep(rows, some, needed, waits, output);
                atOnce.made(some, unpartnered.takeBytes());
            }
            next = 0;
            sweptUntil = watermark;
            left = rows.size();
            return Progress.DONE;
        }

        private boolean isDue(long watermark) {
            int size = join.side(input).table().size();
            if (size == 0 || watermark == OperatorContext.NO_WATERMARK) {
                return false;
            }
            if (watermark == OperatorContext.END_OF_TIME) {
                return true;
            }
            return join.keeps(input)
                    ? sweptUntil == OperatorContext.NO_WATERMARK
                            || Math.floorDiv(watermark, sweepMicros()) > Math.floorDiv(sweptUntil, sweepMicros())
                    : size >= WORTH_A_SWEEP && size - left >= left / 4;
        }

        private void sweep(MultimapTable rows, int count, long needed, boolean waits, Output output) {
            JoinSide side = join.side(input);
            LongCells times = (LongCells) side.cells(need.column());
            long[][] pages = times.pages();
            boolean ended = needed == OperatorContext.END_OF_TIME;
            int old = 0;
            for (int i = 0; i < count; i++) {
                int slot = slots[i];
                if (!ended
                        && pages[slot >>> Cells.PAGE_BITS][slot & Cells.PAGE_MASK] >= needed
                        && !times.isNull(slot)) {
                    continue;
                }
                if (waits && join.shown(side.degree(slot)) == 1) {
                    unpartnered.add(side, slot, rows.weight(slot), output);
                }
                slots[old++] = slot;
            }
            rows.removeAll(slots, old);
            unpartnered.flush(output);
        }

        void close() {
            unpartnered.close();
        }
    }
}
