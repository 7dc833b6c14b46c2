package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.LongCells;

/** Counts rows by weight, or adds up counts. */
final class CountAccumulator implements Accumulator {

    /** What a row adds. */
    enum Adds {
        /** Its weight. */
        WEIGHT,
        /** Its weight where the argument is true. */
        WEIGHT_IF_TRUE,
        /** The count in its column. */
        COUNT
    }

    private final LongCells cells;
    private final int column;
    private final Adds adds;
    private final LongArgument argument = new LongArgument();
    private final RowSet whereTrue;

    CountAccumulator(Cells cells, int column, Adds adds) {
        this.cells = (LongCells) cells;
        this.column = column;
        this.adds = adds;
        this.whereTrue = new RowSet();
    }

    @Override
    public void begin(int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            cells.set(slots[i], 0);
        }
    }

    @Override
    public void add(Batch batch, RowSet rows) {
        switch (adds) {
            case WEIGHT -> addWeights(rows, cells.pages());
            case WEIGHT_IF_TRUE -> {
                whereTrue.copy(rows);
                whereTrue.keepTrue(batch.column(column));
                addWeights(whereTrue, cells.pages());
            }
            case COUNT -> {
                argument.read(batch.column(column), rows);
                addCounts(rows, cells.pages(), argument.values, argument.index);
            }
        }
    }

    private static void addWeights(RowSet rows, long[][] pages) {
        int[] slots = rows.slots;
        if (rows.isWeighted) {
            int[] weights = rows.weights;
            for (int i = 0; i < rows.count; i++) {
                pages[slots[i] >>> Cells.PAGE_BITS][slots[i] & Cells.PAGE_MASK] += weights[i];
            }
        } else {
            for (int i = 0; i < rows.count; i++) {
                pages[slots[i] >>> Cells.PAGE_BITS][slots[i] & Cells.PAGE_MASK]++;
            }
        }
    }

    private static void addCounts(RowSet rows, long[][] pages, long[] values, int[] index) {
        int[] slots = rows.slots;
        for (int i = 0; i < rows.count; i++) {
            pages[slots[i] >>> Cells.PAGE_BITS][slots[i] & Cells.PAGE_MASK] += values[index[i]] * rows.weight(i);
        }
    }

    long get(int slot) {
        return cells.get(slot);
    }

    LongCells cells() {
        return cells;
    }

    @Override
    public boolean isZero(int slot) {
        return cells.get(slot) == 0;
    }
}
