package io.millrace.formats.parquet.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian words at any byte or bit of an array. A page's array is {@link #PADDING} bytes longer than the page, so
 * that a word may be read wherever a value begins.
 */
public final class Bits {
    public static final int PADDING = 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Bits() {}

    public static int intAt(byte[] data, int at) {
        return (int) INTS.get(data, at);
    }

    public static long longAt(byte[] data, int at) {
        return (long) LONGS.get(data, at);
    }

    static void copy16(byte[] source, int from, byte[] target, int to) {
        LONGS.set(target, to, (long) LONGS.get(source, from));
        LONGS.set(target, to + 8, (long) LONGS.get(source, from + 8));
    }

    /** How many bytes hold this many values of a width. */
    static long bytes(long values, int width) {
        return (values * width + 7) >>> 3;
    }

    /** Unpacks values of up to 32 bits that lie one after another from bit 0 of a byte on. */
    static void unpack(byte[] data, int from, int width, int[] target, int at, int count) {
        int mask = width == Integer.SIZE ? -1 : (1 << width) - 1;
        long bit = 0;
        for (int i = 0; i < count; i++) {
            long word = (long) LONGS.get(data, from + (int) (bit >>> 3));
            target[at + i] = (int) (word >>> (bit & 7)) & mask;
            bit += width;
        }
    }

    /** A value of up to 64 bits at a bit. */
    static long unpack(byte[] data, int from, long bit, int width) {
        if (width == 0) {
            return 0;
        }
        int byteAt = from + (int) (bit >>> 3);
        int shift = (int) (bit & 7);
        long word = (long) LONGS.get(data, byteAt) >>> shift;
        if (shift + width > Long.SIZE) {
            word |= (long) data[byteAt + 8] << Long.SIZE - shift;
        }
        return width == Long.SIZE ? word : word & (1L << width) - 1;
    }
}
