package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.operators.aggregate.BestAccumulator.Wins;

/**
 * The least or the greatest value of rows that may be deleted again: all values stand in an ordered table under the
 * keys of their group, and the winner of each group is copied into its cell. A deletion that came before its insertion
 * has a weight below zero, and does not win.
 */
final class OrderedBestAccumulator implements Accumulator {
    private final Cells cells;
    private final OrderedTable values;
    private final Wins wins;
    private final int[] keyColumns;
    private final int[] valueColumn;
    private final int[] handles = new int[Batch.MAX_ROWS];
    private final Selections selections;

    OrderedBestAccumulator(Cells cells, OrderedTable values, Wins wins, int[] keyColumns, int column) {
        this.cells = cells;
        this.values = values;
        this.wins = wins;
        this.keyColumns = keyColumns;
        this.valueColumn = new int[] {column};
        this.selections = new Selections();
    }

    @Override
    public void begin(int[] slots, int count) {}

    @Override
    public void add(Batch batch, RowSet rows) {
        if (rows.count == 0) {
            return;
        }
        Batch chosen = selections.select(batch, rows);
        values.add(chosen, keyColumns, valueColumn, 0, rows.count, handles);
        chosen.release();
        Cells source = values.row(0);
        for (int i = 0; i < rows.count; i++) {
            int best = wins == Wins.LEAST ? values.first(handles[i]) : values.last(handles[i]);
            while (best != OrderedTable.ABSENT && values.weight(best) <= 0) {
                best = wins == Wins.LEAST ? values.next(best) : values.previous(best);
            }
            if (best == OrderedTable.ABSENT) {
                cells.setNull(rows.slots[i]);
            } else {
                cells.copy(rows.slots[i], source, best);
            }
        }
    }

    @Override
    public boolean isZero(int slot) {
        return cells.isNull(slot);
    }
}
