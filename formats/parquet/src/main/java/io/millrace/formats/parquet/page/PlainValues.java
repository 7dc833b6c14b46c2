package io.millrace.formats.parquet.page;

import io.millrace.data.BytesBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Values as they are: numbers little-endian, booleans a bit, bytes behind their length unless it is fixed. */
public final class PlainValues implements PageValues {
    /** Each value says how long it is. */
    public static final int ANY_LENGTH = 0;

    private final byte[] data;
    private final int end;
    private final int length;
    private int at;
    private int bit;

    /**
     * @param length bytes of a value, or {@link #ANY_LENGTH}
     */
    public PlainValues(byte[] data, int start, int end, int length) {
        this.data = data;
        this.at = start;
        this.end = end;
        this.length = length;
    }

    @Override
    public void ints(int[] target, int from, int count) {
        take(count, Integer.BYTES).asIntBuffer().get(target, from, count);
    }

    @Override
    public void longs(long[] target, int from, int count) {
        take(count, Long.BYTES).asLongBuffer().get(target, from, count);
    }

    @Override
    public void floats(float[] target, int from, int count) {
        take(count, Float.BYTES).asFloatBuffer().get(target, from, count);
    }

    @Override
    public void doubles(double[] target, int from, int count) {
        take(count, Double.BYTES).asDoubleBuffer().get(target, from, count);
    }

    @Override
    public void booleans(byte[] target, int from, int count) {
        if (at + Bits.bytes((long) bit + count, 1) > end) {
            throw early();
        }
        for (int i = 0; i < count; i++, bit++) {
            target[from + i] = (byte) (data[at + (bit >>> 3)] >>> (bit & 7) & 1);
        }
    }

    @Override
    public void bytes(BytesBuilder target, int count) {
        if (length != ANY_LENGTH) {
            fixed(target, count);
            return;
        }
        int size = target.size();
        int[] offsets = target.reserveOffsets(size + count);
        int position = target.position();
        byte[] room = target.room(Math.max(0, Math.min(end - at, 16 * count)));
        for (int i = 0; i < count; i++) {
            int bytes = Bits.intAt(data, at);
            int from = at + Integer.BYTES;
            if (bytes < 0 || bytes > end - from) {
                throw early();
            }
            if (bytes > room.length - position) {
                offsets[size + i] = position;
                target.setSize(size + i);
                room = target.room(bytes);
                offsets = target.reserveOffsets(size + count);
            }
            copy(data, from, room, position, bytes);
            position += bytes;
            offsets[size + i + 1] = position;
            at = from + bytes;
        }
        target.setSize(size + count);
    }

    /** Short values are copied as two words where there is room for them. */
    static void copy(byte[] source, int from, byte[] target, int to, int length) {
        if (length > 16 || from + 16 > source.length || to + 16 > target.length) {
            System.arraycopy(source, from, target, to, length);
            return;
        }
        Bits.copy16(source, from, target, to);
    }

    private void fixed(BytesBuilder target, int count) {
        long bytes = (long) count * length;
        if (bytes > end - at) {
            throw early();
        }
        int size = target.size();
        int[] offsets = target.reserveOffsets(size + count);
        int position = target.position();
        System.arraycopy(data, at, target.room((int) bytes), position, (int) bytes);
        for (int i = 1; i <= count; i++) {
            offsets[size + i] = position + i * length;
        }
        target.setSize(size + count);
        at += (int) bytes;
    }

    private ByteBuffer take(int count, int bytes) {
        long wanted = (long) count * bytes;
        if (wanted > end - at) {
            throw early();
        }
        ByteBuffer taken = ByteBuffer.wrap(data, at, (int) wanted).order(ByteOrder.LITTLE_ENDIAN);
        at += (int) wanted;
        return taken;
    }

    private static RuntimeException early() {
        return new IndexOutOfBoundsException("values end early");
    }
}
