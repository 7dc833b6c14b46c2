package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Column.ByteColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;

/**
 * Some rows of a batch: where each lies, the slot of its group, and its weight. Scratch, filled again for each batch.
 */
final class RowSet {
    final int[] positions = new int[Batch.MAX_ROWS];
    final int[] slots = new int[Batch.MAX_ROWS];

    /** Only where {@link #isWeighted}. */
    final int[] weights = new int[Batch.MAX_ROWS];

    boolean isWeighted;
    int count;

    /** The rows of a batch from {@code from} up to {@code to}; their slots are still to be filled in. */
    void take(Batch batch, int from, int to) {
        count = to - from;
        if (batch.isSelected()) {
            System.arraycopy(batch.selection(), from, positions, 0, count);
        } else {
            for (int i = 0; i < count; i++) {
                positions[i] = from + i;
            }
        }
        isWeighted = batch.isWeighted();
        if (isWeighted) {
            int[] source = batch.weights();
            for (int i = 0; i < count; i++) {
                weights[i] = source[positions[i]];
            }
        }
    }

    int weight(int i) {
        return isWeighted ? weights[i] : 1;
    }

    void add(int position, int slot, int weight) {
        positions[count] = position;
        slots[count] = slot;
        weights[count] = weight;
        count++;
    }

    /** Becomes another set's rows where these columns are there and the filter, if there is one, is true. */
    void narrow(RowSet from, Batch batch, int[] required, int filter) {
        copy(from);
        for (int column : required) {
            keepPresent(batch.column(column));
        }
        if (filter >= 0) {
            keepTrue(batch.column(filter));
        }
    }

    /** Keeps the rows where a BOOLEAN column is true. */
    void keepTrue(Column column) {
        int kept = 0;
        if (column instanceof ByteColumn flags && !flags.mayHaveNulls() && !isWeighted) {
            // Whether a row passes is hard to foretell: no jump depends on it.
            byte[] values = flags.values();
            for (int i = 0; i < count; i++) {
                int position = positions[i];
                positions[kept] = position;
                slots[kept] = slots[i];
                kept += values[position] != 0 ? 1 : 0;
            }
            count = kept;
            return;
        }
        for (int i = 0; i < count; i++) {
            if (isTrue(column, positions[i])) {
                move(i, kept++);
            }
        }
        count = kept;
    }

    void copy(RowSet from) {
        count = from.count;
        isWeighted = from.isWeighted;
        System.arraycopy(from.positions, 0, positions, 0, count);
        System.arraycopy(from.slots, 0, slots, 0, count);
        if (isWeighted) {
            System.arraycopy(from.weights, 0, weights, 0, count);
        }
    }

    private void keepPresent(Column column) {
        if (!column.mayHaveNulls()) {
            return;
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!column.isNull(positions[i])) {
                move(i, kept++);
            }
        }
        count = kept;
    }

    private void move(int from, int to) {
        positions[to] = positions[from];
        slots[to] = slots[from];
        weights[to] = weights[from];
    }

    static boolean isTrue(Column column, int position) {
        return !column.isNull(position)
                && switch (column) {
                    case ByteColumn bytes -> bytes.values()[position] != 0;
                    case DictionaryColumn dictionary -> isTrue(dictionary.dictionary(), dictionary.indices()[position]);
                    case ConstantColumn constant -> isTrue(constant.value(), 0);
                    case Column other -> throw new IllegalArgumentException("a filter is a BOOLEAN");
                };
    }
}
