package io.millrace.data;

import java.util.Arrays;

/** Which cells hold a value: one bit a slot, set where one is. */
final class Presence {
    /** What the objects of one column of cells take, about. */
    static final long OBJECT_BYTES = 96;

    private long[] words = Validity.ALL;

    long[] words() {
        return words;
    }

    boolean isNull(int slot) {
        return (words[slot >>> 6] & (1L << slot)) == 0;
    }

    void set(int slot) {
        words[slot >>> 6] |= 1L << slot;
    }

    void clear(int slot) {
        words[slot >>> 6] &= ~(1L << slot);
    }

    boolean anyNull(int[] slots, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isNull(slots[i])) {
                return true;
            }
        }
        return false;
    }

    /** Clears the bits of a column's bitmap, from {@code at} on, for the cells that are null. */
    void gather(int[] slots, int from, int to, long[] bitmap, int at) {
        for (int i = from, row = at; i < to; i++, row++) {
            if (isNull(slots[i])) {
                Validity.clear(bitmap, row);
            }
        }
    }

    void reserve(int slots) {
        int needed = Validity.words(slots);
        if (needed > words.length) {
            words = Arrays.copyOf(words, Math.max(needed, words.length * 2));
        }
    }

    void truncate(int slots) {
        int needed = Validity.words(slots);
        if (needed < words.length) {
            words = Arrays.copyOf(words, needed);
        }
    }

    long sizeBytes() {
        return 16 + 8L * words.length;
    }
}
