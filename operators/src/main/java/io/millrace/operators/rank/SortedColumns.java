package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.RowOrder;
import io.millrace.data.RowOrder.Direction;
import io.millrace.data.RowOrder.NullPlacement;
import java.util.ArrayList;
import java.util.List;

/**
 * An order of rows whose columns are some of an input's, as they lie in a table: column {@code i} there is {@code
 * columns[i]} here.
 */
public final class SortedColumns {
    private final int[] columns;
    private final List<SortKey> keys = new ArrayList<>();
    private final List<SortKey> total = new ArrayList<>();

    public SortedColumns(List<SortKey> order, int[] columns) {
        this.columns = columns;
        boolean[] used = new boolean[columns.length];
        for (SortKey key : order) {
            int at = indexOf(columns, key.column());
            // A partition's own columns are the same in all its rows.
            if (at >= 0 && !used[at]) {
                used[at] = true;
                keys.add(new SortKey(at, key.direction(), key.nulls()));
            }
        }
        total.addAll(keys);
        for (int i = 0; i < columns.length; i++) {
            if (!used[i]) {
                total.add(SortKey.ascending(i));
            }
        }
    }

    private static int indexOf(int[] columns, int column) {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] == column) {
                return i;
            }
        }
        return -1;
    }

    /** The order for a table, which tells ties apart itself. */
    public RowOrder order() {
        return SortKey.order(keys);
    }

    /** The order by all columns. */
    public RowOrder total() {
        return SortKey.order(total);
    }

    /** The order by all columns, of rows as the input has them. */
    RowOrder ofInput() {
        return SortKey.order(
                total.stream().map(key -> new SortKey(columns[key.column()], key.direction(), key.nulls())).toList());
    }

    /**
     * Whether a row of the table, whose cells these are, comes after, with, or before a row of a batch, in the order by
     * all columns.
     */
    int compare(Cells[] cells, int slot, Batch batch, int position) {
        for (int i = 0; i < total.size(); i++) {
            SortKey key = total.get(i);
            Column column = batch.column(columns[key.column()]);
            int order = compare(key, cells[key.column()], slot, column, position);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    static int compare(SortKey key, Cells cells, int slot, Column column, int position) {
        int order = cells.compare(slot, column, position);
        if (order == 0) {
            return 0;
        }
        if (cells.isNull(slot) || column.isNull(position)) {
            return key.nulls() == NullPlacement.FIRST ? order : -order;
        }
        return key.direction() == Direction.ASCENDING ? order : -order;
    }
}
