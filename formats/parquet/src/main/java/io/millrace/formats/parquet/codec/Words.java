package io.millrace.formats.parquet.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Moves bytes eight at a time, which may write over bytes that come later; never past the end of an array. */
final class Words {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    static int word(byte[] data, int at) {
        return (int) INTS.get(data, at);
    }

    /** A little-endian number of one to four bytes. */
    static int little(byte[] data, int at, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (data[at + i] & 0xFF) << 8 * i;
        }
        return value;
    }

    /** Takes bytes of another array, of which at most {@code end} may be written. */
    static void literal(byte[] source, int at, byte[] target, int out, int count, int end) {
        if (count < 0 || count > end - out) {
            throw new IndexOutOfBoundsException("a literal ends past the page");
        }
        if (count <= 16 && at + 16 <= source.length && out + 16 <= target.length) {
            LONGS.set(target, out, (long) LONGS.get(source, at));
            LONGS.set(target, out + 8, (long) LONGS.get(source, at + 8));
        } else {
            System.arraycopy(source, at, target, out, count);
        }
    }

    /** Repeats bytes that lie {@code offset} before, which may reach into those being written. */
    static void copy(byte[] target, int out, int offset, int count, int end) {
        if (offset <= 0 || offset > out || count < 0 || count > end - out) {
            throw new IndexOutOfBoundsException("a copy lies outside of the page");
        }
        int from = out - offset;
        if (offset >= 8 && out + count + 8 <= target.length) {
            for (int i = 0; i < count; i += 8) {
                LONGS.set(target, out + i, (long) LONGS.get(target, from + i));
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            target[out + i] = target[from + i];
        }
    }

    /** How many bytes are the same from both places on, before {@code end}. */
    static int common(byte[] data, int early, int late, int end) {
        int count = 0;
        while (late + count + 8 <= end) {
            long difference = (long) LONGS.get(data, early + count) ^ (long) LONGS.get(data, late + count);
            if (difference != 0) {
                return count + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
            count += 8;
        }
        while (late + count < end && data[early + count] == data[late + count]) {
            count++;
        }
        return count;
    }
}
