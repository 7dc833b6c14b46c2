package io.millrace.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Arithmetic of decimal numbers by their unscaled values. A result is rounded to the scale asked for, halves away from
 * zero, and overflows where it has more digits than the precision asked for.
 *
 * <p>Numbers of up to {@link DataType.Decimal#LONG_DIGITS} digits are a {@code long}; methods on them return {@link
 * #OVERFLOW}, which no such number is. Others are two words; methods on them write an {@link Int128} and return false
 * on overflow. Operands of the two kinds mix by widening: {@code x} is the words {@code (x >> 63, x)}.
 */
public final class Decimals {
    /** The result of a method on {@code long} that has too many digits, or of a division by zero. */
    public static final long OVERFLOW = Long.MIN_VALUE;

    private static final int LONG_DIGITS = DataType.Decimal.LONG_DIGITS;
    private static final int MAX_DIGITS = DataType.Decimal.MAX_DIGITS;
    private static final long[] POWERS = new long[LONG_DIGITS + 1];
    private static final long[] POWERS_HIGH = new long[MAX_DIGITS + 1];
    private static final long[] POWERS_LOW = new long[MAX_DIGITS + 1];

    static {
        Int128 power = new Int128();
        power.set(1);
        for (int digits = 0; digits <= MAX_DIGITS; digits++) {
            if (digits <= LONG_DIGITS) {
                POWERS[digits] = power.low;
            }
            POWERS_HIGH[digits] = power.high;
            POWERS_LOW[digits] = power.low;
            Int128.multiply(power.high, power.low, 0, 10, power);
        }
    }

    private Decimals() {}

    /** 10 to the power of {@code digits}, which is 0 to 18. */
    public static long powerOfTen(int digits) {
        return POWERS[digits];
    }

    /** 10 to the power of {@code digits}, which is 0 to 38. */
    public static void powerOfTen(int digits, Int128 result) {
        result.set(POWERS_HIGH[digits], POWERS_LOW[digits]);
    }

    /** Whether the number has at most {@code precision} digits. */
    public static boolean fits(long unscaled, int precision) {
        return precision > LONG_DIGITS || (unscaled < POWERS[precision] && unscaled > -POWERS[precision]);
    }

    /** Whether the number has at most {@code precision} digits. */
    public static boolean fits(long high, long low, int precision) {
        long limitHigh = POWERS_HIGH[precision];
        long limitLow = POWERS_LOW[precision];
        if (high >= 0) {
            return Int128.compare(high, low, limitHigh, limitLow) < 0;
        }
        return Int128.compare(high, low, limitLow == 0 ? -limitHigh : ~limitHigh, -limitLow) > 0;
    }

    /** {@code a + b} in a type of up to 18 digits. */
    public static long add(long a, int scaleA, long b, int scaleB, int precision, int scale) {
        if (scaleA == scale && scaleB == scale) {
            return checked(a + b, precision);
        }
        Int128 result = new Int128();
        return narrow(add(a >> 63, a, scaleA, b >> 63, b, scaleB, precision, scale, result), result);
    }

    /** {@code a - b} in a type of up to 18 digits. */
    public static long subtract(long a, int scaleA, long b, int scaleB, int precision, int scale) {
        return add(a, scaleA, -b, scaleB, precision, scale);
    }

    /** {@code a * b} in a type of up to 18 digits. */
    public static long multiply(long a, int scaleA, long b, int scaleB, int precision, int scale) {
        long low = a * b;
        if (scaleA + scaleB == scale && Math.multiplyHigh(a, b) == low >> 63) {
            return checked(low, precision);
        }
        Int128 result = new Int128();
        return narrow(multiply(a >> 63, a, scaleA, b >> 63, b, scaleB, precision, scale, result), result);
    }

    /** {@code a / b} in a type of up to 18 digits; {@link #OVERFLOW} also where b is zero. */
    public static long divide(long a, int scaleA, long b, int scaleB, int precision, int scale) {
        Int128 result = new Int128();
        return narrow(divide(a >> 63, a, scaleA, b >> 63, b, scaleB, precision, scale, result), result);
    }

    /** The number with another scale in a type of up to 18 digits. */
    public static long rescale(long unscaled, int from, int precision, int scale) {
        int digits = scale - from;
        if (digits == 0) {
            return checked(unscaled, precision);
        }
        if (digits > 0) {
            if (digits > LONG_DIGITS) {
                return unscaled == 0 ? 0 : OVERFLOW;
            }
            long low = unscaled * POWERS[digits];
            return Math.multiplyHigh(unscaled, POWERS[digits]) == low >> 63 ? checked(low, precision) : OVERFLOW;
        }
        if (-digits > LONG_DIGITS) {
            return 0;
        }
        long power = POWERS[-digits];
        long quotient = unscaled / power;
        long rest = Math.abs(unscaled % power);
        return checked(rest >= power - rest ? quotient + (unscaled < 0 ? -1 : 1) : quotient, precision);
    }

    /** Compares two numbers of different scale; −1, 0 or 1. */
    public static int compare(long a, int scaleA, long b, int scaleB) {
        return scaleA == scaleB ? Long.compare(a, b) : compare(a >> 63, a, scaleA, b >> 63, b, scaleB);
    }

    /** {@code a + b}. */
    public static boolean add(
            long aHigh,
            long aLow,
            int scaleA,
            long bHigh,
            long bLow,
            int scaleB,
            int precision,
            int scale,
            Int128 result) {
        int common = Math.max(scaleA, scaleB);
        if (!scaleUp(aHigh, aLow, common - scaleA, result)) {
            return addLarge(aHigh, aLow, scaleA, bHigh, bLow, scaleB, precision, scale, result);
        }
        long high = result.high;
        long low = result.low;
        if (!scaleUp(bHigh, bLow, common - scaleB, result) || !Int128.add(high, low, result.high, result.low, result)) {
            return addLarge(aHigh, aLow, scaleA, bHigh, bLow, scaleB, precision, scale, result);
        }
        return rescale(result.high, result.low, common, precision, scale, result);
    }

    /** {@code a - b}. */
    public static boolean subtract(
            long aHigh,
            long aLow,
            int scaleA,
            long bHigh,
            long bLow,
            int scaleB,
            int precision,
            int scale,
            Int128 result) {
        Int128.negate(bHigh, bLow, result);
        return add(aHigh, aLow, scaleA, result.high, result.low, scaleB, precision, scale, result);
    }

    /** {@code a * b}. */
    public static boolean multiply(
            long aHigh,
            long aLow,
            int scaleA,
            long bHigh,
            long bLow,
            int scaleB,
            int precision,
            int scale,
            Int128 result) {
        if (Int128.multiply(aHigh, aLow, bHigh, bLow, result)) {
            return rescale(result.high, result.low, scaleA + scaleB, precision, scale, result);
        }
        BigInteger product = Int128.toBigInteger(aHigh, aLow).multiply(Int128.toBigInteger(bHigh, bLow));
        return round(new BigDecimal(product, scaleA + scaleB), precision, scale, result);
    }

    /** {@code a / b}; false also where b is zero. */
    public static boolean divide(
            long aHigh,
            long aLow,
            int scaleA,
            long bHigh,
            long bLow,
            int scaleB,
            int precision,
            int scale,
            Int128 result) {
        if ((bHigh | bLow) == 0) {
            return false;
        }
        int digits = scale - scaleA + scaleB;
        if (digits >= 0 && scaleUp(aHigh, aLow, digits, result)) {
            return Int128.divideRounded(result.high, result.low, bHigh, bLow, result)
                    && fits(result.high, result.low, precision);
        }
        BigDecimal a = new BigDecimal(Int128.toBigInteger(aHigh, aLow), scaleA);
        BigDecimal b = new BigDecimal(Int128.toBigInteger(bHigh, bLow), scaleB);
        return round(a.divide(b, scale, RoundingMode.HALF_UP), precision, scale, result);
    }

    /** The number with another scale. */
    public static boolean rescale(long high, long low, int from, int precision, int scale, Int128 result) {
        int digits = scale - from;
        if (digits == 0) {
            result.set(high, low);
        } else if (digits > 0) {
            if (!scaleUp(high, low, digits, result)) {
                return false;
            }
        } else if (-digits > MAX_DIGITS) {
            return round(new BigDecimal(Int128.toBigInteger(high, low), from), precision, scale, result);
        } else if (!Int128.divideRounded(high, low, POWERS_HIGH[-digits], POWERS_LOW[-digits], result)) {
            return false;
        }
        return fits(result.high, result.low, precision);
    }

    /** Compares two numbers of different scale; −1, 0 or 1. */
    public static int compare(long aHigh, long aLow, int scaleA, long bHigh, long bLow, int scaleB) {
        if (scaleA == scaleB) {
            return Int128.compare(aHigh, aLow, bHigh, bLow);
        }
        return toBigDecimal(aHigh, aLow, scaleA).compareTo(toBigDecimal(bHigh, bLow, scaleB));
    }

    public static BigDecimal toBigDecimal(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale);
    }

    public static BigDecimal toBigDecimal(long high, long low, int scale) {
        return new BigDecimal(Int128.toBigInteger(high, low), scale);
    }

    /** The unscaled value in a type of up to 18 digits. */
    public static long unscaled(BigDecimal value, int precision, int scale) {
        Int128 result = new Int128();
        return narrow(round(value, precision, scale, result), result);
    }

    /** The unscaled value, rounded to this scale. */
    public static boolean unscaled(BigDecimal value, int precision, int scale, Int128 result) {
        return round(value, precision, scale, result);
    }

    public static double toDouble(long unscaled, int scale) {
        // Both are exact doubles here, so that the quotient is rounded once.
        if (Math.abs(unscaled) <= 1L << 53) {
            return unscaled / (double) POWERS[scale];
        }
        return toBigDecimal(unscaled, scale).doubleValue();
    }

    public static double toDouble(long high, long low, int scale) {
        return high == low >> 63 && scale <= LONG_DIGITS
                ? toDouble(low, scale)
                : toBigDecimal(high, low, scale).doubleValue();
    }

    /**
     * The decimal nearest to a double's shortest text, so that 0.1 is 0.1; false where it overflows or is not finite.
     */
    public static boolean ofDouble(double value, int precision, int scale, Int128 result) {
        return Double.isFinite(value) && round(BigDecimal.valueOf(value), precision, scale, result);
    }

    /** Multiplies by a power of ten; false where the result has more than 128 bits. */
    private static boolean scaleUp(long high, long low, int digits, Int128 result) {
        if (digits == 0) {
            result.set(high, low);
            return true;
        }
        if (digits > MAX_DIGITS) {
            result.set(0);
            return (high | low) == 0;
        }
        return Int128.multiply(high, low, POWERS_HIGH[digits], POWERS_LOW[digits], result);
    }

    private static boolean addLarge(
            long aHigh,
            long aLow,
            int scaleA,
            long bHigh,
            long bLow,
            int scaleB,
            int precision,
            int scale,
            Int128 result) {
        BigDecimal sum = toBigDecimal(aHigh, aLow, scaleA).add(toBigDecimal(bHigh, bLow, scaleB));
        return round(sum, precision, scale, result);
    }

    private static boolean round(BigDecimal value, int precision, int scale, Int128 result) {
        BigInteger unscaled = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
        return Int128.of(unscaled, result) && fits(result.high, result.low, precision);
    }

    private static long checked(long unscaled, int precision) {
        return fits(unscaled, precision) ? unscaled : OVERFLOW;
    }

    private static long narrow(boolean fits, Int128 result) {
        return fits ? result.low : OVERFLOW;
    }
}
