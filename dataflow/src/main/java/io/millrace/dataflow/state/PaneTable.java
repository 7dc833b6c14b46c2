package io.millrace.dataflow.state;

/** A map whose first key column, a BIGINT, says with which pane of time a row expires. */
public interface PaneTable extends MapTable {

    /** The least pane that has rows, or {@code Long.MAX_VALUE}. */
    long firstPane();

    /** The least pane greater than {@code pane} that has rows, or {@code Long.MAX_VALUE}. */
    long nextPane(long pane);

    /**
     * Lists the rows of a pane: fills {@code slots}, beginning with the {@code start}-th row of the pane, and returns
     * how many. Removing the rows that were listed makes those after them the first. Where rows are wide and on disk it
     * may be less than there are.
     */
    int listPane(long pane, int start, int[] slots);

    /** Whether a pane has no rows but these first ones, which were listed last. */
    boolean isWhole(long pane, int listed);

    /** Removes all rows of a pane at once. */
    void removePane(long pane);
}
