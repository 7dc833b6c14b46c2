package io.millrace.data;

import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.LongColumn;
import java.util.Arrays;

/** Builds columns of 64-bit integers. */
public final class LongBuilder implements ColumnBuilder {
    private static final long[] NONE = {};

    private final BufferPool pool;
    private final ValidityBuilder validity;
    private long[] values = NONE;
    private int size;
    private int expected;

    public LongBuilder(BufferPool pool) {
        this.pool = pool;
        this.validity = new ValidityBuilder(pool);
    }

    @Override
    public int size() {
        return size;
    }

    public void append(long value) {
        if (size == values.length) {
            grow(size + 1);
        }
        values[size++] = value;
    }

    @Override
    public void appendNull() {
        validity.markNull(size);
        append(0);
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
            case Column flat -> append(((LongColumn) flat).values()[row]);
        }
    }

    @Override
    public void appendAll(Column from, int[] positions, int start, int end) {
        switch (from) {
            case DictionaryColumn dictionary -> gather(dictionary, positions, start, end);
            case ConstantColumn constant -> repeat(constant, end - start);
            case Column flat -> gather((LongColumn) flat, positions, start, end);
        }
    }

    @Override
    public void appendRange(Column from, int start, int end) {
        switch (from) {
            case DictionaryColumn dictionary -> expand(dictionary, start, end);
            case ConstantColumn constant -> repeat(constant, end - start);
            case Column flat -> copy((LongColumn) flat, start, end);
        }
    }

    /**
     * The array of values, with room for this many rows in all. Rows from {@link #size()} on may be written; they count
     * once {@link #setSize} says so, and may be lost by any other call before that.
     */
    public long[] reserve(int rows) {
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
    public LongColumn build() {
        reserve(Math.max(1, size));
        long[] bitmap = validity.build(size);
        LongColumn built = new LongColumn(size, values, bitmap, Pooled.lease(pool, bitmap, values));
        expected = size;
        size = 0;
        values = NONE;
        return built;
    }

    @Override
    public LongColumn view() {
        return new LongColumn(size, values, validity.view(size), Lease.UNPOOLED);
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

    private void gather(LongColumn from, int[] positions, int start, int end) {
        int row = size;
        int rows = row + end - start;
        validity.gather(from.validity(), positions, start, end, row);
        long[] target = reserve(rows);
        long[] source = from.values();
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
        long[] target = values;
        long[] source = ((LongColumn) from.dictionary()).values();
        int[] indices = from.indices();
        for (int i = start; i < end; i++) {
            target[row++] = source[indices[positions[i]]];
        }
        size = row;
    }

    private void copy(LongColumn from, int start, int end) {
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
        long[] target = values;
        long[] source = ((LongColumn) from.dictionary()).values();
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
        Arrays.fill(reserve(rows), size, rows, missing ? 0 : ((LongColumn) from.value()).values()[0]);
        size = rows;
    }

    private void grow(int rows) {
        long[] larger = pool.longs(Pooled.capacity(rows, values.length, Math.max(16, expected)));
        System.arraycopy(values, 0, larger, 0, size);
        if (values.length != 0) {
            pool.free(values);
        }
        values = larger;
    }
}
