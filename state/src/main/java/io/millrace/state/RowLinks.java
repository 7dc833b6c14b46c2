package io.millrace.state;

import io.millrace.data.Cells;
import java.util.Arrays;

/**
 * What a multimap knows of a row beside its cells, four numbers that lie together, so that a step along a chain is one
 * access to memory: the rows after and before it, the hash of the row, and at the head of a chain its length.
 */
final class RowLinks {
    private static final int STRIDE_BITS = 2;
    private static final int NEXT = 0;
    private static final int PREVIOUS = 1;
    private static final int HASH = 2;
    private static final int LENGTH = 3;
    private static final int[] NO_PAGE = {};

    private int[][] pages = {};
    private int capacity;

    int next(int slot) {
        return get(slot, NEXT);
    }

    void setNext(int slot, int next) {
        set(slot, NEXT, next);
    }

    int previous(int slot) {
        return get(slot, PREVIOUS);
    }

    void setPrevious(int slot, int previous) {
        set(slot, PREVIOUS, previous);
    }

    int hash(int slot) {
        return get(slot, HASH);
    }

    void setHash(int slot, int hash) {
        set(slot, HASH, hash);
    }

    int length(int slot) {
        return get(slot, LENGTH);
    }

    void setLength(int slot, int length) {
        set(slot, LENGTH, length);
    }

    /**
     * Reads a number of each of these slots, so that what the caller does next finds them in cache. Negative slots are
     * left out.
     */
    int touch(int[] slots, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (slots[i] >= 0) {
                sum += get(slots[i], HASH);
            }
        }
        return sum;
    }

    void reserve(int slots) {
        if (slots <= capacity) {
            return;
        }
        int rows = Cells.capacity(slots);
        int count = (rows + Cells.PAGE_MASK) >>> Cells.PAGE_BITS;
        int before = (capacity + Cells.PAGE_MASK) >>> Cells.PAGE_BITS;
        int length = pages.length;
        if (count > length) {
            pages = Arrays.copyOf(pages, Math.max(count, length + (length >> 1)));
            Arrays.fill(pages, length, pages.length, NO_PAGE);
        }
        if (pages[0].length < Cells.PAGE_ROWS << STRIDE_BITS) {
            pages[0] = Arrays.copyOf(pages[0], Math.min(rows, Cells.PAGE_ROWS) << STRIDE_BITS);
        }
        for (int page = Math.max(1, before); page < count; page++) {
            pages[page] = new int[Cells.PAGE_ROWS << STRIDE_BITS];
        }
        capacity = rows;
    }

    /** Gives back the memory of the slots from this one on, as far as whole pages are. */
    void truncate(int slots) {
        int rows = Cells.capacity(Math.max(1, slots));
        if (rows < capacity) {
            pages = Arrays.copyOf(pages, (rows + Cells.PAGE_MASK) >>> Cells.PAGE_BITS);
            if (rows < Cells.PAGE_ROWS) {
                pages[0] = Arrays.copyOf(pages[0], rows << STRIDE_BITS);
            }
            capacity = rows;
        }
    }

    long sizeBytes() {
        return 48 + 8L * pages.length + ((long) capacity << STRIDE_BITS + 2);
    }

    private int get(int slot, int number) {
        return pages[slot >>> Cells.PAGE_BITS][(slot & Cells.PAGE_MASK) << STRIDE_BITS | number];
    }

    private void set(int slot, int number, int value) {
        pages[slot >>> Cells.PAGE_BITS][(slot & Cells.PAGE_MASK) << STRIDE_BITS | number] = value;
    }
}
