package io.millrace.dataflow.sink;

import io.millrace.data.Batch;
import java.util.List;

/**
 * Writes the rows of one instance so that they become visible all at once, when the checkpoint or epoch they belong to
 * is complete. One thread calls: {@link #recover}, then writes and prepares in turn, and commits whenever they come.
 */
public interface SinkWriter extends AutoCloseable {

    /**
     * First of all: makes visible what these tickets stand for (they belong to a complete checkpoint and may have been
     * committed before), and removes what former runs of this job and vertex left behind that was never committed.
     * After a change of parallelism every ticket is given to exactly one instance.
     *
     * <p>Where the job went back to an older checkpoint than its last, rows were committed that came after the one it
     * goes on from, and that will be written again. What the run of this name committed of them is withdrawn; where
     * that cannot be done, or a former run of another name committed it, who may still be alive, this throws, says what
     * there is, and has changed nothing.
     */
    void recover(List<String> tickets);

    /** Takes rows, from {@code from} to the end of the batch. */
    void write(Batch batch, int from);

    /**
     * Makes durable what was written since the last call, now or until {@link #isSettled}, and gives a ticket for each
     * thing that is then committed as one; none where nothing was written. A ticket is one line, and is all that
     * another writer needs to commit it.
     */
    List<String> prepare(long barrier);

    /**
     * Makes visible what these tickets stand for, now or until {@link #isSettled}. Must bear being repeated. Called for
     * the first barrier that is complete even where there are none: by then every instance has recovered, and what
     * former runs left behind for another one to find may go.
     */
    void commit(List<String> tickets);

    /**
     * Whether all that was asked for so far is done: a writer may leave to an executor what waits for a disk or a
     * network, in the order in which it was asked for. No checkpoint is complete before. Throws what went wrong there.
     */
    default boolean isSettled() {
        return true;
    }

    /** Drops what was not prepared, after what was asked for before. */
    @Override
    void close();
}
