package io.millrace.dataflow.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;

/**
 * Rows with weights under keys, in order under each. A row's place under its key is found, inserted and removed in time
 * logarithmic in how many there are under it.
 */
public interface OrderedTable {
    int ABSENT = -1;

    int size();

    /**
     * Adds rows with their weights; {@code keys[i - from]} becomes a handle of row {@code i}'s key, valid until the
     * next call that finds or adds. A key all of whose rows are gone keeps its handle as long.
     */
    void add(Batch batch, int[] keyColumns, int[] rowColumns, int from, int to, int[] keys);

    /** {@code keys[i - from]} becomes the handle of row {@code i}'s key, or {@link #ABSENT}. */
    void find(Batch batch, int[] keyColumns, int from, int to, int[] keys);

    /** The slot of the first row under a key, or {@link #ABSENT}. */
    int first(int key);

    int last(int key);

    /**
     * The slot of the first row under this key whose sort columns are not before those of a row of a batch, or {@link
     * #ABSENT}.
     */
    int ceiling(int key, Batch batch, int[] sortColumns, int position);

    int next(int slot);

    int previous(int slot);

    /** How many distinct rows there are under a key. */
    int count(int key);

    /** Not 0. */
    int weight(int slot);

    void remove(int slot);

    Cells key(int column);

    Cells row(int column);

    /** As {@link MapTable#list}. */
    int list(int start, int[] slots);
}
