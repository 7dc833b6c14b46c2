package io.millrace.data;

import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.Int128Column;
import java.util.Arrays;

/** Builds columns of 128-bit integers, two words a row. */
public final class Int128Builder implements ColumnBuilder {
    private static final long[] NONE = {};

    private final BufferPool pool;
    private final ValidityBuilder validity;
    private long[] high = NONE;
    private long[] low = NONE;
    private int size;
    private int expected;

    public Int128Builder(BufferPool pool) {
        this.pool = pool;
        this.validity = new ValidityBuilder(pool);
    }

    @Override
    public int size() {
        return size;
    }

    public void append(long highWord, long lowWord) {
        if (size == capacity()) {
            grow(size + 1);
        }
        high[size] = highWord;
        low[size++] = lowWord;
    }

    public void append(Int128 value) {
        append(value.high, value.low);
    }

    @Override
    public void appendNull() {
        validity.markNull(size);
        append(0L, 0L);
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
            case Column flat -> {
                Int128Column words = (Int128Column) flat;
                append(words.high()[row], words.low()[row]);
            }
        }
    }

    @Override
    public void appendAll(Column from, int[] positions, int start, int end) {
        switch (from) {
            case DictionaryColumn dictionary -> {
                reserve(size + end - start);
                for (int i = start; i < end; i++) {
                    append(dictionary, positions[i]);
                }
            }
            case ConstantColumn constant -> repeat(constant, end - start);
            case Column flat -> gather((Int128Column) flat, positions, start, end);
        }
    }

    @Override
    public void appendRange(Column from, int start, int end) {
        switch (from) {
            case DictionaryColumn dictionary -> {
                reserve(size + end - start);
                for (int i = start; i < end; i++) {
                    append(dictionary, i);
                }
            }
            case ConstantColumn constant -> repeat(constant, end - start);
            case Column flat -> copy((Int128Column) flat, start, end);
        }
    }

    /**
     * The array of high words, with room for this many rows in all. Rows from {@link #size()} on may be written; they
     * count once {@link #setSize} says so, and may be lost by any other call before that.
     */
    public long[] reserve(int rows) {
        if (rows > capacity()) {
            grow(rows);
        }
        return high;
    }

    /** The array of low words, in the same way. */
    public long[] reserveLow(int rows) {
        reserve(rows);
        return low;
    }

    /** The bitmap for this many rows in all; the bits of the rows from {@link #size()} on are set. */
    public long[] reserveValidity(int rows) {
        return validity.reserve(rows);
    }

    /** Says how many rows there are, after writing to what {@link #reserve} and {@link #reserveLow} gave. */
    public void setSize(int rows) {
        size = rows;
        validity.truncate(rows);
    }

    @Override
    public Int128Column build() {
        reserve(Math.max(1, size));
        long[] bitmap = validity.build(size);
        Int128Column built = new Int128Column(size, high, low, bitmap, Pooled.lease(pool, bitmap, high, low));
        expected = size;
        size = 0;
        high = NONE;
        low = NONE;
        return built;
    }

    @Override
    public Int128Column view() {
        return new Int128Column(size, high, low, validity.view(size), Lease.UNPOOLED);
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
        free();
        high = NONE;
        low = NONE;
    }

    private void gather(Int128Column from, int[] positions, int start, int end) {
        int row = size;
        int rows = row + end - start;
        validity.gather(from.validity(), positions, start, end, row);
        reserve(rows);
        long[] sourceHigh = from.high();
        long[] sourceLow = from.low();
        for (int i = start; i < end; i++, row++) {
            int position = positions[i];
            high[row] = sourceHigh[position];
            low[row] = sourceLow[position];
        }
        size = rows;
    }

    private void copy(Int128Column from, int start, int end) {
        int rows = size + end - start;
        validity.range(from.validity(), start, end, size);
        reserve(rows);
        System.arraycopy(from.high(), start, high, size, end - start);
        System.arraycopy(from.low(), start, low, size, end - start);
        size = rows;
    }

    private void repeat(ConstantColumn from, int count) {
        int rows = size + count;
        boolean missing = from.isNull(0);
        if (missing) {
            validity.markNulls(size, rows);
        }
        Int128Column value = (Int128Column) from.value();
        reserve(rows);
        Arrays.fill(high, size, rows, missing ? 0 : value.high()[0]);
        Arrays.fill(low, size, rows, missing ? 0 : value.low()[0]);
        size = rows;
    }

    /** Arrays of a pool may be longer than asked for, each by its own measure. */
    private int capacity() {
        return Math.min(high.length, low.length);
    }

    private void grow(int rows) {
        int capacity = Pooled.capacity(rows, capacity(), Math.max(16, expected));
        long[] largerHigh = pool.longs(capacity);
        long[] largerLow = pool.longs(capacity);
        System.arraycopy(high, 0, largerHigh, 0, size);
        System.arraycopy(low, 0, largerLow, 0, size);
        free();
        high = largerHigh;
        low = largerLow;
    }

    private void free() {
        if (high.length != 0) {
            pool.free(high);
            pool.free(low);
        }
    }
}
