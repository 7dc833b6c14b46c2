package io.millrace.operators.expression.function;

import io.millrace.data.Decimals;
import io.millrace.data.Int128;

/**
 * Conversions between numbers that may not fit: what does not is missing. Fractions are cut off on the way to whole
 * numbers.
 */
public final class NumberCasts {
    private NumberCasts() {}

    /** A whole number between these bounds. */
    public static int toInt(long value, int least, int greatest, Missing missing) {
        if (value < least || value > greatest) {
            missing.is = true;
            return 0;
        }
        return (int) value;
    }

    public static long toLong(double value, Missing missing) {
        if (!(value >= -0x1p63 && value < 0x1p63)) {
            missing.is = true;
            return 0;
        }
        return (long) value;
    }

    public static long toLong(long unscaled, int scale) {
        return unscaled / Decimals.powerOfTen(scale);
    }

    public static long toLong(Int128 unscaled, int scale, Own own, Missing missing) {
        Decimals.powerOfTen(scale, own.number);
        Int128.divideTruncated(unscaled.high, unscaled.low, own.number.high, own.number.low, own.number);
        if (!own.number.isLong()) {
            missing.is = true;
        }
        return own.number.low;
    }

    /** A number to compute with. */
    public static final class Own {
        private final Int128 number = new Int128();
    }

    public static boolean toDecimal(Int128 unscaled, int from, int precision, int scale, Int128 result) {
        return Decimals.rescale(unscaled.high, unscaled.low, from, precision, scale, result);
    }

    public static long toDecimal(long unscaled, int from, int precision, int scale, Missing missing) {
        long result = Decimals.rescale(unscaled, from, precision, scale);
        missing.is = result == Decimals.OVERFLOW;
        return result;
    }

    public static boolean toDecimal(double value, int precision, int scale, Int128 result) {
        return Decimals.ofDouble(value, precision, scale, result);
    }
}
