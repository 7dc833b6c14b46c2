package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Columns;
import io.millrace.data.Lease;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;

/**
 * Knows the greatest value of the window that the last row was of: rows of one window come together, and where they do
 * not, more of them pass.
 */
final class WindowBestOperator implements Operator {
    private final WindowBest spec;
    private BufferPool buffers = BufferPool.HEAP;
    private long start;
    private long end;
    private long best = Long.MIN_VALUE;

    WindowBestOperator(WindowBest spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext context) {
        buffers = context.buffers();
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        Column starts = Columns.flat(batch.column(spec.window().start()), buffers);
        Column ends = Columns.flat(batch.column(spec.window().end()), buffers);
        Column values = Columns.flat(batch.column(spec.column()), buffers);
        int[] chosen = buffers.ints(batch.size() - from);
        int count = 0;
        int row = from;
        while (row < batch.size()) {
            begin(
                    ((LongColumn) starts).values()[batch.position(row)],
                    ((LongColumn) ends).values()[batch.position(row)]);
            int to = advance(batch, row, (LongColumn) starts, (LongColumn) ends, (LongColumn) values);
            count = choose(batch, row, to, (LongColumn) values, chosen, count);
            row = to;
        }
        starts.release();
        ends.release();
        values.release();
        Lease lease = new Lease(buffers, chosen);
        if (count == 0) {
            lease.release();
        } else {
            output.emit(batch.select(chosen, count, lease));
        }
        return batch.size();
    }

    private void begin(long windowStart, long windowEnd) {
        if (windowStart != start || windowEnd != end) {
            start = windowStart;
            end = windowEnd;
            best = Long.MIN_VALUE;
        }
    }

    /** Looks at the rows of the window at hand; returns where those of another one begin. */
    private int advance(Batch batch, int from, LongColumn starts, LongColumn ends, LongColumn values) {
        boolean mayHaveNulls = values.mayHaveNulls();
        long greatest = best;
        int row = from;
        while (row < batch.size()) {
            int position = batch.position(row);
            if (ends.values()[position] != end || starts.values()[position] != start) {
                break;
            }
            if (!mayHaveNulls || !values.isNull(position)) {
                greatest = Math.max(greatest, values.values()[position]);
            }
            row++;
        }
        best = greatest;
        return row;
    }

    private int choose(Batch batch, int from, int to, LongColumn values, int[] chosen, int before) {
        boolean mayHaveNulls = values.mayHaveNulls();
        int count = before;
        for (int row = from; row < to; row++) {
            int position = batch.position(row);
            if (values.values()[position] >= best && !(mayHaveNulls && values.isNull(position))) {
                chosen[count++] = position;
            }
        }
        return count;
    }
}
