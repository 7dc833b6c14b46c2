package io.millrace.data;

import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import java.nio.charset.StandardCharsets;

/**
 * Builds columns of bytes of any length, text among them.
 *
 * <p>A value can be written in place: ask for {@link #room}, write from {@link #position()} on, then {@link #commit}
 * its length.
 */
public final class BytesBuilder implements ColumnBuilder {
    private static final int[] NO_OFFSETS = {};
    private static final byte[] NO_DATA = {};

    private final BufferPool pool;
    private final ValidityBuilder validity;
    private int[] offsets = NO_OFFSETS;
    private byte[] data = NO_DATA;
    private int position;
    private int size;
    private int expected;
    private int expectedBytes;

    public BytesBuilder(BufferPool pool) {
        this.pool = pool;
        this.validity = new ValidityBuilder(pool);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long bytes() {
        return position;
    }

    @Override
    public boolean isVariable() {
        return true;
    }

    /** Where the next value begins in what {@link #room} gives; how many bytes all values have so far. */
    public int position() {
        return position;
    }

    /** The array of bytes, with room for this many more; write them from {@link #position()} on. */
    public byte[] room(int bytes) {
        if (bytes > data.length - position) {
            growData(position + bytes);
        }
        return data;
    }

    /** Appends a row of this many bytes, which were written from {@link #position()} on. */
    public void commit(int length) {
        if (size + 1 >= offsets.length) {
            growOffsets(size + 1);
        }
        position += length;
        offsets[++size] = position;
    }

    /** Appends the bytes from {@code start} up to {@code end}. */
    public void append(byte[] source, int start, int end) {
        int length = end - start;
        System.arraycopy(source, start, room(length), position, length);
        commit(length);
    }

    /** Appends text as UTF-8. */
    public void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        append(bytes, 0, bytes.length);
    }

    @Override
    public void appendNull() {
        validity.markNull(size);
        commit(0);
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
                BytesColumn bytes = (BytesColumn) flat;
                append(bytes.data(), bytes.offsets()[row], bytes.offsets()[row + 1]);
            }
        }
    }

    @Override
    public void appendAll(Column from, int[] positions, int start, int end) {
        switch (from) {
            case DictionaryColumn dictionary
                    when dictionary.dictionary() instanceof BytesColumn entries && !dictionary.mayHaveNulls() -> {
                int[] starts = entries.offsets();
                int[] indices = dictionary.indices();
                reserveOffsets(size + end - start);
                room((int) Widths.ofEntries(starts, indices, positions, start, end));
                for (int i = start; i < end; i++) {
                    int entry = indices[positions[i]];
                    append(entries.data(), starts[entry], starts[entry + 1]);
                }
            }
            case DictionaryColumn dictionary -> {
                reserveOffsets(size + end - start);
                for (int i = start; i < end; i++) {
                    append(dictionary, positions[i]);
                }
            }
            case ConstantColumn constant -> repeat(constant, end - start);
            case Column flat -> gather((BytesColumn) flat, positions, start, end);
        }
    }

    @Override
    public void appendRange(Column from, int start, int end) {
        switch (from) {
            case DictionaryColumn dictionary
                    when dictionary.dictionary() instanceof BytesColumn entries && !dictionary.mayHaveNulls() -> {
                int[] starts = entries.offsets();
                int[] indices = dictionary.indices();
                reserveOffsets(size + end - start);
                for (int i = start; i < end; i++) {
                    append(entries.data(), starts[indices[i]], starts[indices[i] + 1]);
                }
            }
            case DictionaryColumn dictionary -> {
                reserveOffsets(size + end - start);
                for (int i = start; i < end; i++) {
                    append(dictionary, i);
                }
            }
            case ConstantColumn constant -> repeat(constant, end - start);
            case Column flat -> copy((BytesColumn) flat, start, end);
        }
    }

    /**
     * The array of offsets, with room for this many rows in all, entry 0 included. Row {@code i} ends at entry {@code i
     * + 1}; rows from {@link #size()} on may be written and count once {@link #setSize} says so.
     */
    public int[] reserveOffsets(int rows) {
        if (rows >= offsets.length) {
            growOffsets(rows);
        }
        return offsets;
    }

    /** The bitmap for this many rows in all; the bits of the rows from {@link #size()} on are set. */
    public long[] reserveValidity(int rows) {
        return validity.reserve(rows);
    }

    /** Says how many rows there are, after writing to what {@link #reserveOffsets} and {@link #room} gave. */
    public void setSize(int rows) {
        reserveOffsets(rows);
        size = rows;
        position = offsets[rows];
        validity.truncate(rows);
    }

    @Override
    public BytesColumn build() {
        reserveOffsets(size);
        if (data.length == 0) {
            growData(1);
        }
        long[] bitmap = validity.build(size);
        BytesColumn built = new BytesColumn(size, offsets, data, bitmap, Pooled.lease(pool, bitmap, offsets, data));
        expected = size;
        expectedBytes = position;
        size = 0;
        position = 0;
        offsets = NO_OFFSETS;
        data = NO_DATA;
        return built;
    }

    @Override
    public BytesColumn view() {
        reserveOffsets(size);
        return new BytesColumn(size, offsets, data, validity.view(size), Lease.UNPOOLED);
    }

    @Override
    public void reset() {
        size = 0;
        position = 0;
        validity.reset();
    }

    @Override
    public void close() {
        size = 0;
        position = 0;
        validity.close();
        if (offsets.length != 0) {
            pool.free(offsets);
            offsets = NO_OFFSETS;
        }
        if (data.length != 0) {
            pool.free(data);
            data = NO_DATA;
        }
    }

    private void gather(BytesColumn from, int[] positions, int start, int end) {
        int row = size;
        int rows = row + end - start;
        validity.gather(from.validity(), positions, start, end, row);
        int[] target = reserveOffsets(rows);
        int[] source = from.offsets();
        byte[] bytes = from.data();
        int at = position;
        for (int i = start; i < end; i++) {
            int begin = source[positions[i]];
            int length = source[positions[i] + 1] - begin;
            if (length > data.length - at) {
                position = at;
                growData(at + length);
            }
            copyBytes(bytes, begin, data, at, length);
            at += length;
            target[++row] = at;
        }
        position = at;
        size = rows;
    }

    private void copy(BytesColumn from, int start, int end) {
        if (start == end) {
            return;
        }
        int row = size;
        int rows = row + end - start;
        validity.range(from.validity(), start, end, row);
        int[] target = reserveOffsets(rows);
        int[] source = from.offsets();
        int begin = source[start];
        int length = source[end] - begin;
        System.arraycopy(from.data(), begin, room(length), position, length);
        int shift = position - begin;
        for (int i = start + 1; i <= end; i++) {
            target[++row] = source[i] + shift;
        }
        position += length;
        size = rows;
    }

    private void repeat(ConstantColumn from, int count) {
        reserveOffsets(size + count);
        for (int i = 0; i < count; i++) {
            append(from, i);
        }
    }

    /** Short values are copied by a loop, which spares them the call. */
    private static void copyBytes(byte[] source, int start, byte[] target, int at, int length) {
        if (length > 16) {
            System.arraycopy(source, start, target, at, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            target[at + i] = source[start + i];
        }
    }

    private void growOffsets(int rows) {
        int[] larger = pool.ints(Pooled.capacity(rows + 1, offsets.length, Math.max(16, expected + 1)));
        if (offsets.length != 0) {
            System.arraycopy(offsets, 0, larger, 0, size + 1);
            pool.free(offsets);
        }
        larger[0] = 0;
        offsets = larger;
    }

    private void growData(int length) {
        byte[] larger = pool.bytes(Pooled.capacity(length, data.length, Math.max(64, expectedBytes)));
        if (data.length != 0) {
            System.arraycopy(data, 0, larger, 0, position);
            pool.free(data);
        }
        data = larger;
    }
}
