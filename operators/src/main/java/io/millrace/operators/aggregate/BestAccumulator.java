package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.IntCells;
import io.millrace.data.LongCells;
import io.millrace.data.Storage;

/** The least or the greatest value of rows that stay. Null as long as there is none. */
final class BestAccumulator implements Accumulator {

    /** Which of two values wins. */
    enum Wins {
        LEAST,
        GREATEST
    }

    private final Cells cells;
    private final int column;
    private final Wins wins;
    private final Storage storage;
    private final LongArgument argument = new LongArgument();

    BestAccumulator(Cells cells, int column, Wins wins, Storage storage) {
        this.cells = cells;
        this.column = column;
        this.wins = wins;
        this.storage = storage;
    }

    @Override
    public void begin(int[] slots, int count) {}

    @Override
    public void add(Batch batch, RowSet rows) {
        Column source = batch.column(column);
        if (storage == Storage.LONG) {
            argument.read(source, rows);
            addLongs(rows, (LongCells) cells, argument.values, argument.index, wins == Wins.LEAST ? 0 : -1);
        } else if (storage == Storage.INT) {
            argument.read(source, rows);
            addInts(rows, (IntCells) cells, argument.values, argument.index, wins == Wins.LEAST ? 0 : -1);
        } else {
            addAny(rows, source);
        }
    }

    /** {@code flip} is −1 where the greatest wins: the order of complements is the other way round. */
    private static void addLongs(RowSet rows, LongCells cells, long[] values, int[] index, long flip) {
        long[][] pages = cells.pages();
        long[] present = cells.validity();
        for (int i = 0; i < rows.count; i++) {
            int slot = rows.slots[i];
            long[] page = pages[slot >>> Cells.PAGE_BITS];
            long value = values[index[i]];
            long bit = 1L << slot;
            if ((present[slot >>> 6] & bit) == 0) {
                present[slot >>> 6] |= bit;
                page[slot & Cells.PAGE_MASK] = value;
            } else if ((value ^ flip) < (page[slot & Cells.PAGE_MASK] ^ flip)) {
                page[slot & Cells.PAGE_MASK] = value;
            }
        }
    }

    private static void addInts(RowSet rows, IntCells cells, long[] values, int[] index, int flip) {
        int[][] pages = cells.pages();
        long[] present = cells.validity();
        for (int i = 0; i < rows.count; i++) {
            int slot = rows.slots[i];
            int[] page = pages[slot >>> Cells.PAGE_BITS];
            int value = (int) values[index[i]];
            long bit = 1L << slot;
            if ((present[slot >>> 6] & bit) == 0) {
                present[slot >>> 6] |= bit;
                page[slot & Cells.PAGE_MASK] = value;
            } else if ((value ^ flip) < (page[slot & Cells.PAGE_MASK] ^ flip)) {
                page[slot & Cells.PAGE_MASK] = value;
            }
        }
    }

    private void addAny(RowSet rows, Column source) {
        for (int i = 0; i < rows.count; i++) {
            int slot = rows.slots[i];
            int position = rows.positions[i];
            if (cells.isNull(slot)) {
                cells.set(slot, source, position);
            } else {
                int order = cells.compare(slot, source, position);
                if (wins == Wins.LEAST ? order > 0 : order < 0) {
                    cells.set(slot, source, position);
                }
            }
        }
    }

    @Override
    public boolean isZero(int slot) {
        return cells.isNull(slot);
    }
}
