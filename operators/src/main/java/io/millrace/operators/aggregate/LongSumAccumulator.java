package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.Int128;
import io.millrace.data.LongBuilder;
import io.millrace.data.LongCells;

/**
 * Sums of 64-bit integers, exact whatever their order. The sum is {@code high * 2^64 + low}, both signed: the high cell
 * is touched only when the low one overflows, which hardly ever happens, so that a row costs one cell.
 */
final class LongSumAccumulator implements WholeSum {
    private final LongCells low;
    private final LongCells high;
    private final int column;

    /** The column of high words where sums are merged, or −1. */
    private final int highColumn;

    private final LongArgument argument = new LongArgument();

    LongSumAccumulator(Cells low, Cells high, int column, int highColumn) {
        this.low = (LongCells) low;
        this.high = (LongCells) high;
        this.column = column;
        this.highColumn = highColumn;
    }

    @Override
    public void begin(int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            low.set(slots[i], 0);
            high.set(slots[i], 0);
        }
    }

    @Override
    public void add(Batch batch, RowSet rows) {
        argument.read(batch.column(column), rows);
        if (rows.isWeighted) {
            addWeighted(rows, low.pages(), argument.values, argument.index);
        } else {
            addEach(rows, low.pages(), argument.values, argument.index);
        }
        if (highColumn >= 0) {
            argument.read(batch.column(highColumn), rows);
            for (int i = 0; i < rows.count; i++) {
                long carry = argument.values[argument.index[i]];
                if (carry != 0) {
                    carry(rows.slots[i], carry * rows.weight(i));
                }
            }
        }
    }

    private void addEach(RowSet rows, long[][] pages, long[] values, int[] index) {
        int[] slots = rows.slots;
        for (int i = 0; i < rows.count; i++) {
            int slot = slots[i];
            long[] page = pages[slot >>> Cells.PAGE_BITS];
            long value = values[index[i]];
            long before = page[slot & Cells.PAGE_MASK];
            long after = before + value;
            page[slot & Cells.PAGE_MASK] = after;
            if (((before ^ after) & (value ^ after)) < 0) {
                carry(slot, value < 0 ? -1 : 1);
            }
        }
    }

    private void addWeighted(RowSet rows, long[][] pages, long[] values, int[] index) {
        int[] slots = rows.slots;
        int[] weights = rows.weights;
        for (int i = 0; i < rows.count; i++) {
            int slot = slots[i];
            long[] page = pages[slot >>> Cells.PAGE_BITS];
            long product = values[index[i]] * weights[i];
            long excess = Math.multiplyHigh(values[index[i]], weights[i]) + (product >>> 63);
            long before = page[slot & Cells.PAGE_MASK];
            long after = before + product;
            page[slot & Cells.PAGE_MASK] = after;
            if (((before ^ after) & (product ^ after)) < 0) {
                excess += product < 0 ? -1 : 1;
            }
            if (excess != 0) {
                carry(slot, excess);
            }
        }
    }

    private void carry(int slot, long amount) {
        high.set(slot, high.get(slot) + amount);
    }

    @Override
    public boolean get(int slot, Int128 into) {
        long word = low.get(slot);
        into.set(high.get(slot) + (word >> 63), word);
        return true;
    }

    @Override
    public boolean gather(int[] slots, int from, int to, LongBuilder into) {
        long[][] pages = high.pages();
        long any = 0;
        for (int i = from; i < to; i++) {
            int slot = slots[i];
            any |= pages[slot >>> Cells.PAGE_BITS][slot & Cells.PAGE_MASK];
        }
        if (any != 0) {
            return false;
        }
        low.gather(slots, from, to, into);
        return true;
    }

    @Override
    public boolean isZero(int slot) {
        return low.get(slot) == 0 && high.get(slot) == 0;
    }
}
