package io.millrace.dataflow.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;

/**
 * One row for each key, looked up a batch at a time. See {@link StateTables} for slots and who may change cells when.
 */
public interface MapTable {
    int ABSENT = -1;

    /** How many rows there are. */
    int size();

    /**
     * {@code slots[i - from]} becomes the slot of row {@code i}'s key, or {@link #ABSENT}, for rows from {@code from}
     * up to {@code to}.
     */
    void find(Batch batch, int[] keyColumns, int from, int to, int[] slots);

    /**
     * As {@link #find}, adding the keys that are absent; the value cells of an added row are null and hold zeros. All
     * found rows count as changed.
     */
    void findOrAdd(Batch batch, int[] keyColumns, int from, int to, int[] slots);

    /** Says that the cells of this slot are about to change. */
    void touch(int slot);

    void remove(int slot);

    /** The cells of a key column, not to be changed. */
    Cells key(int column);

    Cells value(int column);

    /**
     * Lists rows: fills {@code slots} with slots from {@code start} on and returns how many. A caller goes on from the
     * last slot plus one, or from 0 where it removes what it has read; once it finds or adds, from 0 alone.
     */
    int list(int start, int[] slots);
}
