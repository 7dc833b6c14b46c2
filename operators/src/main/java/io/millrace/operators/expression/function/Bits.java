package io.millrace.operators.expression.function;

/**
 * Comparisons of whole numbers as arithmetic: 1 for true, 0 for false. A filter uses them in place of those of {@link
 * Comparisons}, under the same names, so that no profile of other rows can make the JIT compiler choose a jump that is
 * then predicted wrongly.
 */
public final class Bits {
    private Bits() {}

    public static int equal(int a, int b) {
        return notEqual(a, b) ^ 1;
    }

    public static int notEqual(int a, int b) {
        int difference = a ^ b;
        return (difference | -difference) >>> 31;
    }

    public static int less(int a, int b) {
        return (int) (((long) a - b) >>> 63);
    }

    public static int lessOrEqual(int a, int b) {
        return less(b, a) ^ 1;
    }

    public static int greater(int a, int b) {
        return less(b, a);
    }

    public static int greaterOrEqual(int a, int b) {
        return less(a, b) ^ 1;
    }

    public static int equal(long a, long b) {
        return notEqual(a, b) ^ 1;
    }

    public static int notEqual(long a, long b) {
        long difference = a ^ b;
        return (int) ((difference | -difference) >>> 63);
    }

    /** The sign of the difference, unless it overflowed. */
    public static int less(long a, long b) {
        long difference = a - b;
        return (int) ((difference ^ ((a ^ b) & (difference ^ a))) >>> 63);
    }

    public static int lessOrEqual(long a, long b) {
        return less(b, a) ^ 1;
    }

    public static int greater(long a, long b) {
        return less(b, a);
    }

    public static int greaterOrEqual(long a, long b) {
        return less(a, b) ^ 1;
    }
}
