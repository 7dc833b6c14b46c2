package io.millrace.operators;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Lease;
import io.millrace.data.Schema;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import java.util.Arrays;

/**
 * Rows on their way out, more than fit a batch if need be: filled column by column, then drained as far as there is
 * room. What is in it is in no table, so it must be drained before a barrier. It is emitted in batches of no more rows
 * and bytes than a batch has.
 */
public final class Outbox {
    private final ColumnBuilder[] columns;
    private final ColumnBuilder[] slice;
    private final BufferPool buffers;
    private int[] weights = new int[Batch.MAX_ROWS];
    private int size;
    private int sent;
    private boolean isWeighted;

    public Outbox(Schema schema, BufferPool buffers) {
        this.columns = Columnar.builders(schema, buffers);
        this.slice = Columnar.builders(schema, buffers);
        this.buffers = buffers;
    }

    /** Where a column's values go; every column gets as many as {@link #weigh} counts. */
    public ColumnBuilder column(int index) {
        return columns[index];
    }

    public int columnCount() {
        return columns.length;
    }

    /** Says that so many rows were appended, of this weight each. */
    public void weigh(int count, int weight) {
        if (size + count > weights.length) {
            weights = Arrays.copyOf(weights, Math.max(size + count, 2 * weights.length));
        }
        Arrays.fill(weights, size, size + count, weight);
        size += count;
        isWeighted |= weight != 1;
    }

    /** How many rows are waiting. */
    public int size() {
        return size - sent;
    }

    /** Whether there is enough for a batch. */
    public boolean isFull() {
        return size - sent >= Batch.MAX_ROWS || ColumnBuilder.bytes(columns) >= Batch.MAX_BYTES;
    }

    /** Emits all rows, in full batches but for the last. */
    public Progress drain(Output output) {
        while (sent < size) {
            if (!output.room()) {
                return Progress.MORE;
            }
            emit(output);
        }
        return Progress.DONE;
    }

    /** Emits what is not much more than a batch, whether or not there is room. */
    public void emitAll(Output output) {
        while (sent < size) {
            emit(output);
        }
    }

    private void emit(Output output) {
        int to = Math.min(size, sent + Batch.MAX_ROWS);
        boolean whole = sent == 0 && to == size;
        if (whole && (size == 1 || ColumnBuilder.bytes(columns) <= Batch.MAX_BYTES)) {
            output.emit(batch(Columnar.build(columns), 0, size));
            clear();
            return;
        }
        Column[] all = Columnar.view(columns);
        to = Batch.of(to, all).fitting(sent);
        for (int i = 0; i < columns.length; i++) {
            slice[i].appendRange(all[i], sent, to);
        }
        output.emit(batch(Columnar.build(slice), sent, to));
        sent = to;
        if (sent == size) {
            Columnar.reset(columns);
            clear();
        }
    }

    private void clear() {
        size = 0;
        sent = 0;
        isWeighted = false;
    }

    private Batch batch(Column[] built, int from, int to) {
        if (!isWeighted) {
            return Batch.of(to - from, built);
        }
        int[] own = buffers.ints(to - from);
        System.arraycopy(weights, from, own, 0, to - from);
        return Batch.weighted(to - from, built, own, new Lease(buffers, own));
    }

    public void close() {
        Columnar.close(columns);
        Columnar.close(slice);
    }
}
