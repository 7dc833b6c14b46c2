package io.millrace.data;

import io.millrace.data.Column.ByteColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import java.util.Arrays;

/** Builds columns of bytes; a boolean is 0 or 1. */
public final class ByteBuilder implements ColumnBuilder {
    private static final byte[] NONE = {};

    private final BufferPool pool;
    private final ValidityBuilder validity;
    private byte[] values = NONE;
    private int size;
    private int expected;

    public ByteBuilder(BufferPool pool) {
        this.pool = pool;
        this.validity = new ValidityBuilder(pool);
    }

    @Override
    public int size() {
        return size;
    }

    public void append(byte value) {
        if (size == values.length) {
            grow(size + 1);
        }
        values[size++] = value;
    }

    public void append(boolean value) {
        append(value ? (byte) 1 : (byte) 0);
    }

    @Override
    public void appendNull() {
        validity.markNull(size);
        append((byte) 0);
    }

    @Override
    public void append(Column from, int row) {
        if (from.isNull(row)) {
            appendNull();
            return;
        }
        switch (from) {
            case DictionaryColumn dictionary -> append(dictionary.dictionary(), dictionary.indices()[row]);
            case ConstantColumn constant -> append(constant.value(), 0);
            case Column flat -> append(((ByteColumn) flat).values()[row]);
        }
    }

    @Override
    public void appendAll(Column from, int[] positions, int start, int end) {
        switch (from) {
            case DictionaryColumn dictionary -> gather(dictionary, positions, start, end);
            case ConstantColumn constant -> repeat(constant, end - start);
            case Column flat -> gather((ByteColumn) flat, positions, start, end);
        }
    }

    @Override
    public void appendRange(Column from, int start, int end) {
        switch (from) {
            case DictionaryColumn dictionary -> expand(dictionary, start, end);
            case ConstantColumn constant -> repeat(constant, end - start);
            case Column flat -> copy((ByteColumn) flat, start, end);
        }
    }

    /**
     * The array of values, with room for this many rows in all. Rows from {@link #size()} on may be written; they count
     * once {@link #setSize} says so, and may be lost by any other call before that.
     */
    public byte[] reserve(int rows) {
        if (rows > values.length) {
            grow(rows);
        }
        return values;
    }

    /** The bitmap for this many rows in all; the bits of the rows from {@link #size()} on are set. */
    public long[] reserveValidity(int rows) {
        return validity.reserve(rows);
    }

    /** Says how many rows there are, after writing to what {@link #reserve} gave. */
    public void setSize(int rows) {
        size = rows;
        validity.truncate(rows);
    }

    @Override
    public ByteColumn build() {
        reserve(Math.max(1, size));
        long[] bitmap = validity.build(size);
        ByteColumn built = new ByteColumn(size, values, bitmap, Pooled.lease(pool, bitmap, values));
        expected = size;
        size = 0;
        values = NONE;
        return built;
    }

    @Override
    public ByteColumn view() {
        return new ByteColumn(size, values, validity.view(size), Lease.UNPOOLED);
    }

    @Override
    public void reset() {
        size = 0;
        validity.reset();
    }

    @Override
    public void close() {
        size = 0;
        validity.close();
        if (values.length != 0) {
            pool.free(values);
            values = NONE;
        }
    }

    private void gather(ByteColumn from, int[] positions, int start, int end) {
        int row = size;
        int rows = row + end - start;
        validity.gather(from.validity(), positions, start, end, row);
        byte[] target = reserve(rows);
        byte[] source = from.values();
        for (int i = start; i < end; i++) {
            target[row++] = source[positions[i]];
        }
        size = rows;
    }

    private void gather(DictionaryColumn from, int[] positions, int start, int end) {
        reserve(size + end - start);
        if (from.mayHaveNulls()) {
            for (int i = start; i < end; i++) {
                append(from, positions[i]);
            }
            return;
        }
        int row = size;
        byte[] target = values;
        byte[] source = ((ByteColumn) from.dictionary()).values();
        int[] indices = from.indices();
        for (int i = start; i < end; i++) {
            target[row++] = source[indices[positions[i]]];
        }
        size = row;
    }

    private void copy(ByteColumn from, int start, int end) {
        int rows = size + end - start;
        validity.range(from.validity(), start, end, size);
        System.arraycopy(from.values(), start, reserve(rows), size, end - start);
        size = rows;
    }

    private void expand(DictionaryColumn from, int start, int end) {
        reserve(size + end - start);
        if (from.mayHaveNulls()) {
            for (int i = start; i < end; i++) {
                append(from, i);
            }
            return;
        }
        int row = size;
        byte[] target = values;
        byte[] source = ((ByteColumn) from.dictionary()).values();
        int[] indices = from.indices();
        for (int i = start; i < end; i++) {
            target[row++] = source[indices[i]];
        }
        size = row;
    }

    private void repeat(ConstantColumn from, int count) {
        int rows = size + count;
        boolean missing = from.isNull(0);
        if (missing) {
            validity.markNulls(size, rows);
        }
        Arrays.fill(reserve(rows), size, rows, missing ? (byte) 0 : ((ByteColumn) from.value()).values()[0]);
        size = rows;
    }

    private void grow(int rows) {
        byte[] larger = pool.bytes(Pooled.capacity(rows, values.length, Math.max(16, expected)));
        System.arraycopy(values, 0, larger, 0, size);
        if (values.length != 0) {
            pool.free(values);
        }
        values = larger;
    }
}
