package io.millrace.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads what a {@link ByteSink} wrote, from a range of an array. Reading past its end throws with the code {@code
 * corrupt-data}. One thread owns a cursor.
 */
public final class ByteCursor {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] data;
    private final int end;
    private int position;

    public ByteCursor(byte[] data, int start, int end) {
        this.data = data;
        this.position = start;
        this.end = end;
    }

    public byte[] data() {
        return data;
    }

    /** Where the next byte lies in {@link #data()}. */
    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public byte readByte() {
        return data[skip(1)];
    }

    public int readInt() {
        return (int) INTS.get(data, skip(4));
    }

    public long readLong() {
        return (long) LONGS.get(data, skip(8));
    }

    public void readBytes(byte[] target, int count) {
        System.arraycopy(data, skip(count), target, 0, count);
    }

    public void readInts(int[] target, int start, int count) {
        ByteBuffer bytes = wrap(4L * count);
        bytes.asIntBuffer().get(target, start, count);
    }

    public void readLongs(long[] target, int count) {
        ByteBuffer bytes = wrap(8L * count);
        bytes.asLongBuffer().get(target, 0, count);
    }

    public void readFloats(float[] target, int count) {
        ByteBuffer bytes = wrap(4L * count);
        bytes.asFloatBuffer().get(target, 0, count);
    }

    public void readDoubles(double[] target, int count) {
        ByteBuffer bytes = wrap(8L * count);
        bytes.asDoubleBuffer().get(target, 0, count);
    }

    /** Passes over some bytes and says where they begin. */
    public int skip(long bytes) {
        if (bytes < 0 || bytes > end - position) {
            throw BatchCodec.corrupt("it ends " + (bytes - end + position) + " bytes early");
        }
        int start = position;
        position += (int) bytes;
        return start;
    }

    private ByteBuffer wrap(long bytes) {
        return ByteBuffer.wrap(data, skip(bytes), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
