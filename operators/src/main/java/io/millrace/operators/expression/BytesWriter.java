package io.millrace.operators.expression;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.operators.expression.function.Slice;
import io.millrace.operators.expression.function.Words;

/** Collects the texts of a computed column at rising positions; those in between are empty. */
public final class BytesWriter {
    /** What {@link TooWide} stands for. */
    static final long MOST_BYTES = 4L * Batch.MAX_BYTES;

    private final BufferPool buffers;
    private final long mostBytes;
    private int[] offsets;
    private byte[] data;
    private int length;
    private int next;

    BytesWriter(BufferPool buffers, int rows, long mostBytes) {
        this.mostBytes = mostBytes;
        this.buffers = buffers;
        this.offsets = buffers.ints(rows + 1);
        this.data = buffers.bytes(Math.max(64, rows * 8));
    }

    /** Called by generated code. */
    public void put(int position, Slice value) {
        int size = value.end - value.start;
        if (size > data.length - length) {
            grow(size);
        }
        while (next <= position) {
            offsets[next++] = length;
        }
        Words.copy(value.data, value.start, data, length, size);
        length += size;
    }

    private void grow(int more) {
        long needed = (long) length + more;
        if (needed > mostBytes) {
            throw TooWide.INSTANCE;
        }
        if (needed > Integer.MAX_VALUE - 16) {
            throw MillraceException.user("value-too-long", "the texts of one batch are longer than 2 GB together");
        }
        byte[] larger = buffers.bytes((int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, data.length * 2L)));
        System.arraycopy(data, 0, larger, 0, length);
        buffers.free(data);
        data = larger;
    }

    /** The column of so many rows; the writer is done. */
    Column build(int rows, long[] validity, boolean pooledValidity) {
        while (next <= rows) {
            offsets[next++] = length;
        }
        Lease lease = pooledValidity ? new Lease(buffers, offsets, data, validity) : new Lease(buffers, offsets, data);
        return new Column.BytesColumn(rows, offsets, data, validity, lease);
    }

    /** Gives the arrays back after a failure. */
    void abandon() {
        buffers.free(offsets);
        buffers.free(data);
    }
}
