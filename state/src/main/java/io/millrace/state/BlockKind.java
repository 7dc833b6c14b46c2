package io.millrace.state;

/** What the rows of a block say. Those of one snapshot are applied in this order. */
enum BlockKind {
    /** The panes that were removed whole: their numbers. */
    REMOVED_PANES,
    /** Rows that are gone: the columns of their identity. */
    REMOVED_ROWS,
    /** Rows as they are: all columns. */
    ROWS
}
