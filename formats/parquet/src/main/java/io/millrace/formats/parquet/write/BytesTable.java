package io.millrace.formats.parquet.write;

import io.millrace.data.ByteSink;
import java.util.Arrays;

/** Distinct values of bytes in the order in which they came, each with its place. */
final class BytesTable {
    private static final int LEAST_SLOTS = 1 << 10;

    private final ByteSink bytes = new ByteSink(1 << 12);
    private int[] ends = new int[LEAST_SLOTS / 2];
    private int[] slots = new int[LEAST_SLOTS];
    private int count;

    int count() {
        return count;
    }

    /** How many bytes all distinct values have. */
    int sizeBytes() {
        return bytes.size();
    }

    byte[] data() {
        return bytes.array();
    }

    int start(int place) {
        return place == 0 ? 0 : ends[place - 1];
    }

    int end(int place) {
        return ends[place];
    }

    /** The place of a value, which is taken up where it is new. */
    int place(byte[] data, int start, int end) {
        int slot = slot(data, start, end);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (count == ends.length) {
            grow();
            slot = slot(data, start, end);
        }
        bytes.write(data, start, end);
        ends[count] = bytes.size();
        slots[slot] = ++count;
        return count - 1;
    }

    void clear() {
        count = 0;
        bytes.reset();
        Arrays.fill(slots, 0);
    }

    private int slot(byte[] data, int start, int end) {
        int mask = slots.length - 1;
        long hash = end - start;
        for (int at = start; at < end; at++) {
            hash = (hash ^ data[at]) * 0x0000_0100_0000_01B3L;
        }
        int slot = (int) (hash * 0x9E37_79B9_7F4A_7C15L >>> 32) & mask;
        while (slots[slot] != 0) {
            int place = slots[slot] - 1;
            if (Arrays.equals(bytes.array(), start(place), ends[place], data, start, end)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        ends = Arrays.copyOf(ends, 2 * ends.length);
        slots = new int[2 * slots.length];
        for (int i = 0; i < count; i++) {
            slots[slot(bytes.array(), start(i), ends[i])] = i + 1;
        }
    }
}
