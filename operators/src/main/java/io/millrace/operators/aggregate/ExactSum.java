package io.millrace.operators.aggregate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A sum of doubles without any rounding, as a fixed-point number wide enough for every double: bit 0 counts 2^−1074.
 * Infinities and NaN are counted apart, so that taking one away again leaves what was there before. Slow; {@link
 * DoubleSumAccumulator} needs it only for what two doubles cannot hold.
 */
final class ExactSum {
    private static final int LEAST_EXPONENT = -1074;

    /** 2,098 bits for one double, and room for 2^78 of them. */
    private static final int WORDS = 34;

    private static final int SPECIALS = 3;
    static final int BYTES = (WORDS + SPECIALS) * Long.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] words = new long[WORDS];
    private long positiveInfinities;
    private long negativeInfinities;
    private long nans;

    void clear() {
        Arrays.fill(words, 0);
        positiveInfinities = 0;
        negativeInfinities = 0;
        nans = 0;
    }

    /** Adds a value so many times. */
    void add(double value, long times) {
        if (!Double.isFinite(value)) {
            if (Double.isNaN(value)) {
                nans += times;
            } else if (value > 0) {
                positiveInfinities += times;
            } else {
                negativeInfinities += times;
            }
            return;
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = bits & (1L << 52) - 1;
        if (exponent != 0) {
            mantissa |= 1L << 52;
        }
        long count = bits < 0 ? -times : times;
        addShifted(Math.multiplyHigh(mantissa, count), mantissa * count, Math.max(0, exponent - 1));
    }

    /** Adds {@code (high * 2^64 + low) * 2^shift}, in two's complement. */
    private void addShifted(long high, long low, int shift) {
        int word = shift >>> 6;
        int bits = shift & 63;
        long sign = high >> 63;
        long first = low << bits;
        long second = bits == 0 ? high : high << bits | low >>> -bits;
        long third = bits == 0 ? sign : high >> -bits;
        long carry = addWord(word, first, 0);
        carry = addWord(word + 1, second, carry);
        carry = addWord(word + 2, third, carry);
        for (int i = word + 3; i < WORDS; i++) {
            carry = addWord(i, sign, carry);
        }
    }

    private long addWord(int index, long addend, long carry) {
        if (index >= WORDS) {
            return 0;
        }
        long sum = words[index] + addend;
        long over = Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
        long total = sum + carry;
        over |= Long.compareUnsigned(total, sum) < 0 ? 1 : 0;
        words[index] = total;
        return over;
    }

    boolean isZero() {
        long any = positiveInfinities | negativeInfinities | nans;
        for (long word : words) {
            any |= word;
        }
        return any == 0;
    }

    void read(byte[] bytes, int from) {
        for (int i = 0; i < WORDS; i++) {
            words[i] = (long) LONGS.get(bytes, from + i * Long.BYTES);
        }
        positiveInfinities = (long) LONGS.get(bytes, from + WORDS * Long.BYTES);
        negativeInfinities = (long) LONGS.get(bytes, from + (WORDS + 1) * Long.BYTES);
        nans = (long) LONGS.get(bytes, from + (WORDS + 2) * Long.BYTES);
    }

    void write(byte[] bytes) {
        for (int i = 0; i < WORDS; i++) {
            LONGS.set(bytes, i * Long.BYTES, words[i]);
        }
        LONGS.set(bytes, WORDS * Long.BYTES, positiveInfinities);
        LONGS.set(bytes, (WORDS + 1) * Long.BYTES, negativeInfinities);
        LONGS.set(bytes, (WORDS + 2) * Long.BYTES, nans);
    }

    /** Adds another sum so many times, as {@link #write} wrote it. */
    void merge(byte[] bytes, int from, long times) {
        for (long left = Math.abs(times); left > 0; left--) {
            long flip = times < 0 ? -1 : 0;
            long carry = times < 0 ? 1 : 0;
            for (int i = 0; i < WORDS; i++) {
                carry = addWord(i, (long) LONGS.get(bytes, from + i * Long.BYTES) ^ flip, carry);
            }
        }
        positiveInfinities += (long) LONGS.get(bytes, from + WORDS * Long.BYTES) * times;
        negativeInfinities += (long) LONGS.get(bytes, from + (WORDS + 1) * Long.BYTES) * times;
        nans += (long) LONGS.get(bytes, from + (WORDS + 2) * Long.BYTES) * times;
    }

    /** Whether it is a number: no infinity and no NaN was added. */
    boolean isFinite() {
        return positiveInfinities <= 0 && negativeInfinities <= 0 && nans <= 0;
    }

    /** The exact sum of the finite values. */
    BigDecimal exact() {
        return new BigDecimal(integer()).multiply(new BigDecimal(Double.MIN_VALUE));
    }

    /** The double nearest to the sum, ties to even. */
    double value() {
        if (!isFinite()) {
            if (nans > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
                return Double.NaN;
            }
            return positiveInfinities > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        BigInteger sum = integer();
        BigInteger magnitude = sum.abs();
        int excess = magnitude.bitLength() - 53;
        double rounded;
        if (excess <= 0) {
            rounded = Math.scalb((double) magnitude.longValue(), LEAST_EXPONENT);
        } else {
            long top = magnitude.shiftRight(excess).longValue();
            boolean half = magnitude.testBit(excess - 1);
            boolean more = magnitude.getLowestSetBit() < excess - 1;
            if (half && (more || (top & 1) != 0)) {
                top++;
            }
            rounded = Math.scalb((double) top, excess + LEAST_EXPONENT);
        }
        return sum.signum() < 0 ? -rounded : rounded;
    }

    private BigInteger integer() {
        byte[] bytes = new byte[WORDS * Long.BYTES];
        for (int i = 0; i < WORDS; i++) {
            for (int b = 0; b < Long.BYTES; b++) {
                bytes[bytes.length - 1 - i * Long.BYTES - b] = (byte) (words[i] >>> 8 * b);
            }
        }
        return new BigInteger(bytes);
    }
}
