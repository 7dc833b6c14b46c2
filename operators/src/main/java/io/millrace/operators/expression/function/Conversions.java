package io.millrace.operators.expression.function;

import io.millrace.data.Decimals;
import io.millrace.data.Int128;

/** Conversions that always succeed, and arithmetic of which the planner's types say that it cannot overflow. */
public final class Conversions {
    private Conversions() {}

    public static long toLong(int value) {
        return value;
    }

    public static float toFloat(int value) {
        return value;
    }

    public static float toFloat(long value) {
        return value;
    }

    public static float toFloat(double value) {
        return (float) value;
    }

    public static double toDouble(int value) {
        return value;
    }

    public static double toDouble(long value) {
        return value;
    }

    public static double toDouble(float value) {
        return value;
    }

    public static int toInt(boolean value) {
        return value ? 1 : 0;
    }

    public static boolean toBoolean(int value) {
        return value != 0;
    }

    public static boolean toBoolean(long value) {
        return value != 0;
    }

    public static boolean toBoolean(double value) {
        return value != 0;
    }

    public static void widen(long value, Int128 result) {
        result.set(value);
    }

    /** A number that is known to fit. */
    public static long narrow(Int128 value) {
        return value.low;
    }

    public static double decimalToDouble(long unscaled, int scale) {
        return Decimals.toDouble(unscaled, scale);
    }

    public static double decimalToDouble(Int128 unscaled, int scale) {
        return Decimals.toDouble(unscaled.high, unscaled.low, scale);
    }

    public static long plainAdd(long a, long b) {
        return a + b;
    }

    public static long plainSubtract(long a, long b) {
        return a - b;
    }

    public static long plainMultiply(long a, long b) {
        return a * b;
    }

    public static long plainNegate(long a) {
        return -a;
    }

    public static long plainAbs(long a) {
        return Math.abs(a);
    }

    public static void wideMultiply(long a, long b, Int128 result) {
        Int128.multiply(a, b, result);
    }

    /** Rounds down. */
    public static long floorDivide(long a, long b) {
        return Math.floorDiv(a, b);
    }
}
