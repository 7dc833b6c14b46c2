package io.millrace.state;

import io.millrace.data.Batch;

/** What a store needs of each of its tables, beside their rows. */
sealed interface RestorableTable permits HeapMapTable, HeapPaneTable, HeapMultimapTable, HeapBagTable, HeapOrderedTable {

    Rows rows();

    long sizeBytes();

    /** Rows of a snapshot, all columns; each replaces what has its identity. */
    void restore(Batch batch);

    /** Rows that are gone, the columns of their identity alone. */
    void restoreRemoved(Batch batch);
}
