package io.millrace.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that are written one after another into an array that grows; numbers are little-endian. One thread owns a sink.
 */
public final class ByteSink {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] array;
    private int size;

    public ByteSink() {
        this(256);
    }

    public ByteSink(int capacity) {
        this.array = new byte[Math.max(16, capacity)];
    }

    /** The bytes written so far are the first {@link #size()} of this array, until the next write. */
    public byte[] array() {
        return array;
    }

    public int size() {
        return size;
    }

    /** Drops all bytes but the first ones. */
    public void truncate(int newSize) {
        size = newSize;
    }

    public void reset() {
        size = 0;
    }

    /** The array, with room for this many more bytes: write them from {@link #size()} on, then {@link #advance}. */
    public byte[] room(int bytes) {
        if (bytes < 0 || bytes > array.length - size) {
            array = Arrays.copyOf(array, Pooled.capacity(bytes < 0 ? bytes : size + bytes, array.length, 0));
        }
        return array;
    }

    /** Counts bytes that were written into {@link #room}. */
    public void advance(int bytes) {
        size += bytes;
    }

    public void writeByte(int value) {
        room(1)[size++] = (byte) value;
    }

    public void writeInt(int value) {
        INTS.set(room(4), size, value);
        size += 4;
    }

    public void writeLong(long value) {
        LONGS.set(room(8), size, value);
        size += 8;
    }

    public void write(byte[] data, int start, int end) {
        System.arraycopy(data, start, room(end - start), size, end - start);
        size += end - start;
    }

    public void writeInts(int[] values, int start, int end) {
        wrap(4L * (end - start)).asIntBuffer().put(values, start, end - start);
    }

    public void writeLongs(long[] values, int start, int end) {
        wrap(8L * (end - start)).asLongBuffer().put(values, start, end - start);
    }

    public void writeFloats(float[] values, int start, int end) {
        wrap(4L * (end - start)).asFloatBuffer().put(values, start, end - start);
    }

    public void writeDoubles(double[] values, int start, int end) {
        wrap(8L * (end - start)).asDoubleBuffer().put(values, start, end - start);
    }

    /** Writes text as UTF-8. */
    public void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    /** Writes text of which every character is ASCII. */
    public void writeAscii(String text) {
        int length = text.length();
        byte[] target = room(length);
        for (int i = 0; i < length; i++) {
            target[size + i] = (byte) text.charAt(i);
        }
        size += length;
    }

    /** Writes over an int that was written before. */
    public void setInt(int at, int value) {
        INTS.set(array, at, value);
    }

    public byte[] toBytes() {
        return Arrays.copyOf(array, size);
    }

    /** The bytes as UTF-8. */
    @Override
    public String toString() {
        return new String(array, 0, size, StandardCharsets.UTF_8);
    }

    private ByteBuffer wrap(long bytes) {
        int start = size;
        int count = bytes > Pooled.MAX_LENGTH ? -1 : (int) bytes;
        ByteBuffer buffer = ByteBuffer.wrap(room(count), start, count).order(ByteOrder.LITTLE_ENDIAN);
        size += count;
        return buffer;
    }
}
