package io.millrace.operators.expression.function;

import io.millrace.data.Decimals;
import io.millrace.data.Int128;

/**
 * Decimal numbers by their unscaled values; scales and the result's type come as constants. A result that has more
 * digits than its type is an error.
 */
public final class DecimalFunctions {
    private DecimalFunctions() {}

    public static long add(long a, int scaleA, long b, int scaleB, int precision, int scale) {
        return checked(
                Decimals.add(a, scaleA, b, scaleB, precision, scale), "+", a, scaleA, b, scaleB, precision, scale);
    }

    public static long subtract(long a, int scaleA, long b, int scaleB, int precision, int scale) {
        return checked(
                Decimals.subtract(a, scaleA, b, scaleB, precision, scale), "-", a, scaleA, b, scaleB, precision, scale);
    }

    public static long multiply(long a, int scaleA, long b, int scaleB, int precision, int scale) {
        return checked(
                Decimals.multiply(a, scaleA, b, scaleB, precision, scale), "*", a, scaleA, b, scaleB, precision, scale);
    }

    public static long divide(long a, int scaleA, long b, int scaleB, int precision, int scale) {
        if (b == 0) {
            throw Errors.divisionByZero(text(a, scaleA) + " / 0");
        }
        return checked(
                Decimals.divide(a, scaleA, b, scaleB, precision, scale), "/", a, scaleA, b, scaleB, precision, scale);
    }

    public static void add(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, Int128 result) {
        check(
                Decimals.add(a.high, a.low, scaleA, b.high, b.low, scaleB, precision, scale, result),
                "+",
                a,
                scaleA,
                b,
                scaleB,
                precision,
                scale);
    }

    public static void subtract(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, Int128 result) {
        check(
                Decimals.subtract(a.high, a.low, scaleA, b.high, b.low, scaleB, precision, scale, result),
                "-",
                a,
                scaleA,
                b,
                scaleB,
                precision,
                scale);
    }

    public static void multiply(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, Int128 result) {
        check(
                Decimals.multiply(a.high, a.low, scaleA, b.high, b.low, scaleB, precision, scale, result),
                "*",
                a,
                scaleA,
                b,
                scaleB,
                precision,
                scale);
    }

    public static void divide(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, Int128 result) {
        if ((b.high | b.low) == 0) {
            throw Errors.divisionByZero(text(a, scaleA) + " / 0");
        }
        check(
                Decimals.divide(a.high, a.low, scaleA, b.high, b.low, scaleB, precision, scale, result),
                "/",
                a,
                scaleA,
                b,
                scaleB,
                precision,
                scale);
    }

    /** What a division without fraction leaves, with the sign of the dividend. */
    public static void mod(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, Int128 result) {
        if ((b.high | b.low) == 0) {
            throw Errors.divisionByZero("MOD(" + text(a, scaleA) + ", 0)");
        }
        java.math.BigDecimal rest =
                Decimals.toBigDecimal(a.high, a.low, scaleA).remainder(Decimals.toBigDecimal(b.high, b.low, scaleB));
        check(Decimals.unscaled(rest, precision, scale, result), "MOD", a, scaleA, b, scaleB, precision, scale);
    }

    /** Whether one is less, equal or greater: −1, 0 or 1. */
    public static int compare(Int128 a, int scaleA, Int128 b, int scaleB) {
        return Decimals.compare(a.high, a.low, scaleA, b.high, b.low, scaleB);
    }

    public static void negate(Int128 a, Int128 result) {
        Int128.negate(a.high, a.low, result);
    }

    public static void abs(Int128 a, Int128 result) {
        if (a.high < 0) {
            Int128.negate(a.high, a.low, result);
        } else {
            result.set(a.high, a.low);
        }
    }

    /** −1, 0 or 1, with this scale. */
    public static void sign(Int128 a, int scale, Int128 result) {
        int sign = Int128.signum(a.high, a.low);
        Decimals.powerOfTen(scale, result);
        if (sign <= 0) {
            if (sign == 0) {
                result.set(0);
            } else {
                Int128.negate(result.high, result.low, result);
            }
        }
    }

    /** The greatest whole number that is not greater. */
    public static void floor(Int128 a, int scaleA, int scale, Int128 result) {
        whole(a, scaleA, -1, scale, result);
    }

    public static void ceil(Int128 a, int scaleA, int scale, Int128 result) {
        whole(a, scaleA, 1, scale, result);
    }

    private static void whole(Int128 a, int scaleA, int towards, int scale, Int128 result) {
        Decimals.powerOfTen(scaleA, result);
        long powerHigh = result.high;
        long powerLow = result.low;
        Int128.remainder(a.high, a.low, powerHigh, powerLow, result);
        boolean adjust = Int128.signum(result.high, result.low) == towards;
        Int128.divideTruncated(a.high, a.low, powerHigh, powerLow, result);
        if (adjust) {
            Int128.add(result.high, result.low, towards < 0 ? -1 : 0, towards, result);
        }
        if (!Decimals.rescale(result.high, result.low, 0, 38, scale, result)) {
            throw Errors.overflow("FLOOR or CEIL of " + text(a, scaleA), "DECIMAL(38, " + scale + ")");
        }
    }

    /** Rounded to so many digits behind the point, then written with the result's scale; halves away from zero. */
    public static void round(Int128 a, int scaleA, int digits, int precision, int scale, Int128 result) {
        java.math.BigDecimal value = Decimals.toBigDecimal(a.high, a.low, scaleA);
        rounded(value, digits, java.math.RoundingMode.HALF_UP, precision, scale, result);
    }

    public static void truncate(Int128 a, int scaleA, int digits, int precision, int scale, Int128 result) {
        java.math.BigDecimal value = Decimals.toBigDecimal(a.high, a.low, scaleA);
        rounded(value, digits, java.math.RoundingMode.DOWN, precision, scale, result);
    }

    private static void rounded(
            java.math.BigDecimal value,
            int digits,
            java.math.RoundingMode mode,
            int precision,
            int scale,
            Int128 result) {
        java.math.BigDecimal rounded = value.setScale(Math.min(digits, value.scale()), mode);
        if (!Decimals.unscaled(rounded, precision, scale, result)) {
            throw Errors.overflow("ROUND(" + value.toPlainString() + ", " + digits + ")", type(precision, scale));
        }
    }

    private static long checked(
            long result, String operator, long a, int scaleA, long b, int scaleB, int precision, int scale) {
        if (result == Decimals.OVERFLOW) {
            throw Errors.overflow(text(a, scaleA) + " " + operator + " " + text(b, scaleB), type(precision, scale));
        }
        return result;
    }

    private static void check(
            boolean fits, String operator, Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale) {
        if (!fits) {
            throw Errors.overflow(text(a, scaleA) + " " + operator + " " + text(b, scaleB), type(precision, scale));
        }
    }

    private static String type(int precision, int scale) {
        return "DECIMAL(" + precision + ", " + scale + ")";
    }

    private static String text(long a, int scale) {
        return Decimals.toBigDecimal(a, scale).toPlainString();
    }

    private static String text(Int128 a, int scale) {
        return Decimals.toBigDecimal(a.high, a.low, scale).toPlainString();
    }
}
