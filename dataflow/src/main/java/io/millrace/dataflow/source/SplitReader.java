package io.millrace.dataflow.source;

import io.millrace.data.Batch;
import java.util.Optional;

/** Reads one split in order. One thread calls. */
public interface SplitReader extends AutoCloseable {

    /** Reads up to a batch of rows. May read from disk; must not wait for rows that do not exist yet. */
    Polled poll();

    /**
     * How many rows {@link #poll} should give at most from now on: less than a batch where what is made of them is
     * wide. A reader that makes wide rows itself gives less by itself.
     */
    default void aim(int rows) {}

    /** Where to go on after the last batch that {@link #poll} gave, in a form of the connector's own; one line. */
    String position();

    /**
     * Where a row of the batch that was polled last was read; {@code position} is its place in the columns. For
     * messages: it may take long. Empty where the reader cannot tell.
     */
    default Optional<RowOrigin> origin(int position) {
        return Optional.empty();
    }

    @Override
    void close();

    /** What a poll found. */
    sealed interface Polled {

        /** Rows with the projected columns, in order; the caller's to release. */
        record Rows(Batch batch) implements Polled {}

        /**
         * Rows, if any, and beside them what could not be read, with the columns of {@link Rejects#SCHEMA}: one step,
         * so that no barrier comes between. Only where the source has a {@link Source#rejectTable}; all the caller's to
         * release.
         */
        record RowsAndRejects(Optional<Batch> rows, Batch rejects) implements Polled {}

        /** Nothing yet; ask again at this processing time, in milliseconds. */
        record NothingUntil(long timeMillis) implements Polled {}

        /** The split is read. */
        record End() implements Polled {}
    }
}
