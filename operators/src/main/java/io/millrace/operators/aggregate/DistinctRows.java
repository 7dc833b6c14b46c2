package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.LongCells;
import io.millrace.dataflow.state.MapTable;
import java.util.Arrays;

/**
 * Of rows that may be taken away again: tells which bring a value into a group for the first time, and which take its last one away: how often each
 * value stands in each group is counted in a table of its own, by group and value.
 */
final class DistinctRows {
    private final MapTable counts;
    private final int[] keyColumns;
    private final int[] slots = new int[Batch.MAX_ROWS];
    private final int[] emptied = new int[Batch.MAX_ROWS];
    private final Selections selections = new Selections();
    private final RowSet changes = new RowSet();

    DistinctRows(DistinctTable values) {
        this.counts = values.table();
        this.keyColumns = values.keyColumns();
    }

    /**
     * The rows that change the set of values: weight 1 where a value comes, −1 where it goes. Valid until the next
     * call.
     */
    RowSet changes(Batch batch, RowSet rows) {
        changes.count = 0;
        changes.isWeighted = true;
        if (rows.count == 0) {
            return changes;
        }
        Batch chosen = selections.select(batch, rows);
        counts.findOrAdd(chosen, keyColumns, 0, rows.count, slots);
        chosen.release();
        LongCells cells = (LongCells) counts.value(0);
        count(rows, cells);
        return changes;
    }

    private void count(RowSet rows, LongCells cells) {
        int zeros = 0;
        for (int i = 0; i < rows.count; i++) {
            long before = cells.get(slots[i]);
            long after = before + rows.weight(i);
            cells.set(slots[i], after);
            if (before <= 0 && after > 0) {
                changes.add(rows.positions[i], rows.slots[i], 1);
            } else if (before > 0 && after <= 0) {
                changes.add(rows.positions[i], rows.slots[i], -1);
            }
            if (after == 0) {
                emptied[zeros++] = slots[i];
            }
        }
        Arrays.sort(emptied, 0, zeros);
        for (int i = 0; i < zeros; i++) {
            if ((i == 0 || emptied[i] != emptied[i - 1]) && cells.get(emptied[i]) == 0) {
                counts.remove(emptied[i]);
            }
        }
    }
}
