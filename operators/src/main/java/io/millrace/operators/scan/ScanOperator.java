package io.millrace.operators.scan;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.RowCount;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Source.Boundedness;
import io.millrace.dataflow.source.SourceOperator;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitReader;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.expression.Projector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads splits. Those of a bounded source are read one after another, in the order in which they were assigned; those
 * of an unbounded one in turns, a batch each, because each may go on for ever.
 *
 * <p><b>Event time.</b> Each split has a watermark, the greatest that its rows gave. A row is late by the watermark of
 * the rows before it in its split, and is dropped here: so neither the ends of batches nor other tasks have a part in
 * it. The scan's watermark is the least of the splits that are being read, and so never above what a later row of them
 * is judged by. Where splits may still come of which nothing is known, it waits for them: a bounded source says nothing
 * until its last split is dealt out, unless its splits are in the order of time. A split of an unbounded source, and
 * one that was idle, goes on from the scan's watermark.
 */
final class ScanOperator implements SourceOperator {
    /** How long a scan of an unbounded source without any split holds others back. */
    private static final long UNASSIGNED_IDLE_MILLIS = 1_000;

    /** So few rows are not worth a batch, if more can be had within a millisecond. */
    private static final int FEW_ROWS = Batch.MAX_ROWS / 32;

    /** How often an unbounded source is asked for more splits while there are some to read. */
    private static final long ASK_MILLIS = 100;

    private final Scan spec;

    /** How many rows to read at once, after what they became: what a poll gives is emitted whole. */
    private final RowCount atOnce = new RowCount();

    private final List<OpenSplit> splits = new ArrayList<>();
    private boolean noMoreSplits;
    private int turn;
    private long nextNumber;
    private long emittedWatermark = OperatorContext.NO_WATERMARK;
    private boolean isIdle;
    private long askedMillis;
    private long waitingSinceMillis = -1;

    private final List<FailedRows.Branch> branches = new ArrayList<>();
    private FailedRows failures;
    private @Nullable EventClock eventClock;
    private @Nullable TimelyRows timelyRows;
    private SplitStore store;
    private ReaderContext.Services services;
    private Clock clock;
    private BufferPool buffers;
    private Metrics.Counter rowsRead;

    ScanOperator(Scan spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext context) {
        for (Calc calc : spec.calcs()) {
            branches.add(branch(calc, context));
        }
        failures = new FailedRows(spec, context);
        if (spec.eventTime().isPresent()) {
            eventClock = new EventClock(spec.eventTime().get(), spec.calcs().getFirst().input().types(), context);
            timelyRows = new TimelyRows(spec.eventTime().get(), spec.source().boundedness(), context);
        }
        clock = context.clock();
        buffers = context.buffers();
        rowsRead = context.metrics().counter("rows-read");
        services = new ReaderContext.Services(context.buffers(), clock, context.metrics(), context.session());
        store = new SplitStore(context.state(), context.buffers());
        for (OpenSplit split : store.restored()) {
            splits.add(split);
            nextNumber = Math.max(nextNumber, split.number + 1);
        }
        emittedWatermark = context.watermark();
    }

    private FailedRows.Branch branch(Calc calc, OperatorContext context) {
        List<Expression> all = new ArrayList<>(calc.projections());
        calc.condition().ifPresent(all::addFirst);
        Projector projector =
                Projector.compile(
                        calc.projections(), calc.condition(), calc.input().types(), context.session(), context.clock());
        return new FailedRows.Branch(branches.size(), projector, all);
    }

    @Override
    public void assign(Split split) {
        OpenSplit open = new OpenSplit(split, nextNumber++, ReaderContext.START);
        splits.add(open);
        askedMillis = 0;
        waitingSinceMillis = -1;
    }

    @Override
    public void noMoreSplits() {
        noMoreSplits = true;
    }

    @Override
    public Polled poll(SourceOutput output) {
        if (splits.isEmpty()) {
            return noMoreSplits ? Polled.END : wait(output);
        }
        boolean inTurns = spec.source().boundedness() == Boundedness.UNBOUNDED;
        if (turn >= (inTurns ? splits.size() : 1)) {
            turn = 0;
            if (inTurns && wantsMore()) {
                return Polled.WANTS_SPLIT;
            }
        }
        OpenSplit split = splits.get(turn);
        if (split.restsUntilMillis > clock.millis()) {
            turn++;
            return allRest(output, inTurns);
        }
        open(split);
        switch (split.poll(atOnce.of(Batch.MAX_ROWS))) {
            case SplitReader.Polled.Rows rows -> take(split, rows.batch(), output);
            case SplitReader.Polled.RowsAndRejects mixed -> {
                output.emit(spec.rejectsPort(), mixed.rejects());
                if (mixed.rows().isPresent()) {
                    take(split, mixed.rows().get(), output);
                }
            }
            case SplitReader.Polled.NothingUntil nothing -> {
                split.restsUntilMillis = nothing.timeMillis();
                split.emptySinceMillis = Math.min(split.emptySinceMillis, clock.millis());
                turn++;
                return allRest(output, inTurns);
            }
            case SplitReader.Polled.End end -> {
                split.close();
                splits.remove(turn);
                advance(output);
            }
        }
        return Polled.MORE;
    }

    @Override
    public Progress flush(FlushReason reason, Output output) {
        if (reason == FlushReason.BARRIER) {
            store.write(splits);
        }
        return Progress.DONE;
    }

    @Override
    public void close() {
        splits.forEach(OpenSplit::close);
        if (store != null) {
            store.close();
        }
        if (failures != null) {
            failures.close();
        }
    }

    /** Without a split: asks for one, and after a while stops holding others back, if there may never be one. */
    private Polled wait(SourceOutput output) {
        long now = clock.millis();
        if (waitingSinceMillis < 0) {
            waitingSinceMillis = now;
        }
        if (!isIdle
                && spec.source().boundedness() == Boundedness.UNBOUNDED
                && now - waitingSinceMillis >= Math.max(UNASSIGNED_IDLE_MILLIS, idleMillis())) {
            isIdle = true;
            output.idle();
        }
        return Polled.WANTS_SPLIT;
    }

    private boolean wantsMore() {
        long now = clock.millis();
        if (noMoreSplits || now - askedMillis < ASK_MILLIS) {
            return false;
        }
        askedMillis = now;
        return true;
    }

    /** Called when a split has nothing now: polls on while another one may have something. */
    private Polled allRest(SourceOutput output, boolean inTurns) {
        long now = clock.millis();
        long until = Long.MAX_VALUE;
        for (OpenSplit split : inTurns ? splits : splits.subList(0, 1)) {
            if (split.restsUntilMillis <= now) {
                return Polled.MORE;
            }
            until = Math.min(until, split.restsUntilMillis);
        }
        advance(output);
        if (idleMillis() != EventTime.NEVER_IDLE && !isIdle) {
            long emptySince = splits.stream().mapToLong(split -> split.emptySinceMillis).max().orElse(now);
            if (emptySince <= now - idleMillis()) {
                isIdle = true;
                output.idle();
            } else if (emptySince != OpenSplit.NOT_EMPTY) {
                until = Math.min(until, emptySince + idleMillis());
            }
        }
        if (inTurns && wantsMore()) {
            return Polled.WANTS_SPLIT;
        }
        return new Polled.NothingUntil(inTurns && !noMoreSplits ? Math.min(until, askedMillis + ASK_MILLIS) : until);
    }

    private long idleMillis() {
        return spec.eventTime().map(EventTime::idleMillis).orElse(EventTime.NEVER_IDLE);
    }

    private void open(OpenSplit split) {
        if (!split.isRead()) {
            split.read(
                    spec.source()
                            .reader(
                                    new ReaderContext(
                                            split.split, split.start, spec.fields(), spec.filters(), services)));
        }
    }

    private void take(OpenSplit split, Batch batch, SourceOutput output) {
        split.restsUntilMillis = isCaughtUp(batch) ? clock.millis() + 1 : 0;
        split.emptySinceMillis = OpenSplit.NOT_EMPTY;
        if (isIdle) {
            isIdle = false;
            output.watermark(emittedWatermark);
        }
        turn++;
        rowsRead.add(batch.size());
        int read = batch.columnSize();
        long bytes = batch.heldBytes();
        Batch rows = eventClock == null ? batch : failures.timed(eventClock, batch, split);
        try {
            if (eventClock == null || timelyRows == null) {
                emit(split, rows, output);
            } else {
                emitTimed(eventClock, timelyRows, split, rows, output);
            }
            failures.drain(output);
        } finally {
            rows.release();
        }
        split.rowsBefore += read;
        atOnce.made(read, Math.max(bytes, failures.takeBytes()));
    }

    /** Whether rows are read as they come into being: a little later there will be more of them at once. */
    private boolean isCaughtUp(Batch batch) {
        return batch.columnSize() < FEW_ROWS && spec.source().boundedness() == Boundedness.UNBOUNDED;
    }

    /** Emits rows of which the clock knows the time, but for those that are late, and then the watermark. */
    private void emitTimed(EventClock times, TimelyRows timely, OpenSplit split, Batch rows, SourceOutput output) {
        split.watermark = times.pass(rows.size(), Math.max(split.watermark, emittedWatermark));
        for (int i = 0; i < branches.size(); i++) {
            Batch kept = timely.of(i, rows, times);
            if (kept == null) {
                failures.project(branches.get(i), rows, split, output);
            } else {
                failures.project(branches.get(i), kept, split, output);
                kept.release();
            }
        }
        advance(output);
    }

    private void emit(OpenSplit split, Batch batch, SourceOutput output) {
        for (int i = 0; i < branches.size(); i++) {
            failures.project(branches.get(i), batch, split, output);
        }
    }

    /** Emits the least watermark of the splits that are being read, where it has grown. */
    private void advance(SourceOutput output) {
        if (eventClock == null || splits.isEmpty() || waitsForSplits()) {
            return;
        }
        long least = leastWatermark();
        if (least > emittedWatermark && least != Long.MAX_VALUE) {
            emittedWatermark = least;
            output.watermark(least);
        }
    }

    /** Whether a row that is not late may come in a split that is not dealt out yet, whatever its time. */
    private boolean waitsForSplits() {
        return !noMoreSplits
                && spec.source().boundedness() == Boundedness.BOUNDED
                && spec.source().splitOrder() == Source.SplitOrder.ANY;
    }

    /**
     * The least watermark of the open splits. A bounded source has one, but after a restore at a lower parallelism it
     * may have several, each somewhere else in time.
     */
    private long leastWatermark() {
        long least = Long.MAX_VALUE;
        long idleBefore = idleMillis() == EventTime.NEVER_IDLE ? Long.MIN_VALUE : clock.millis() - idleMillis();
        for (OpenSplit split : splits) {
            if (split.emptySinceMillis > idleBefore) {
                least = Math.min(least, split.watermark);
            }
        }
        return least;
    }
}
