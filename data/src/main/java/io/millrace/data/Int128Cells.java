package io.millrace.data;

import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.Int128Column;
import java.util.Arrays;

/** Cells of 128-bit integers, as a high and a low word. */
public final class Int128Cells implements Cells {
    private static final long[][] NO_PAGES = {};
    private static final long[] NO_PAGE = {};

    private final Presence presence = new Presence();
    private long[][] highs = NO_PAGES;
    private long[][] lows = NO_PAGES;
    private int capacity;

    /**
     * The high words, {@code highs[slot >>> PAGE_BITS][slot & PAGE_MASK]}; valid until the next {@link #reserve}. A
     * null holds 0.
     */
    public long[][] highs() {
        return highs;
    }

    /** The low words, in pages as {@link #highs}. */
    public long[][] lows() {
        return lows;
    }

    /**
     * The bitmap of the cells that hold a value, laid out as {@link Validity}; valid until the next {@link #reserve}.
     */
    public long[] validity() {
        return presence.words();
    }

    public long high(int slot) {
        return highs[slot >>> PAGE_BITS][slot & PAGE_MASK];
    }

    public long low(int slot) {
        return lows[slot >>> PAGE_BITS][slot & PAGE_MASK];
    }

    public void set(int slot, long high, long low) {
        highs[slot >>> PAGE_BITS][slot & PAGE_MASK] = high;
        lows[slot >>> PAGE_BITS][slot & PAGE_MASK] = low;
        presence.set(slot);
    }

    @Override
    public boolean isNull(int slot) {
        return presence.isNull(slot);
    }

    @Override
    public void setNull(int slot) {
        highs[slot >>> PAGE_BITS][slot & PAGE_MASK] = 0;
        lows[slot >>> PAGE_BITS][slot & PAGE_MASK] = 0;
        presence.clear(slot);
    }

    @Override
    public void set(int slot, Column from, int position) {
        if (from.isNull(position)) {
            setNull(slot);
            return;
        }
        switch (from) {
            case DictionaryColumn dictionary -> set(slot, dictionary.dictionary(), dictionary.indices()[position]);
            case ConstantColumn constant -> set(slot, constant.value(), 0);
            case Column flat -> {
                Int128Column column = (Int128Column) flat;
                set(slot, column.high()[position], column.low()[position]);
            }
        }
    }

    @Override
    public void setAll(int[] slots, Batch batch, int column, int start, int end) {
        Cells.setEach(this, slots, batch, batch.column(column), start, end);
    }

    @Override
    public void copy(int slot, Cells from, int source) {
        Int128Cells cells = (Int128Cells) from;
        if (cells.isNull(source)) {
            setNull(slot);
        } else {
            set(slot, cells.high(source), cells.low(source));
        }
    }

    @Override
    public void gather(int[] slots, int from, int to, ColumnBuilder into) {
        Int128Builder builder = (Int128Builder) into;
        int size = builder.size();
        int rows = size + to - from;
        long[] high = builder.reserve(rows);
        long[] low = builder.reserveLow(rows);
        for (int i = from, row = size; i < to; i++, row++) {
            high[row] = high(slots[i]);
            low[row] = low(slots[i]);
        }
        if (presence.anyNull(slots, from, to)) {
            presence.gather(slots, from, to, builder.reserveValidity(rows), size);
        }
        builder.setSize(rows);
    }

    @Override
    public boolean same(int slot, Column from, int position) {
        if (presence.isNull(slot) || from.isNull(position)) {
            return presence.isNull(slot) && from.isNull(position);
        }
        return switch (from) {
            case DictionaryColumn dictionary -> same(slot, dictionary.dictionary(), dictionary.indices()[position]);
            case ConstantColumn constant -> same(slot, constant.value(), 0);
            case Column flat -> {
                Int128Column column = (Int128Column) flat;
                yield high(slot) == column.high()[position] && low(slot) == column.low()[position];
            }
        };
    }

    @Override
    public void reject(int[] slots, Batch batch, int column, int start, int end) {
        Cells.rejectEach(this, slots, batch, batch.column(column), start, end);
    }

    @Override
    public int compare(int slot, Column from, int position) {
        boolean missing = presence.isNull(slot);
        if (missing || from.isNull(position)) {
            return Cells.compareNulls(missing, from.isNull(position));
        }
        return switch (from) {
            case DictionaryColumn dictionary -> compare(slot, dictionary.dictionary(), dictionary.indices()[position]);
            case ConstantColumn constant -> compare(slot, constant.value(), 0);
            case Column flat -> {
                Int128Column column = (Int128Column) flat;
                yield compare(high(slot), low(slot), column.high()[position], column.low()[position]);
            }
        };
    }

    @Override
    public int compare(int left, int right) {
        if (presence.isNull(left) || presence.isNull(right)) {
            return Cells.compareNulls(presence.isNull(left), presence.isNull(right));
        }
        return compare(high(left), low(left), high(right), low(right));
    }

    @Override
    public void reserve(int slots) {
        if (slots > capacity) {
            grow(slots);
        }
    }

    @Override
    public void truncate(int slots) {
        int rows = Cells.capacity(Math.max(1, slots));
        if (rows < capacity) {
            highs = truncated(highs, rows);
            lows = truncated(lows, rows);
            presence.truncate(rows);
            capacity = rows;
        }
    }

    @Override
    public void clear(int slot) {
        setNull(slot);
    }

    @Override
    public long sizeBytes() {
        return Presence.OBJECT_BYTES + 16L * highs.length + 16L * capacity + presence.sizeBytes();
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        return high != otherHigh ? Long.compare(high, otherHigh) : Long.compareUnsigned(low, otherLow);
    }

    private void grow(int slots) {
        int rows = Cells.capacity(slots);
        highs = grown(highs, rows);
        lows = grown(lows, rows);
        presence.reserve(rows);
        capacity = rows;
    }

    private static long[][] truncated(long[][] pages, int rows) {
        long[][] left = Arrays.copyOf(pages, (rows + PAGE_MASK) >>> PAGE_BITS);
        if (rows < PAGE_ROWS) {
            left[0] = Arrays.copyOf(left[0], rows);
        }
        return left;
    }

    private long[][] grown(long[][] pages, int rows) {
        int count = (rows + PAGE_MASK) >>> PAGE_BITS;
        int length = pages.length;
        long[][] grown = pages;
        if (count > length) {
            grown = Arrays.copyOf(pages, Math.max(count, length + (length >> 1)));
            Arrays.fill(grown, length, grown.length, NO_PAGE);
        }
        if (grown[0].length < PAGE_ROWS) {
            grown[0] = Arrays.copyOf(grown[0], Math.min(rows, PAGE_ROWS));
        }
        for (int page = Math.max(1, (capacity + PAGE_MASK) >>> PAGE_BITS); page < count; page++) {
            grown[page] = new long[PAGE_ROWS];
        }
        return grown;
    }
}
