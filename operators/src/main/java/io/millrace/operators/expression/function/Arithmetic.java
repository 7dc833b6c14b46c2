package io.millrace.operators.expression.function;

/**
 * Whole numbers: a result outside of its type is an error, never another number. The narrow types are computed as INT
 * and looked at afterwards.
 */
public final class Arithmetic {
    private Arithmetic() {}

    public static int add(int a, int b) {
        long sum = (long) a + b;
        if (sum != (int) sum) {
            throw Errors.overflow(a + " + " + b, "INT");
        }
        return (int) sum;
    }

    public static long add(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw Errors.overflow(a + " + " + b, "BIGINT");
        }
        return sum;
    }

    public static int subtract(int a, int b) {
        long difference = (long) a - b;
        if (difference != (int) difference) {
            throw Errors.overflow(a + " - " + b, "INT");
        }
        return (int) difference;
    }

    public static long subtract(long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw Errors.overflow(a + " - " + b, "BIGINT");
        }
        return difference;
    }

    public static int multiply(int a, int b) {
        long product = (long) a * b;
        if (product != (int) product) {
            throw Errors.overflow(a + " * " + b, "INT");
        }
        return (int) product;
    }

    public static long multiply(long a, long b) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) != product >> 63) {
            throw Errors.overflow(a + " * " + b, "BIGINT");
        }
        return product;
    }

    /** Without the fraction. */
    public static int divide(int a, int b) {
        if (b == 0) {
            throw Errors.divisionByZero(a + " / 0");
        }
        if (a == Integer.MIN_VALUE && b == -1) {
            throw Errors.overflow(a + " / -1", "INT");
        }
        return a / b;
    }

    public static long divide(long a, long b) {
        if (b == 0) {
            throw Errors.divisionByZero(a + " / 0");
        }
        if (a == Long.MIN_VALUE && b == -1) {
            throw Errors.overflow(a + " / -1", "BIGINT");
        }
        return a / b;
    }

    /** What a division leaves, with the sign of the dividend. */
    public static int mod(int a, int b) {
        if (b == 0) {
            throw Errors.divisionByZero("MOD(" + a + ", 0)");
        }
        return a % b;
    }

    public static long mod(long a, long b) {
        if (b == 0) {
            throw Errors.divisionByZero("MOD(" + a + ", 0)");
        }
        return a % b;
    }

    public static int negate(int a) {
        if (a == Integer.MIN_VALUE) {
            throw Errors.overflow("-(" + a + ")", "INT");
        }
        return -a;
    }

    public static long negate(long a) {
        if (a == Long.MIN_VALUE) {
            throw Errors.overflow("-(" + a + ")", "BIGINT");
        }
        return -a;
    }

    public static int abs(int a) {
        return a < 0 ? negate(a) : a;
    }

    public static long abs(long a) {
        return a < 0 ? negate(a) : a;
    }

    public static int sign(int a) {
        return Integer.signum(a);
    }

    public static long sign(long a) {
        return Long.signum(a);
    }

    /** The same number, if it is a TINYINT. */
    public static int tiny(int a) {
        if (a != (byte) a) {
            throw Errors.overflow("the result " + a, "TINYINT");
        }
        return a;
    }

    /** The same number, if it is a SMALLINT. */
    public static int small(int a) {
        if (a != (short) a) {
            throw Errors.overflow("the result " + a, "SMALLINT");
        }
        return a;
    }

    /** Rounds to a power of ten: {@code digits} below zero count in front of the point. Halves away from zero. */
    public static long round(long a, int digits) {
        if (digits >= 0) {
            return a;
        }
        if (digits < -18) {
            return 0;
        }
        long power = io.millrace.data.Decimals.powerOfTen(-digits);
        long rest = a % power;
        long down = a - rest;
        if (Math.abs(rest) < power - Math.abs(rest)) {
            return down;
        }
        return a < 0 ? subtract(down, power) : add(down, power);
    }

    /** Cuts to a power of ten, towards zero. */
    public static long truncate(long a, int digits) {
        if (digits >= 0) {
            return a;
        }
        return digits < -18 ? 0 : a - a % io.millrace.data.Decimals.powerOfTen(-digits);
    }

    public static int round(int a, int digits) {
        long rounded = round((long) a, digits);
        if (rounded != (int) rounded) {
            throw Errors.overflow("ROUND(" + a + ", " + digits + ")", "INT");
        }
        return (int) rounded;
    }

    public static int truncate(int a, int digits) {
        return (int) truncate((long) a, digits);
    }
}
