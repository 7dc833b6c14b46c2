package io.millrace.data;

import java.util.Arrays;

/**
 * The bitmap of a column under construction. It is absent until the first null; from then on every bit past the rows is
 * set, so that appending a value costs nothing here and only a null clears its bit.
 */
final class ValidityBuilder {
    private final BufferPool pool;
    private long[] words = Validity.ALL;

    ValidityBuilder(BufferPool pool) {
        this.pool = pool;
    }

    void markNull(int row) {
        cover(row + 1);
        Validity.clear(words, row);
    }

    void markNulls(int from, int to) {
        cover(to);
        for (int row = from; row < to; row++) {
            Validity.clear(words, row);
        }
    }

    /** The words for this many rows; all bits that were not cleared are set. */
    long[] reserve(int rows) {
        cover(rows);
        return words;
    }

    /** Makes the bits from this row on set again, after somebody else has written them. */
    void truncate(int size) {
        int word = size >>> 6;
        if (word < words.length) {
            words[word] |= -1L << size;
            Arrays.fill(words, word + 1, words.length, -1L);
        }
    }

    /** Takes over the bits of these positions for the rows from {@code at} on. */
    void gather(long[] from, int[] positions, int start, int end, int at) {
        if (from.length == 0) {
            return;
        }
        cover(at + end - start);
        long[] target = words;
        for (int i = start, row = at; i < end; i++, row++) {
            int position = positions[i];
            long missing = (~from[position >>> 6] >>> position) & 1L;
            target[row >>> 6] &= ~(missing << row);
        }
    }

    /** Takes over the bits from {@code start} up to {@code end} for the rows from {@code at} on, a word at a time. */
    void range(long[] from, int start, int end, int at) {
        if (from.length == 0) {
            return;
        }
        cover(at + end - start);
        int source = start;
        int row = at;
        while (source < end) {
            int count = Math.min(64 - (row & 63), end - source);
            long present = from[source >>> 6] >>> source;
            if ((source & 63) + count > 64) {
                present |= from[(source >>> 6) + 1] << -source;
            }
            long mask = count == 64 ? -1L : (1L << count) - 1;
            words[row >>> 6] &= ((present & mask) << row) | ~(mask << row);
            source += count;
            row += count;
        }
    }

    /** Hands over the bitmap, or {@link Validity#ALL} if none of these rows is null; nothing is held afterwards. */
    long[] build(int size) {
        long[] built = view(size);
        if (built.length == 0) {
            close();
        }
        words = Validity.ALL;
        return built;
    }

    /** The bitmap, or {@link Validity#ALL} if none of these rows is null. */
    long[] view(int size) {
        if (words.length == 0) {
            return Validity.ALL;
        }
        cover(size);
        int full = size >>> 6;
        for (int i = 0; i < full; i++) {
            if (words[i] != -1L) {
                return words;
            }
        }
        long rest = (size & 63) == 0 ? -1L : words[full] | (-1L << size);
        return rest == -1L ? Validity.ALL : words;
    }

    void reset() {
        Arrays.fill(words, -1L);
    }

    void close() {
        if (words.length != 0) {
            pool.free(words);
            words = Validity.ALL;
        }
    }

    private void cover(int rows) {
        int needed = Validity.words(rows);
        if (words.length >= needed) {
            return;
        }
        long[] larger = pool.longs(Pooled.capacity(needed, words.length, Validity.words(Batch.MAX_ROWS)));
        System.arraycopy(words, 0, larger, 0, words.length);
        Arrays.fill(larger, words.length, larger.length, -1L);
        close();
        words = larger;
    }
}
