package io.millrace.operators.expression.function;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of an array at a time, in one word, the first byte lowest. Where a text ends within a word, the bytes
 * behind it are read too if the array has them, and masked away. Sources of the arithmetic: H. S. Warren, "Hacker's
 * Delight", 6-1 and 2-17.
 */
public final class Words {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Words() {}

    static long get(byte[] data, int at) {
        return (long) WORD.get(data, at);
    }

    static void put(byte[] data, int at, long word) {
        WORD.set(data, at, word);
    }

    /** Copies; up to 32 bytes in whole words where both arrays have room for them behind the end. */
    public static void copy(byte[] from, int start, byte[] to, int at, int size) {
        if (size <= 16 && start + 16 <= from.length && at + 16 <= to.length) {
            put(to, at, get(from, start));
            put(to, at + 8, get(from, start + 8));
        } else if (size <= 32 && start + 32 <= from.length && at + 32 <= to.length) {
            put(to, at, get(from, start));
            put(to, at + 8, get(from, start + 8));
            put(to, at + 16, get(from, start + 16));
            put(to, at + 24, get(from, start + 24));
        } else {
            System.arraycopy(from, start, to, at, size);
        }
    }

    /** Whether all bytes are below 128. */
    static boolean isAscii(byte[] data, int start, int end) {
        long bits = 0;
        int at = start;
        for (; at + 8 <= end; at += 8) {
            bits |= get(data, at);
        }
        if (at < end) {
            if (at + 8 <= data.length) {
                bits |= get(data, at) & mask(end - at);
            } else {
                for (; at < end; at++) {
                    bits |= data[at];
                }
            }
        }
        return (bits & HIGH_BITS) == 0;
    }

    /** All bits of the first {@code bytes} bytes, of which there are 1 to 7. */
    private static long mask(int bytes) {
        return -1L >>> (64 - 8 * bytes);
    }

    /** Where this byte stands first; −1 if nowhere. */
    static int indexOf(byte[] data, int start, int end, byte wanted) {
        long pattern = (wanted & 0xFF) * ONES;
        int at = start;
        for (; at + 8 <= end; at += 8) {
            long found = zeros(get(data, at) ^ pattern);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        if (at >= end) {
            return -1;
        }
        if (at + 8 <= data.length) {
            long found = zeros(get(data, at) ^ pattern);
            int place = at + (Long.numberOfTrailingZeros(found) >>> 3);
            return found != 0 && place < end ? place : -1;
        }
        while (at < end && data[at] != wanted) {
            at++;
        }
        return at < end ? at : -1;
    }

    /** Where this byte stands for the n-th time, counted from 1; −1 where it does not so often. */
    static int indexOf(byte[] data, int start, int end, byte wanted, int times) {
        long pattern = (wanted & 0xFF) * ONES;
        int left = times;
        int at = start;
        for (; at + 8 <= end; at += 8) {
            long found = allZeros(get(data, at) ^ pattern);
            int count = Long.bitCount(found);
            if (count >= left) {
                for (; left > 1; left--) {
                    found &= found - 1;
                }
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            left -= count;
        }
        for (; at < end; at++) {
            if (data[at] == wanted && --left == 0) {
                return at;
            }
        }
        return -1;
    }

    /** The high bit of each byte that is zero, and no other. */
    private static long allZeros(long word) {
        return ~((word & ~HIGH_BITS) + ~HIGH_BITS | word | ~HIGH_BITS);
    }

    /** The high bit of each byte that is zero; above the first such byte others may be set. */
    private static long zeros(long word) {
        return word - ONES & ~word & HIGH_BITS;
    }

    /** Copies ASCII letters between 'a' and 'z' (or 'A' and 'Z') in the other case, and other bytes as they are. */
    static void swapCase(byte[] from, int start, int size, byte first, byte[] to) {
        int at = 0;
        for (; at < size && start + at + 8 <= from.length; at += 8) {
            put(to, at, swapped(get(from, start + at), first));
        }
        for (; at < size; at++) {
            byte value = from[start + at];
            to[at] = value >= first && value <= first + 25 ? (byte) (value ^ 0x20) : value;
        }
    }

    private static long swapped(long word, byte first) {
        long low = word & ~HIGH_BITS;
        long fromFirst = low + (0x80 - first) * ONES;
        long behindLast = low + (0x7F - first - 25) * ONES;
        long letters = (fromFirst ^ behindLast) & ~word & HIGH_BITS;
        return word ^ letters >>> 2;
    }
}
