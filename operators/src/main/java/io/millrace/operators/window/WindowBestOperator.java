package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Columns;
import io.millrace.data.Lease;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import java.util.Optional;

/**
 * Knows the greatest value of the window that the last row was of: rows of one window come together, and where they do
 * not, more of them pass.
 */
final class WindowBestOperator implements Operator {
    /** How windows follow from the times of rows. */
    private record Timed(Panes panes, RowTimes times) {}

    private final WindowBest spec;
    private BufferPool buffers = BufferPool.HEAP;
    private Optional<Timed> timed = Optional.empty();
    private long start;
    private long end;
    private long best = Long.MIN_VALUE;

    WindowBestOperator(WindowBest spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext context) {
        buffers = context.buffers();
        if (spec.window() instanceof Windowing.Tumble tumble) {
            RowTimes times = new RowTimes(spec.input(), tumble.time(), context.clock(), buffers);
            timed = Optional.of(new Timed(Panes.of(tumble), times));
        }
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        LongColumn values = (LongColumn) Columns.flat(batch.column(spec.column()), buffers);
        int[] chosen = buffers.ints(batch.size() - from);
        int count =
                timed.isPresent()
                        ? ofTimes(timed.get(), batch, from, values, chosen)
                        : ofAttached((Windowing.Attached) spec.window(), batch, from, values, chosen);
        values.release();
        Lease lease = new Lease(buffers, chosen);
        if (count == 0) {
            lease.release();
        } else {
            output.emit(batch.select(chosen, count, lease));
        }
        return batch.size();
    }

    private int ofAttached(Windowing.Attached window, Batch batch, int from, LongColumn values, int[] chosen) {
        LongColumn starts = (LongColumn) Columns.flat(batch.column(window.start()), buffers);
        LongColumn ends = (LongColumn) Columns.flat(batch.column(window.end()), buffers);
        int count = 0;
        int row = from;
        while (row < batch.size()) {
            int first = batch.position(row);
            begin(starts.values()[first], ends.values()[first]);
            int to = row;
            while (to < batch.size()
                    && ends.values()[batch.position(to)] == end
                    && starts.values()[batch.position(to)] == start) {
                to++;
            }
            count = choose(batch, row, to, values, chosen, count);
            row = to;
        }
        starts.release();
        ends.release();
        return count;
    }

    private int ofTimes(Timed windows, Batch batch, int from, LongColumn values, int[] chosen) {
        long[] micros = windows.times.read(batch, from);
        int size = batch.size();
        int count = 0;
        int row = from;
        while (row < size) {
            long time = micros[row - from];
            if (time < start || time >= end) {
                long paneEnd = windows.panes.paneEnd(time);
                begin(windows.panes.windowStart(paneEnd), paneEnd);
            }
            if (time == start) {
                chosen[count++] = batch.position(row++);
                continue;
            }
            int to = row;
            while (to < size && micros[to - from] > start && micros[to - from] < end) {
                to++;
            }
            count = choose(batch, row, to, values, chosen, count);
            row = to;
        }
        return count;
    }

    private void begin(long windowStart, long windowEnd) {
        if (windowStart != start || windowEnd != end) {
            start = windowStart;
            end = windowEnd;
            best = Long.MIN_VALUE;
        }
    }

    /** Adds the greatest of these rows of the window at hand; returns how many are chosen then. */
    private int choose(Batch batch, int from, int to, LongColumn values, int[] chosen, int before) {
        boolean mayHaveNulls = values.mayHaveNulls();
        long greatest = best;
        for (int row = from; row < to; row++) {
            int position = batch.position(row);
            if (!mayHaveNulls || !values.isNull(position)) {
                greatest = Math.max(greatest, values.values()[position]);
            }
        }
        best = greatest;
        int count = before;
        for (int row = from; row < to; row++) {
            int position = batch.position(row);
            if (values.values()[position] >= greatest && !(mayHaveNulls && values.isNull(position))) {
                chosen[count++] = position;
            }
        }
        return count;
    }
}
