package io.millrace.operators.expression.function;

import java.math.BigInteger;

/**
 * A 128-bit number, {@code high * 2^64 + unsigned(low)}: how the unscaled values of wide decimals are passed to functions without
 * an object per row. Reused like {@link Slice}; the one that a function writes is its last parameter, an {@link Int128Result}.
 */
public sealed class Int128 permits Int128Result {
    public long high;
    public long low;

    public Int128() {}

    public static Int128 of(BigInteger value) {
        Int128 result = new Int128();
        result.high = value.shiftRight(64).longValueExact();
        result.low = value.longValue();
        return result;
    }

    public final void set(long highWord, long lowWord) {
        high = highWord;
        low = lowWord;
    }

    /** Whether it fits 64 bits. */
    public final boolean isLong() {
        return high == low >> 63;
    }

    public final BigInteger toBigInteger() {
        return BigInteger.valueOf(high).shiftLeft(64).add(BigInteger.valueOf(low & Long.MAX_VALUE))
                .add(low < 0 ? BigInteger.ONE.shiftLeft(63) : BigInteger.ZERO);
    }

    public final double toDouble() {
        return isLong() ? (double) low : toBigInteger().doubleValue();
    }

    @Override
    public final String toString() {
        return toBigInteger().toString();
    }
}
