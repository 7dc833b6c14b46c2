package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.RowOrder;

/**
 * The order of an ordered table's rows: by the columns of a {@link RowOrder}, then by all others, so that only equal
 * rows tie. A row of a batch is set as the target first, then slots are compared with it.
 */
final class SlotOrder {
    private static final int[] NO_COLUMNS = {};

    private final Cells[] cells;
    private final int[] columns;
    private final boolean[] descending;
    private final boolean[] nullsLast;
    private Batch target;
    private int[] targetColumns = NO_COLUMNS;
    private int targetCount;
    private int position;

    /** How many columns the order itself has; what comes behind breaks ties. */
    private final int sortedColumns;

    private Runnable beforeTies = () -> {};

    /** Over the columns of rows, which begin at {@code first} and are {@code count}. */
    SlotOrder(RowOrder order, Cells[] all, int first, int count) {
        this.cells = new Cells[count];
        this.columns = new int[count];
        this.descending = new boolean[count];
        this.nullsLast = new boolean[count];
        boolean[] used = new boolean[count];
        int at = 0;
        for (int key = 0; key < order.columnCount(); key++) {
            int column = order.column(key);
            if (!used[column]) {
                used[column] = true;
                descending[at] = order.direction(key) == RowOrder.Direction.DESCENDING;
                nullsLast[at] = order.nulls(key) == RowOrder.NullPlacement.LAST;
                columns[at++] = column;
            }
        }
        this.sortedColumns = at;
        for (int column = 0; column < count; column++) {
            if (!used[column]) {
                columns[at++] = column;
            }
        }
        for (int i = 0; i < count; i++) {
            cells[i] = all[first + columns[i]];
        }
        this.target = Batch.of(0);
    }

    /** Where each compared column lies among those of a row. */
    int[] columns() {
        return columns;
    }

    /** How many of {@link #columns} are those of the order itself. */
    int sortedColumns() {
        return sortedColumns;
    }

    /** Is called whenever columns that break ties are about to be read. */
    void beforeTies(Runnable call) {
        beforeTies = call;
    }

    /** Slots will be compared with this row of a batch, by the first {@code count} columns of the order. */
    void target(Batch batch, int[] batchColumns, int count, int row) {
        target = batch;
        targetColumns = batchColumns;
        targetCount = count;
        position = row;
    }

    /** Below zero if the row in the slot comes before the target. */
    int compare(int slot) {
        for (int i = 0; i < targetCount; i++) {
            if (i == sortedColumns) {
                beforeTies.run();
            }
            Cells held = cells[i];
            Column column = target.column(targetColumns[i]);
            int order = held.compare(slot, column, position);
            if (order != 0) {
                boolean withNull = held.isNull(slot) || column.isNull(position);
                return (withNull ? nullsLast[i] : descending[i]) ? -order : order;
            }
        }
        return 0;
    }

    /** The order of two slots. */
    int compare(int left, int right) {
        for (int i = 0; i < cells.length; i++) {
            if (i == sortedColumns) {
                beforeTies.run();
            }
            Cells held = cells[i];
            int order = held.compare(left, right);
            if (order != 0) {
                boolean withNull = held.isNull(left) || held.isNull(right);
                return (withNull ? nullsLast[i] : descending[i]) ? -order : order;
            }
        }
        return 0;
    }
}
