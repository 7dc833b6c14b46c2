package io.millrace.formats.parquet.write;

import java.util.Arrays;

/** Distinct numbers in the order in which they came, each with its place. */
final class NumberTable {
    private static final int LEAST_SLOTS = 1 << 10;

    private long[] values = new long[LEAST_SLOTS / 2];
    private int[] slots = new int[LEAST_SLOTS];
    private int count;

    int count() {
        return count;
    }

    /** The distinct numbers; only the first {@link #count} count. */
    long[] values() {
        return values;
    }

    /** The place of a number, which is taken up where it is new. */
    int place(long value) {
        int slot = slot(value);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (count == values.length) {
            grow();
            slot = slot(value);
        }
        values[count] = value;
        slots[slot] = ++count;
        return count - 1;
    }

    void clear() {
        count = 0;
        Arrays.fill(slots, 0);
    }

    /** Where a number is among the slots, or would be. */
    private int slot(long value) {
        int mask = slots.length - 1;
        long mixed = value * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (slots[slot] != 0 && values[slots[slot] - 1] != value) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        values = Arrays.copyOf(values, 2 * values.length);
        slots = new int[2 * slots.length];
        for (int i = 0; i < count; i++) {
            slots[slot(values[i])] = i + 1;
        }
    }
}
