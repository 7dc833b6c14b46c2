package io.millrace.state;

import io.millrace.data.Cells;
import java.util.Arrays;

/** An integer for each slot, in pages as {@link Cells} has them; for what a table knows of a row beside its cells. */
final class IntPages {
    private static final int[] NO_PAGE = {};

    private int[][] pages = {};
    private int capacity;

    int get(int slot) {
        return pages[slot >>> Cells.PAGE_BITS][slot & Cells.PAGE_MASK];
    }

    void set(int slot, int value) {
        pages[slot >>> Cells.PAGE_BITS][slot & Cells.PAGE_MASK] = value;
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
        if (pages[0].length < Cells.PAGE_ROWS) {
            pages[0] = Arrays.copyOf(pages[0], Math.min(rows, Cells.PAGE_ROWS));
        }
        for (int page = Math.max(1, before); page < count; page++) {
            pages[page] = new int[Cells.PAGE_ROWS];
        }
        capacity = rows;
    }

    /** Gives back the memory of the slots from this one on, as far as whole pages are. */
    void truncate(int slots) {
        int rows = Cells.capacity(Math.max(1, slots));
        if (rows < capacity) {
            pages = Arrays.copyOf(pages, (rows + Cells.PAGE_MASK) >>> Cells.PAGE_BITS);
            if (rows < Cells.PAGE_ROWS) {
                pages[0] = Arrays.copyOf(pages[0], rows);
            }
            capacity = rows;
        }
    }

    long sizeBytes() {
        return 48 + 8L * pages.length + 4L * capacity;
    }
}
