package io.millrace.operators.aggregate;

import io.millrace.data.Batch;

/**
 * What is kept of each group for an aggregate: some cells in the row of the group, and a loop that adds the rows of a
 * batch to them. Accumulators are shared by the calls that need the same one: SUM and AVG of a column have one sum.
 */
interface Accumulator {

    /** Makes the cells of new groups say that nothing was added yet. */
    void begin(int[] slots, int count);

    /** Adds rows: their arguments are there, and their filter is true. */
    void add(Batch batch, RowSet rows);

    /** Whether the cells are as if nothing had ever been added, so that they may be forgotten. */
    boolean isZero(int slot);
}
