package io.millrace.dataflow.state;

import io.millrace.dataflow.Progress;

/**
 * The tables of one operator instance, as the runtime sees them. Belongs to the task's thread; only the writing of
 * files happens elsewhere, by the executor that the store was made with.
 */
public interface StateStore extends StateTables, AutoCloseable {

    /**
     * Fixes the rows of this moment as the content of a snapshot, in at most milliseconds: rows are copied out by
     * {@link PendingSnapshot#advance}, or just before they change. One snapshot is pending at a time; a second one
     * cancels the first.
     */
    PendingSnapshot freeze(long checkpoint);

    /**
     * As {@link #freeze}, after the instance has had all its input and given all its output. No row under keys will be
     * asked for again, so none is in this snapshot, and what earlier ones wrote of them is not part of it: only the
     * instance's own rows are. Nothing but {@link #close} may follow.
     */
    PendingSnapshot freezeLast(long checkpoint);

    /** Memory held, in bytes, index and keys included. */
    long sizeBytes();

    @Override
    void close();

    /** A snapshot on its way to storage. */
    interface PendingSnapshot {

        /** Copies out about this many rows more; called between steps until it is {@code DONE}. */
        Progress advance(int rows);

        /**
         * Whether every file is written and synced. False until {@link #advance} is done; throws what the writing
         * threw.
         */
        boolean isDurable();

        /** What a restore needs; only when durable. */
        Manifest manifest();

        void cancel();
    }
}
