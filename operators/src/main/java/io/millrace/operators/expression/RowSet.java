package io.millrace.operators.expression;

import io.millrace.data.Batch;

/**
 * Rows that a loop visits: the positions from {@code from} up to {@code to} of the columns, or those that stand there
 * in an array.
 *
 * @param positions empty when the rows are dense
 */
record RowSet(int[] positions, boolean isSelected, int from, int to) {
    private static final int[] NONE = {};

    static RowSet of(Batch batch, int from) {
        return batch.isSelected()
                ? new RowSet(batch.selection(), true, from, batch.size())
                : new RowSet(NONE, false, from, batch.size());
    }

    static RowSet selected(int[] positions, int count) {
        return new RowSet(positions, true, 0, count);
    }

    int position(int row) {
        return isSelected ? positions[row] : row;
    }

    int count() {
        return to - from;
    }
}
