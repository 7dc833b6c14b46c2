package io.millrace.dataflow.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;

/**
 * Rows with weights under keys. Adding an equal row adds the weights, and a row whose weight becomes 0 is gone; a
 * weight may be negative for a while. Adding and removing one row costs the same however many there are under its key.
 */
public interface MultimapTable {
    int ABSENT = -1;

    /** How many distinct rows there are. */
    int size();

    /** Adds rows with their weights. */
    void add(Batch batch, int[] keyColumns, int[] rowColumns, int from, int to);

    /**
     * As above, and {@code slots[i - from]} becomes the slot that row {@code i} went to, or {@link #ABSENT} where its
     * weight became 0. Where a later row of the call removed it the slot is absent too.
     */
    void add(Batch batch, int[] keyColumns, int[] rowColumns, int from, int to, int[] slots);

    /** {@code firsts[i - from]} becomes the slot of the first row under row {@code i}'s key, or {@link #ABSENT}. */
    void find(Batch batch, int[] keyColumns, int from, int to, int[] firsts);

    /** The row after this one under the same key, or {@link #ABSENT}. The order is fixed while nothing is added. */
    int next(int slot);

    /** Not 0. */
    int weight(int slot);

    void touch(int slot);

    void remove(int slot);

    /** Removes the first so many of these rows. */
    default void removeAll(int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            remove(slots[i]);
        }
    }

    /** Removes all rows under a key, whose first row this is. */
    void removeKey(int first);

    Cells key(int column);

    /** The cells of a column of the rows, not to be changed. */
    Cells row(int column);

    Cells counter(int column);

    /** As {@link MapTable#list}. */
    int list(int start, int[] slots);
}
