package io.millrace.data;

import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.LongColumn;
import java.util.Arrays;

/** Cells of 64-bit integers. */
public final class LongCells implements Cells {
    private static final long[][] NO_PAGES = {};
    private static final long[] NO_PAGE = {};

    private final Presence presence = new Presence();
    private long[][] pages = NO_PAGES;
    private int capacity;

    /**
     * The values, {@code pages[slot >>> PAGE_BITS][slot & PAGE_MASK]}; valid until the next {@link #reserve}. A null
     * holds 0.
     */
    public long[][] pages() {
        return pages;
    }

    /**
     * The bitmap of the cells that hold a value, laid out as {@link Validity}; valid until the next {@link #reserve}.
     */
    public long[] validity() {
        return presence.words();
    }

    public long get(int slot) {
        return pages[slot >>> PAGE_BITS][slot & PAGE_MASK];
    }

    public void set(int slot, long value) {
        pages[slot >>> PAGE_BITS][slot & PAGE_MASK] = value;
        presence.set(slot);
    }

    @Override
    public boolean isNull(int slot) {
        return presence.isNull(slot);
    }

    @Override
    public void setNull(int slot) {
        pages[slot >>> PAGE_BITS][slot & PAGE_MASK] = 0;
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
            case Column flat -> set(slot, ((LongColumn) flat).values()[position]);
        }
    }

    @Override
    public void setAll(int[] slots, Batch batch, int column, int start, int end) {
        Column source = batch.column(column);
        if (!(source instanceof LongColumn flat) || flat.mayHaveNulls()) {
            Cells.setEach(this, slots, batch, source, start, end);
            return;
        }
        long[] values = flat.values();
        for (int i = start; i < end; i++) {
            int slot = slots[i - start];
            if (slot >= 0) {
                pages[slot >>> PAGE_BITS][slot & PAGE_MASK] = values[batch.position(i)];
                presence.set(slot);
            }
        }
    }

    @Override
    public void copy(int slot, Cells from, int source) {
        LongCells cells = (LongCells) from;
        if (cells.isNull(source)) {
            setNull(slot);
        } else {
            set(slot, cells.get(source));
        }
    }

    @Override
    public void gather(int[] slots, int from, int to, ColumnBuilder into) {
        LongBuilder builder = (LongBuilder) into;
        int size = builder.size();
        int rows = size + to - from;
        long[] target = builder.reserve(rows);
        for (int i = from, row = size; i < to; i++, row++) {
            int slot = slots[i];
            target[row] = pages[slot >>> PAGE_BITS][slot & PAGE_MASK];
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
            case Column flat -> get(slot) == ((LongColumn) flat).values()[position];
        };
    }

    @Override
    public void reject(int[] slots, Batch batch, int column, int start, int end) {
        Column source = batch.column(column);
        if (!(source instanceof LongColumn flat) || flat.mayHaveNulls()) {
            Cells.rejectEach(this, slots, batch, source, start, end);
            return;
        }
        long[] values = flat.values();
        long[][] held = pages;
        for (int i = start; i < end; i++) {
            int slot = slots[i - start];
            if (slot >= 0) {
                long value = held[slot >>> PAGE_BITS][slot & PAGE_MASK];
                if (value != values[batch.position(i)] || (value == 0 && presence.isNull(slot))) {
                    slots[i - start] = -1;
                }
            }
        }
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
            case Column flat -> Long.compare(get(slot), ((LongColumn) flat).values()[position]);
        };
    }

    @Override
    public int compare(int left, int right) {
        if (presence.isNull(left) || presence.isNull(right)) {
            return Cells.compareNulls(presence.isNull(left), presence.isNull(right));
        }
        return Long.compare(get(left), get(right));
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
            int count = (rows + PAGE_MASK) >>> PAGE_BITS;
            pages = Arrays.copyOf(pages, count);
            if (rows < PAGE_ROWS) {
                pages[0] = Arrays.copyOf(pages[0], rows);
            }
            presence.truncate(rows);
            capacity = rows;
        }
    }

    @Override
    public void clear(int slot) {
        setNull(slot);
    }

    @Override
    public void clearAll(int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            pages[slot >>> PAGE_BITS][slot & PAGE_MASK] = 0;
            presence.clear(slot);
        }
    }

    @Override
    public long sizeBytes() {
        return Presence.OBJECT_BYTES + 8L * pages.length + 8L * capacity + presence.sizeBytes();
    }

    private void grow(int slots) {
        int rows = Cells.capacity(slots);
        int count = (rows + PAGE_MASK) >>> PAGE_BITS;
        int before = (capacity + PAGE_MASK) >>> PAGE_BITS;
        if (count > pages.length) {
            int length = pages.length;
            pages = Arrays.copyOf(pages, Math.max(count, length + (length >> 1)));
            Arrays.fill(pages, length, pages.length, NO_PAGE);
        }
        if (pages[0].length < PAGE_ROWS) {
            pages[0] = Arrays.copyOf(pages[0], Math.min(rows, PAGE_ROWS));
        }
        for (int page = Math.max(1, before); page < count; page++) {
            pages[page] = new long[PAGE_ROWS];
        }
        presence.reserve(rows);
        capacity = rows;
    }
}
