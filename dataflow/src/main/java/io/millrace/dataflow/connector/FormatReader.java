package io.millrace.dataflow.connector;

import io.millrace.data.Batch;
import java.util.Optional;

/** Reads the records of one range in order. One thread calls. */
public interface FormatReader extends AutoCloseable {
    /** The position of a range that was not begun. */
    long START = -1;

    /**
     * Reads on, as far as a batch goes: rows with the fields asked for, the caller's to release; empty where none of
     * the records it read was good, or none is left.
     */
    Optional<Batch> next();

    /**
     * How many rows {@link #next} should give at most from now on: less than a batch where what is made of them is
     * wide. A reader that makes wide rows itself gives less by itself.
     */
    default void aim(int rows) {}

    /** Whether {@link #next} has read the range. */
    boolean isEnded();

    /** Where to go on after the rows that were given. Text: the byte at which the next record begins, uncompressed. */
    long position();

    /**
     * The record that became a row of the batch that was given last; {@code row} is its place in the columns. Empty
     * where records have no bytes of their own.
     */
    default Optional<Record> record(int row) {
        return Optional.empty();
    }

    @Override
    void close();

    /**
     * A record in its file.
     *
     * @param position where it begins, uncompressed
     * @param raw its bytes, or as many of them as are worth showing
     */
    record Record(long position, byte[] raw) {}
}
