package io.millrace.benchmarks.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash of one row, over every value of every column in order. All engines fold with it: a sink adds the hash of
 * each row that comes and subtracts that of each row that goes, modulo 2^64, so that the sum says what is left,
 * whatever the order and whatever was taken back in between.
 *
 * <p>Which value folds as what: integers, dates (days) and booleans (0, 1) as a long; a timestamp as its milliseconds
 * since 1970, followed, where its type has more than three digits, by the nanoseconds within the millisecond; a decimal
 * as the low and the high 64 bits of its unscaled value; a double as its bits, −0 as 0; a text as its UTF-8 bytes.
 */
public final class RowFold {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ODD_1 = 0x9E3779B97F4A7C15L;
    private static final long ODD_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long ODD_3 = 0x165667B19E3779F9L;
    private static final long NULL = ODD_3;

    private RowFold() {}

    /** The hash of a row without columns. */
    public static long start() {
        return ODD_2;
    }

    /** The hash of the row with one more column, a number. */
    public static long number(long hash, long value) {
        long mixed = (hash ^ value) * ODD_1;
        return mixed ^ (mixed >>> 32);
    }

    /** The hash of the row with one more column, a null. */
    public static long missing(long hash) {
        return number(hash, NULL);
    }

    /** The hash of the row with one more column, a floating-point number. */
    public static long real(long hash, double value) {
        return number(hash, value == 0 ? 0 : Double.doubleToLongBits(value));
    }

    /**
     * The hash of the row with one more column, a text of {@code length} bytes. Words may overlap, and few sizes are
     * told apart: lengths are hard to foretell, and a branch on one, or the end of a loop, costs more than some words
     * that are taken twice.
     */
    public static long text(long hash, byte[] bytes, int start, int length) {
        int end = start + length;
        if (length < 16) {
            return number(hash, length >= 8 ? word(bytes, start, length) : few(bytes, start, length));
        }
        long sum = number(ODD_2, length);
        if (length <= 32) {
            sum += pair(bytes, start, ODD_1) + pair(bytes, end - 16, ODD_2);
        } else if (length <= 96) {
            int middle = Math.min(start + 32, end - 32);
            sum += twoPairs(bytes, start) + Long.rotateLeft(twoPairs(bytes, middle), 21);
            sum += Long.rotateLeft(twoPairs(bytes, end - 32), 42);
        } else {
            for (int at = start; at < end - 32; at += 32) {
                sum = number(sum, twoPairs(bytes, at));
            }
            sum = number(sum, twoPairs(bytes, end - 32));
        }
        return number(hash, sum);
    }

    /** Of 32 bytes. */
    private static long twoPairs(byte[] bytes, int at) {
        return pair(bytes, at, ODD_1) + pair(bytes, at + 16, ODD_2);
    }

    /** Of 16 bytes. */
    private static long pair(byte[] bytes, int at, long odd) {
        long second = (long) LONG.get(bytes, at + 8) * ODD_3;
        return ((long) LONG.get(bytes, at) ^ Long.rotateLeft(second, 29)) * odd;
    }

    /** Of 8 to 15 bytes. */
    private static long word(byte[] bytes, int start, int length) {
        long even = (ODD_1 + length * ODD_2 ^ (long) LONG.get(bytes, start)) * ODD_2;
        long odd = (ODD_2 ^ (long) LONG.get(bytes, start + length - 8)) * ODD_1;
        return even ^ even >>> 29 ^ Long.rotateLeft(odd, 23) * ODD_1;
    }

    /** Of less than 8 bytes: without a loop, whose length could not be foretold either. */
    private static long few(byte[] bytes, int start, int length) {
        int end = start + length;
        if (length >= Integer.BYTES) {
            long first = (int) INT.get(bytes, start);
            long last = (int) INT.get(bytes, end - Integer.BYTES);
            return (first ^ last << 32 ^ length * ODD_1) * ODD_2;
        }
        if (length == 0) {
            return 0;
        }
        // The middle one is the first or the last again, where there are fewer than three.
        long first = bytes[start] & 0xFF;
        long middle = bytes[start + (length >> 1)] & 0xFF;
        long last = bytes[end - 1] & 0xFF;
        return (first | middle << 8 | last << 16 | (long) length << 24) * ODD_2;
    }
}
