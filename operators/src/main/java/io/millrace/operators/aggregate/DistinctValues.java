package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.LongCells;
import io.millrace.dataflow.state.MapTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which values of some columns stand in each group, for rows that stay: one table for all calls over the same columns.
 * Each filter of such calls has a bit in the one cell of a value, set where a row with the value has passed it; so a
 * value is looked up once, however many filters there are.
 */
final class DistinctValues {
    /** So many filters one table can tell apart. */
    static final int LIMIT = Long.SIZE;

    /** In the place of a filter's column: all rows count. */
    private static final int ALL = -1;

    private final MapTable table;
    private final int[] keyColumns;
    private final int[] required;
    private final List<Integer> filters = new ArrayList<>();
    private final RowSet located = new RowSet();
    private final RowSet changes = new RowSet();
    private final Selections selections = new Selections();
    private final int[] slots = new int[Batch.MAX_ROWS];

    /**
     * @param required the columns without which a row does not count
     */
    DistinctValues(DistinctTable values, int[] required) {
        this.table = values.table();
        this.keyColumns = values.keyColumns();
        this.required = required;
    }

    boolean isFull() {
        return filters.size() == LIMIT;
    }

    /** A bit for the rows that pass this filter. */
    int bit(int filter) {
        filters.add(filter);
        return filters.size() - 1;
    }

    /** Looks up the values of those rows that count for any filter. */
    void locate(Batch batch, RowSet rows) {
        located.narrow(rows, batch, required, ALL);
        if (!filters.contains(ALL)) {
            int kept = 0;
            for (int i = 0; i < located.count; i++) {
                if (passesAny(batch, located.positions[i])) {
                    located.positions[kept] = located.positions[i];
                    located.slots[kept++] = located.slots[i];
                }
            }
            located.count = kept;
        }
        located.isWeighted = false;
        if (located.count > 0) {
            Batch chosen = selections.select(batch, located);
            table.findOrAdd(chosen, keyColumns, 0, located.count, slots);
            chosen.release();
        }
    }

    private boolean passesAny(Batch batch, int position) {
        for (int i = 0; i < filters.size(); i++) {
            if (RowSet.isTrue(batch.column(filters.get(i)), position)) {
                return true;
            }
        }
        return false;
    }

    /** The rows located last that bring a value into a group for the first time under a filter. */
    RowSet changes(Batch batch, int bit) {
        changes.count = 0;
        changes.isWeighted = false;
        LongCells seen = (LongCells) table.value(0);
        long mask = 1L << bit;
        int filter = filters.get(bit);
        for (int i = 0; i < located.count; i++) {
            int slot = slots[i];
            long before = seen.get(slot);
            if ((before & mask) == 0 && (filter == ALL || RowSet.isTrue(batch.column(filter), located.positions[i]))) {
                seen.set(slot, before | mask);
                changes.add(located.positions[i], located.slots[i], 1);
            }
        }
        return changes;
    }
}
