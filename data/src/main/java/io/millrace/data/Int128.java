package io.millrace.data;

import java.math.BigInteger;

/**
 * A 128-bit integer in two's complement, {@code high * 2^64 + unsigned(low)}, that can be written: it receives the
 * results of the static methods here, so that a loop needs one for all its rows. Operands are plain words; a 64-bit
 * number {@code x} is the words {@code (x >> 63, x)}. Methods that can overflow return false where the result does not
 * fit, and leave the receiver undefined.
 */
public final class Int128 {
    public long high;
    public long low;

    public void set(long highWord, long lowWord) {
        high = highWord;
        low = lowWord;
    }

    public void set(long value) {
        set(value >> 63, value);
    }

    /** Whether the number fits 64 bits, in which case {@link #low} is it. */
    public boolean isLong() {
        return high == low >> 63;
    }

    public BigInteger toBigInteger() {
        return toBigInteger(high, low);
    }

    public static BigInteger toBigInteger(long high, long low) {
        if (high == low >> 63) {
            return BigInteger.valueOf(low);
        }
        byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (high >>> (56 - 8 * i));
            bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
        }
        return new BigInteger(bytes);
    }

    /** Reads a number of any size; false if it has more than 128 bits. */
    public static boolean of(BigInteger value, Int128 result) {
        if (value.bitLength() > 127) {
            return false;
        }
        result.set(value.shiftRight(64).longValue(), value.longValue());
        return true;
    }

    /** Compares as signed numbers; −1, 0 or 1. */
    public static int compare(long aHigh, long aLow, long bHigh, long bLow) {
        return aHigh != bHigh
                ? Long.compare(aHigh, bHigh)
                : Long.compareUnsigned(aLow, bLow) < 0 ? -1 : aLow == bLow ? 0 : 1;
    }

    public static int signum(long high, long low) {
        return high < 0 ? -1 : (high | low) == 0 ? 0 : 1;
    }

    public static boolean add(long aHigh, long aLow, long bHigh, long bLow, Int128 result) {
        long low = aLow + bLow;
        long carry = Long.compareUnsigned(low, aLow) < 0 ? 1 : 0;
        long high = aHigh + bHigh + carry;
        result.set(high, low);
        return ((aHigh ^ high) & (bHigh ^ high)) >= 0;
    }

    public static boolean subtract(long aHigh, long aLow, long bHigh, long bLow, Int128 result) {
        long borrow = Long.compareUnsigned(aLow, bLow) < 0 ? 1 : 0;
        long high = aHigh - bHigh - borrow;
        result.set(high, aLow - bLow);
        return ((aHigh ^ bHigh) & (aHigh ^ high)) >= 0;
    }

    public static boolean negate(long high, long low, Int128 result) {
        return subtract(0, 0, high, low, result);
    }

    /** The product of two 64-bit numbers, which always fits. */
    public static void multiply(long a, long b, Int128 result) {
        result.set(Math.multiplyHigh(a, b), a * b);
    }

    public static boolean multiply(long aHigh, long aLow, long bHigh, long bLow, Int128 result) {
        if (aHigh == aLow >> 63 && bHigh == bLow >> 63) {
            multiply(aLow, bLow, result);
            return true;
        }
        boolean negative = (aHigh ^ bHigh) < 0;
        long absAHigh = absoluteHigh(aHigh, aLow);
        long absALow = absoluteLow(aHigh, aLow);
        long absBHigh = absoluteHigh(bHigh, bLow);
        long absBLow = absoluteLow(bHigh, bLow);
        if (absAHigh != 0 && absBHigh != 0) {
            return false;
        }
        long low = absALow * absBLow;
        long crossHigh =
                absAHigh == 0
                        ? Math.unsignedMultiplyHigh(absALow, absBHigh)
                        : Math.unsignedMultiplyHigh(absAHigh, absBLow);
        long cross = absAHigh == 0 ? absALow * absBHigh : absAHigh * absBLow;
        long carried = Math.unsignedMultiplyHigh(absALow, absBLow);
        long high = cross + carried;
        if (crossHigh != 0 || Long.compareUnsigned(high, cross) < 0) {
            return false;
        }
        return sign(negative, high, low, result);
    }

    /**
     * The quotient, rounded to the nearest integer and halves away from zero; false where the divisor is zero or the
     * quotient does not fit.
     */
    public static boolean divideRounded(long aHigh, long aLow, long bHigh, long bLow, Int128 result) {
        return divide(aHigh, aLow, bHigh, bLow, true, result);
    }

    /** The quotient without its fraction; false where the divisor is zero or the quotient does not fit. */
    public static boolean divideTruncated(long aHigh, long aLow, long bHigh, long bLow, Int128 result) {
        return divide(aHigh, aLow, bHigh, bLow, false, result);
    }

    /** What a truncated division leaves, with the sign of the dividend; false where the divisor is zero. */
    public static boolean remainder(long aHigh, long aLow, long bHigh, long bLow, Int128 result) {
        if ((bHigh | bLow) == 0) {
            return false;
        }
        if (aHigh == aLow >> 63 && bHigh == bLow >> 63) {
            result.set(bLow == -1 ? 0 : aLow % bLow);
            return true;
        }
        return of(toBigInteger(aHigh, aLow).remainder(toBigInteger(bHigh, bLow)), result);
    }

    private static boolean divide(long aHigh, long aLow, long bHigh, long bLow, boolean rounded, Int128 result) {
        if ((bHigh | bLow) == 0) {
            return false;
        }
        boolean negative = (aHigh ^ bHigh) < 0;
        long divisorHigh = absoluteHigh(bHigh, bLow);
        long divisor = absoluteLow(bHigh, bLow);
        long high = absoluteHigh(aHigh, aLow);
        long low = absoluteLow(aHigh, aLow);
        if (divisorHigh != 0) {
            return divideLarge(toBigInteger(aHigh, aLow), toBigInteger(bHigh, bLow), rounded, result);
        }
        long quotientHigh = Long.divideUnsigned(high, divisor);
        long rest = high - quotientHigh * divisor;
        long quotientLow;
        if (rest == 0) {
            quotientLow = Long.divideUnsigned(low, divisor);
            rest = low - quotientLow * divisor;
        } else {
            quotientLow = divideWords(rest, low, divisor);
            rest = low - quotientLow * divisor;
        }
        // rest >= divisor - rest says that the fraction is at least one half, without overflow.
        if (rounded && Long.compareUnsigned(rest, divisor - rest) >= 0) {
            quotientLow++;
            quotientHigh += quotientLow == 0 ? 1 : 0;
        }
        return sign(negative, quotientHigh, quotientLow, result);
    }

    /**
     * Divides the unsigned 128-bit number {@code (high, low)} by an unsigned divisor greater than {@code high}:
     * schoolbook long division with digits of 32 bits (Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D).
     */
    private static long divideWords(long high, long low, long divisor) {
        int shift = Long.numberOfLeadingZeros(divisor);
        long normal = divisor << shift;
        long upper = shift == 0 ? high : high << shift | low >>> (64 - shift);
        long lower = low << shift;
        long first = divideDigit(upper, lower >>> 32, normal);
        long rest = (upper << 32 | lower >>> 32) - first * normal;
        long second = divideDigit(rest, lower & 0xFFFFFFFFL, normal);
        return first << 32 | second;
    }

    /** One digit of the quotient of {@code upper * 2^32 + digit} by a divisor whose highest bit is set. */
    private static long divideDigit(long upper, long digit, long divisor) {
        long divisorHigh = divisor >>> 32;
        long divisorLow = divisor & 0xFFFFFFFFL;
        long estimate = Long.divideUnsigned(upper, divisorHigh);
        long rest = upper - estimate * divisorHigh;
        while (estimate >>> 32 != 0 || Long.compareUnsigned(estimate * divisorLow, rest << 32 | digit) > 0) {
            estimate--;
            rest += divisorHigh;
            if (rest >>> 32 != 0) {
                break;
            }
        }
        return estimate;
    }

    private static boolean divideLarge(BigInteger a, BigInteger b, boolean rounded, Int128 result) {
        BigInteger[] parts = a.divideAndRemainder(b);
        boolean up = rounded && parts[1].abs().shiftLeft(1).compareTo(b.abs()) >= 0;
        return of(up ? parts[0].add(BigInteger.valueOf((long) a.signum() * b.signum())) : parts[0], result);
    }

    /** Gives an unsigned magnitude its sign; false where it does not fit. */
    private static boolean sign(boolean negative, long high, long low, Int128 result) {
        if (!negative) {
            result.set(high, low);
            return high >= 0;
        }
        result.set(low == 0 ? -high : ~high, -low);
        return result.high < 0 || (high | low) == 0;
    }

    private static long absoluteHigh(long high, long low) {
        return high >= 0 ? high : low == 0 ? -high : ~high;
    }

    private static long absoluteLow(long high, long low) {
        return high >= 0 ? low : -low;
    }

    @Override
    public String toString() {
        return toBigInteger().toString();
    }
}
