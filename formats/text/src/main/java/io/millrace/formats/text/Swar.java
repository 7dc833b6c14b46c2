package io.millrace.formats.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time in one long. {@link #matches} marks the high bit of each byte that is equal to the pattern's,
 * and may mark a byte after one that is: whoever looks at a mark looks at the byte.
 */
final class Swar {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    /** How many bytes past what it holds a buffer must have. */
    static final int PADDING = 8;

    private Swar() {}

    static long word(byte[] data, int at) {
        return (long) LONGS.get(data, at);
    }

    /** This byte eight times. */
    static long pattern(int value) {
        return (value & 0xFF) * ONES;
    }

    static long matches(long word, long pattern) {
        long difference = word ^ pattern;
        return (difference - ONES) & ~difference & HIGHS;
    }

    static boolean isAscii(long word) {
        return (word & HIGHS) == 0;
    }

    /** The index of the first marked byte. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** Where this byte comes first from {@code from} up to {@code end}, or −1. The data is padded. */
    static int find(byte[] data, int from, int end, byte value) {
        long pattern = pattern(value);
        for (int at = from; at < end; at += 8) {
            long marks = matches(word(data, at), pattern);
            if (marks != 0) {
                int found = at + first(marks);
                return found < end ? found : -1;
            }
        }
        return -1;
    }
}
