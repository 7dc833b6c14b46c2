package io.millrace.operators.expression.function;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Floating-point numbers by IEEE 754: nothing here fails, a division by zero is infinite or NaN. */
public final class Floating {
    private Floating() {}

    public static float add(float a, float b) {
        return a + b;
    }

    public static double add(double a, double b) {
        return a + b;
    }

    public static float subtract(float a, float b) {
        return a - b;
    }

    public static double subtract(double a, double b) {
        return a - b;
    }

    public static float multiply(float a, float b) {
        return a * b;
    }

    public static double multiply(double a, double b) {
        return a * b;
    }

    public static float divide(float a, float b) {
        return a / b;
    }

    public static double divide(double a, double b) {
        return a / b;
    }

    public static float mod(float a, float b) {
        return a % b;
    }

    public static double mod(double a, double b) {
        return a % b;
    }

    public static float negate(float a) {
        return -a;
    }

    public static double negate(double a) {
        return -a;
    }

    public static float abs(float a) {
        return Math.abs(a);
    }

    public static double abs(double a) {
        return Math.abs(a);
    }

    public static float sign(float a) {
        return Math.signum(a);
    }

    public static double sign(double a) {
        return Math.signum(a);
    }

    public static double floor(double a) {
        return Math.floor(a);
    }

    public static double ceil(double a) {
        return Math.ceil(a);
    }

    public static float floor(float a) {
        return (float) Math.floor(a);
    }

    public static float ceil(float a) {
        return (float) Math.ceil(a);
    }

    public static double power(double a, double b) {
        return Math.pow(a, b);
    }

    public static double sqrt(double a) {
        return Math.sqrt(a);
    }

    public static double cbrt(double a) {
        return Math.cbrt(a);
    }

    public static double exp(double a) {
        return Math.exp(a);
    }

    public static double ln(double a) {
        return Math.log(a);
    }

    public static double log10(double a) {
        return Math.log10(a);
    }

    public static double log2(double a) {
        return Math.log(a) / Math.log(2);
    }

    public static double log(double a) {
        return Math.log(a);
    }

    /** The logarithm of {@code a} to this base. */
    public static double log(double base, double a) {
        return Math.log(a) / Math.log(base);
    }

    public static double sin(double a) {
        return Math.sin(a);
    }

    public static double cos(double a) {
        return Math.cos(a);
    }

    public static double tan(double a) {
        return Math.tan(a);
    }

    public static double cot(double a) {
        return 1 / Math.tan(a);
    }

    public static double asin(double a) {
        return Math.asin(a);
    }

    public static double acos(double a) {
        return Math.acos(a);
    }

    public static double atan(double a) {
        return Math.atan(a);
    }

    public static double atan2(double y, double x) {
        return Math.atan2(y, x);
    }

    public static double sinh(double a) {
        return Math.sinh(a);
    }

    public static double cosh(double a) {
        return Math.cosh(a);
    }

    public static double tanh(double a) {
        return Math.tanh(a);
    }

    public static double degrees(double a) {
        return Math.toDegrees(a);
    }

    public static double radians(double a) {
        return Math.toRadians(a);
    }

    public static double pi() {
        return Math.PI;
    }

    public static double e() {
        return Math.E;
    }

    /** To so many digits behind the point, by the number's decimal text; halves away from zero. */
    public static double round(double a, int digits) {
        return scaled(a, digits, RoundingMode.HALF_UP);
    }

    public static double truncate(double a, int digits) {
        return scaled(a, digits, RoundingMode.DOWN);
    }

    public static float round(float a, int digits) {
        return Float.isFinite(a)
                ? new BigDecimal(Float.toString(a)).setScale(digits, RoundingMode.HALF_UP).floatValue()
                : a;
    }

    public static float truncate(float a, int digits) {
        return Float.isFinite(a)
                ? new BigDecimal(Float.toString(a)).setScale(digits, RoundingMode.DOWN).floatValue()
                : a;
    }

    private static double scaled(double a, int digits, RoundingMode mode) {
        return Double.isFinite(a) ? BigDecimal.valueOf(a).setScale(digits, mode).doubleValue() : a;
    }
}
