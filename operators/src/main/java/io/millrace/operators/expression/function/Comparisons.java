package io.millrace.operators.expression.function;

import io.millrace.data.Int128;
import java.util.Arrays;

/**
 * Comparisons of values that are there. NaN equals itself and is greater than all other numbers, −0 equals 0, text is
 * compared by its UTF-8 bytes: as rows are everywhere. None of them fails.
 */
public final class Comparisons {
    private Comparisons() {}

    public static boolean equal(boolean a, boolean b) {
        return a == b;
    }

    public static boolean notEqual(boolean a, boolean b) {
        return a != b;
    }

    public static boolean less(boolean a, boolean b) {
        return !a && b;
    }

    public static boolean lessOrEqual(boolean a, boolean b) {
        return !a || b;
    }

    public static boolean greater(boolean a, boolean b) {
        return a && !b;
    }

    public static boolean greaterOrEqual(boolean a, boolean b) {
        return a || !b;
    }

    public static boolean equal(int a, int b) {
        return a == b;
    }

    public static boolean notEqual(int a, int b) {
        return a != b;
    }

    public static boolean less(int a, int b) {
        return a < b;
    }

    public static boolean lessOrEqual(int a, int b) {
        return a <= b;
    }

    public static boolean greater(int a, int b) {
        return a > b;
    }

    public static boolean greaterOrEqual(int a, int b) {
        return a >= b;
    }

    public static boolean equal(long a, long b) {
        return a == b;
    }

    public static boolean notEqual(long a, long b) {
        return a != b;
    }

    public static boolean less(long a, long b) {
        return a < b;
    }

    public static boolean lessOrEqual(long a, long b) {
        return a <= b;
    }

    public static boolean greater(long a, long b) {
        return a > b;
    }

    public static boolean greaterOrEqual(long a, long b) {
        return a >= b;
    }

    public static boolean equal(float a, float b) {
        return a == b || (isNaN(a) && isNaN(b));
    }

    public static boolean notEqual(float a, float b) {
        return !equal(a, b);
    }

    public static boolean less(float a, float b) {
        return a < b || (isNaN(b) && !isNaN(a));
    }

    public static boolean lessOrEqual(float a, float b) {
        return a <= b || isNaN(b);
    }

    public static boolean greater(float a, float b) {
        return less(b, a);
    }

    public static boolean greaterOrEqual(float a, float b) {
        return lessOrEqual(b, a);
    }

    public static boolean equal(double a, double b) {
        return a == b || (isNaN(a) && isNaN(b));
    }

    public static boolean notEqual(double a, double b) {
        return !equal(a, b);
    }

    public static boolean less(double a, double b) {
        return a < b || (isNaN(b) && !isNaN(a));
    }

    public static boolean lessOrEqual(double a, double b) {
        return a <= b || isNaN(b);
    }

    public static boolean greater(double a, double b) {
        return less(b, a);
    }

    public static boolean greaterOrEqual(double a, double b) {
        return lessOrEqual(b, a);
    }

    private static boolean isNaN(double value) {
        return Double.isNaN(value);
    }

    /** −1, 0 or 1. */
    public static int compare(Int128 a, Int128 b) {
        return Int128.compare(a.high, a.low, b.high, b.low);
    }

    public static boolean equal(Slice a, Slice b) {
        return a.end - a.start == b.end - b.start && Arrays.equals(a.data, a.start, a.end, b.data, b.start, b.end);
    }

    public static boolean notEqual(Slice a, Slice b) {
        return !equal(a, b);
    }

    public static boolean less(Slice a, Slice b) {
        return compare(a, b) < 0;
    }

    public static boolean lessOrEqual(Slice a, Slice b) {
        return compare(a, b) <= 0;
    }

    public static boolean greater(Slice a, Slice b) {
        return compare(a, b) > 0;
    }

    public static boolean greaterOrEqual(Slice a, Slice b) {
        return compare(a, b) >= 0;
    }

    public static int compare(Slice a, Slice b) {
        return Arrays.compareUnsigned(a.data, a.start, a.end, b.data, b.start, b.end);
    }
}
