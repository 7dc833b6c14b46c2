package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.MillraceException;

/** One of the values of rows that stay: the first, the last, or the only one. */
final class ValueAccumulator implements Accumulator {

    /** Which value is kept. */
    enum Keeps {
        FIRST,
        LAST,
        ONLY
    }

    private final Cells cells;
    private final int column;
    private final Keeps keeps;

    ValueAccumulator(Cells cells, int column, Keeps keeps) {
        this.cells = cells;
        this.column = column;
        this.keeps = keeps;
    }

    @Override
    public void begin(int[] slots, int count) {}

    @Override
    public void add(Batch batch, RowSet rows) {
        Column source = batch.column(column);
        for (int i = 0; i < rows.count; i++) {
            int slot = rows.slots[i];
            if (keeps == Keeps.LAST || cells.isNull(slot)) {
                cells.set(slot, source, rows.positions[i]);
            } else if (keeps == Keeps.ONLY) {
                throw MillraceException.user(
                        "more-than-one-row",
                        "A subquery that stands for a single value gave more than one row: add LIMIT 1 or an aggregate");
            }
        }
    }

    @Override
    public boolean isZero(int slot) {
        return cells.isNull(slot);
    }
}
