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

    /** Whether {@link #next} has read the range. */
    boolean isEnded();

    /** Where to go on after the rows that were given. Text: the byte at which the next record begins, uncompressed. */
    long position();

    @Override
    void close();
}
