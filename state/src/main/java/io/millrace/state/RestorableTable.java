package io.millrace.state;

import io.millrace.data.Batch;

/** What a store needs of each of its tables, beside their rows. */
sealed interface RestorableTable
        permits HeapMapTable, HeapPaneTable, HeapMultimapTable, HeapBagTable, HeapOrderedTable {

    Rows rows();

    TableMemory memory();

    /** What is held in memory, but for what is remembered of rows on disk. */
    long sizeBytes();

    /** Rows of a snapshot, all columns; each replaces what has its identity. */
    void restore(Batch batch);

    /** Rows that are gone, the columns of their identity alone. */
    void restoreRemoved(Batch batch);

    /** Removes a row that was not changed for the time-to-live. */
    void removeOld(int slot);

    // What follows is for rows that go to disk and come back.

    /** Leads from hashes of keys to what {@link #leader} understands. */
    SlotIndex index();

    /** The slot by which a key that the index found is remembered as used. */
    int leader(int found);

    /** Whether a row is its key's {@link #leader}. */
    boolean leads(int slot);

    /** Takes all rows whose keys have this hash out of everything but {@link Rows}, and adds their slots. */
    void detach(int hash, IntStack slots);

    /** Puts a row in, whose cells and hash are set; here it is in its block. */
    void attach(int slot, ColdBlock block, int row);

    /** As {@link Rows#truncate}, and small indexes are made anew; large ones give back memory by themselves. */
    void truncate(int slots);
}
