package io.millrace.data;

/** Bitmaps that say which values are there: one bit a row, least significant first, set where a value is. */
public final class Validity {
    /** No value is missing. */
    public static final long[] ALL = {};

    private Validity() {}

    public static boolean isNull(long[] validity, int row) {
        return validity.length != 0 && (validity[row >>> 6] & (1L << row)) == 0;
    }

    /** How many words a bitmap for this many rows has. */
    public static int words(int rows) {
        return (rows + 63) >>> 6;
    }

    public static void set(long[] validity, int row) {
        validity[row >>> 6] |= 1L << row;
    }

    public static void clear(long[] validity, int row) {
        validity[row >>> 6] &= ~(1L << row);
    }
}
