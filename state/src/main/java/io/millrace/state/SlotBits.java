package io.millrace.state;

import java.util.Arrays;

/** A set of slots, as bits. */
final class SlotBits {
    static final int NONE = -1;

    private static final long[] NO_WORDS = {};

    private long[] words = NO_WORDS;

    boolean get(int slot) {
        return (words[slot >>> 6] & (1L << slot)) != 0;
    }

    void set(int slot) {
        words[slot >>> 6] |= 1L << slot;
    }

    void clear(int slot) {
        words[slot >>> 6] &= ~(1L << slot);
    }

    /** The words, valid until the next {@link #reserve}. */
    long[] words() {
        return words;
    }

    void reserve(int slots) {
        int needed = (slots + 63) >>> 6;
        if (needed > words.length) {
            words = Arrays.copyOf(words, Math.max(needed, words.length * 2));
        }
    }

    /** The least slot from {@code from} on that is in the set, or {@link #NONE}. */
    int next(int from) {
        int word = from >>> 6;
        if (word >= words.length) {
            return NONE;
        }
        long bits = words[word] & (-1L << from);
        while (bits == 0) {
            if (++word == words.length) {
                return NONE;
            }
            bits = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** Sets all from {@code from} up to {@code to}. */
    void setAll(int from, int to) {
        for (int slot = from; slot < to; ) {
            if ((slot & 63) == 0 && to - slot >= 64) {
                words[slot >>> 6] = -1L;
                slot += 64;
            } else {
                set(slot++);
            }
        }
    }

    /** Whether no room was ever reserved, or all of it was given back: then no bit is set. */
    boolean isVoid() {
        return words.length == 0;
    }

    /** Gives all room back. */
    void release() {
        words = NO_WORDS;
    }

    /** Gives back the room of the slots from this one on. */
    void truncate(int slots) {
        int needed = (slots + 63) >>> 6;
        if (needed < words.length) {
            words = Arrays.copyOf(words, needed);
        }
    }

    void clearAll() {
        Arrays.fill(words, 0);
    }

    void copyFrom(SlotBits other) {
        System.arraycopy(other.words, 0, words, 0, other.words.length);
    }

    void or(SlotBits other) {
        for (int i = 0; i < other.words.length; i++) {
            words[i] |= other.words[i];
        }
    }

    void and(SlotBits other) {
        for (int i = 0; i < other.words.length; i++) {
            words[i] &= other.words[i];
        }
    }

    /** Adds what is in another set among the slots of the words from {@code fromWord} up to {@code toWord}. */
    void or(SlotBits other, int fromWord, int toWord) {
        for (int i = fromWord; i < toWord; i++) {
            words[i] |= other.words[i];
        }
    }

    int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** How many there are from {@code from} up to {@code to}. */
    int count(int from, int to) {
        int count = 0;
        int slot = from;
        while (slot < to) {
            int end = Math.min(to, (slot | 63) + 1);
            long bits = words[slot >>> 6] & (-1L << slot);
            if ((end & 63) != 0) {
                bits &= (1L << end) - 1;
            }
            count += Long.bitCount(bits);
            slot = end;
        }
        return count;
    }

    /** The first slot from {@code from} on before which {@code skipped} ones of the set lie; there are more of them. */
    int skip(int from, int skipped) {
        int left = skipped;
        int slot = from;
        while (true) {
            int end = (slot | 63) + 1;
            int count = count(slot, end);
            if (count > left) {
                break;
            }
            left -= count;
            slot = end;
        }
        slot = next(slot);
        while (left-- > 0) {
            slot = next(slot + 1);
        }
        return slot;
    }

    boolean isEmpty() {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    long sizeBytes() {
        return 32 + 8L * words.length;
    }
}
