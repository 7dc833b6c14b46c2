package io.millrace.benchmarks.expression;

/**
 * The cases as a person would write them, fused into one loop; and as one kernel an operation, with arrays in between.
 */
final class Loops {
    private static final int ROWS = Cases.ROWS;
    private static final double[] DOUBLES = new double[ROWS];
    private static final long[] HIGH = new long[ROWS];
    private static final long[] LONGS = new long[ROWS];
    private static final long[] MORE_LONGS = new long[ROWS];
    private static final int[] INTS = new int[ROWS];
    private static final byte[] FIRST = new byte[ROWS];
    private static final byte[] SECOND = new byte[ROWS];
    private static final byte[] BYTES = new byte[Cases.DATA.length];

    private Loops() {}

    static long timesByHand() {
        for (int i = 0; i < ROWS; i++) {
            DOUBLES[i] = Cases.AMOUNT[i] * 0.908;
        }
        return (long) DOUBLES[17];
    }

    static long decimalByHand() {
        for (int i = 0; i < ROWS; i++) {
            LONGS[i] = Cases.PRICE[i] * 908;
            HIGH[i] = Math.multiplyHigh(Cases.PRICE[i], 908);
        }
        return LONGS[17] + HIGH[17];
    }

    static long sumByHand() {
        for (int i = 0; i < ROWS; i++) {
            LONGS[i] =
                    Math.subtractExact(
                            Math.multiplyExact(Math.addExact(Cases.PRICE[i], Cases.OTHER[i]), 3L), Cases.PRICE[i]);
        }
        return LONGS[17];
    }

    static long sumByKernels() {
        add(Cases.PRICE, Cases.OTHER, LONGS);
        multiply(LONGS, 3, MORE_LONGS);
        subtract(MORE_LONGS, Cases.PRICE, LONGS);
        return LONGS[17];
    }

    private static void add(long[] a, long[] b, long[] result) {
        long bad = 0;
        for (int i = 0; i < ROWS; i++) {
            long sum = a[i] + b[i];
            bad |= (a[i] ^ sum) & (b[i] ^ sum);
            result[i] = sum;
        }
        check(bad);
    }

    private static void subtract(long[] a, long[] b, long[] result) {
        long bad = 0;
        for (int i = 0; i < ROWS; i++) {
            long difference = a[i] - b[i];
            bad |= (a[i] ^ b[i]) & (a[i] ^ difference);
            result[i] = difference;
        }
        check(bad);
    }

    private static void multiply(long[] a, long b, long[] result) {
        long bad = 0;
        for (int i = 0; i < ROWS; i++) {
            long product = a[i] * b;
            bad |= (Math.multiplyHigh(a[i], b) ^ product >> 63) == 0 ? 0 : -1;
            result[i] = product;
        }
        check(bad);
    }

    private static void check(long bad) {
        if (bad < 0) {
            throw new ArithmeticException();
        }
    }

    static long equalByHand() {
        int count = 0;
        for (int i = 0; i < ROWS; i++) {
            INTS[count] = i;
            count += Cases.A[i] == 7 ? 1 : 0;
        }
        return count;
    }

    static long bothByHand() {
        int count = 0;
        for (int i = 0; i < ROWS; i++) {
            INTS[count] = i;
            count += (Cases.A[i] > 10 ? 1 : 0) & (Cases.B[i] < 5 ? 1 : 0);
        }
        return count;
    }

    static long bothByKernels() {
        greater(Cases.A, 10, FIRST);
        less(Cases.B, 5, SECOND);
        for (int i = 0; i < ROWS; i++) {
            FIRST[i] &= SECOND[i];
        }
        int count = 0;
        for (int i = 0; i < ROWS; i++) {
            INTS[count] = i;
            count += FIRST[i];
        }
        return count;
    }

    private static void greater(int[] a, int b, byte[] result) {
        for (int i = 0; i < ROWS; i++) {
            result[i] = (byte) (a[i] > b ? 1 : 0);
        }
    }

    private static void less(int[] a, int b, byte[] result) {
        for (int i = 0; i < ROWS; i++) {
            result[i] = (byte) (a[i] < b ? 1 : 0);
        }
    }

    static long chainByHand() {
        for (int i = 0; i < ROWS; i++) {
            int a = Cases.A[i];
            INTS[i] = a < 5 ? 1 : a < 10 ? 2 : a < 15 ? Cases.B[i] : 4;
        }
        return INTS[17];
    }

    /** The last branch first, each one before it blended over it. */
    static long chainByKernels() {
        java.util.Arrays.fill(INTS, 4);
        less(Cases.A, 15, FIRST);
        for (int i = 0; i < ROWS; i++) {
            INTS[i] = FIRST[i] != 0 ? Cases.B[i] : INTS[i];
        }
        less(Cases.A, 10, FIRST);
        blend(FIRST, 2);
        less(Cases.A, 5, FIRST);
        blend(FIRST, 1);
        return INTS[17];
    }

    private static void blend(byte[] mask, int value) {
        for (int i = 0; i < ROWS; i++) {
            INTS[i] = mask[i] != 0 ? value : INTS[i];
        }
    }

    static long likeByHand() {
        byte[] part = {'n', 'e', 'x', 'm', 'a', 'r', 'k'};
        int count = 0;
        for (int i = 0; i < ROWS; i++) {
            int end = Cases.OFFSETS[i + 1] - part.length;
            boolean found = false;
            for (int at = Cases.OFFSETS[i]; at <= end && !found; at++) {
                int same = 0;
                while (same < part.length && Cases.DATA[at + same] == part[same]) {
                    same++;
                }
                found = same == part.length;
            }
            INTS[count] = i;
            count += found ? 1 : 0;
        }
        return count;
    }

    static long upperByHand() {
        int end = Cases.OFFSETS[ROWS];
        for (int i = 0; i < end; i++) {
            byte value = Cases.DATA[i];
            BYTES[i] = (byte) (value >= 'a' && value <= 'z' ? value - 32 : value);
        }
        System.arraycopy(Cases.OFFSETS, 0, INTS, 0, ROWS);
        return BYTES[17];
    }
}
