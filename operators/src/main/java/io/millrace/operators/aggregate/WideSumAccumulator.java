package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.Int128Column;
import io.millrace.data.Int128;
import io.millrace.data.Int128Cells;
import io.millrace.data.LongCells;

/**
 * Sums of 128-bit integers, exact whatever their order: a third cell holds what overflows, as in {@link
 * LongSumAccumulator}.
 */
final class WideSumAccumulator implements WholeSum {
    private final Int128Cells words;
    private final LongCells overflow;
    private final int column;

    /** The column of overflows where sums are merged, or −1. */
    private final int overflowColumn;

    private final LongArgument argument = new LongArgument();
    private final Int128 sum = new Int128();

    WideSumAccumulator(Cells words, Cells overflow, int column, int overflowColumn) {
        this.words = (Int128Cells) words;
        this.overflow = (LongCells) overflow;
        this.column = column;
        this.overflowColumn = overflowColumn;
    }

    @Override
    public void begin(int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            words.set(slots[i], 0, 0);
            overflow.set(slots[i], 0);
        }
    }

    @Override
    public void add(Batch batch, RowSet rows) {
        Column source = batch.column(column);
        for (int i = 0; i < rows.count; i++) {
            addRow(source, rows.positions[i], rows.slots[i], rows.weight(i));
        }
        if (overflowColumn >= 0) {
            argument.read(batch.column(overflowColumn), rows);
            for (int i = 0; i < rows.count; i++) {
                int slot = rows.slots[i];
                overflow.set(slot, overflow.get(slot) + argument.values[argument.index[i]] * rows.weight(i));
            }
        }
    }

    private void addRow(Column source, int position, int slot, int weight) {
        switch (source) {
            case DictionaryColumn dictionary ->
                    addRow(dictionary.dictionary(), dictionary.indices()[position], slot, weight);
            case ConstantColumn constant -> addRow(constant.value(), 0, slot, weight);
            case Int128Column wide -> {
                long high = wide.high()[position];
                long low = wide.low()[position];
                for (int times = Math.abs(weight); times > 0; times--) {
                    add(slot, high, low, weight);
                }
            }
            case Column other ->
                    throw new IllegalArgumentException("no 128-bit column: " + other.getClass().getSimpleName());
        }
    }

    private void add(int slot, long high, long low, int sign) {
        boolean fits =
                sign > 0
                        ? Int128.add(words.high(slot), words.low(slot), high, low, sum)
                        : Int128.subtract(words.high(slot), words.low(slot), high, low, sum);
        if (!fits) {
            // The words have wrapped round: the overflow has the sign of what was added.
            overflow.set(slot, overflow.get(slot) + (high < 0 == sign > 0 ? -1 : 1));
        }
        words.set(slot, sum.high, sum.low);
    }

    @Override
    public boolean get(int slot, Int128 into) {
        into.set(words.high(slot), words.low(slot));
        return overflow.get(slot) == 0;
    }

    @Override
    public boolean isZero(int slot) {
        return (words.high(slot) | words.low(slot) | overflow.get(slot)) == 0;
    }
}
