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
    private static final long ODD_1 = 0x9E3779B97F4A7C15L;
    private static final long ODD_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long NULL = 0x165667B19E3779F9L;

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

    /** The hash of the row with one more column, a text of {@code length} bytes. */
    public static long text(long hash, byte[] bytes, int start, int length) {
        long even = ODD_1 + length;
        long odd = ODD_2;
        int at = start;
        int end = start + length;
        // Two chains, so that one multiplication does not wait for the other.
        for (; at + 16 <= end; at += 16) {
            even = (even ^ (long) LONG.get(bytes, at)) * ODD_2;
            odd = (odd ^ (long) LONG.get(bytes, at + 8)) * ODD_1;
            even ^= even >>> 29;
            odd ^= odd >>> 31;
        }
        if (at + 8 <= end) {
            even = (even ^ (long) LONG.get(bytes, at)) * ODD_2;
            even ^= even >>> 29;
            at += 8;
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 8 | bytes[at] & 0xFF;
        }
        return number(hash, even + Long.rotateLeft(odd ^ rest, 23) * ODD_1);
    }
}
