package io.millrace.dataflow.connector;

import io.millrace.data.Batch;

/** Writes one file. One thread calls. */
public interface FormatWriter {

    /** Appends the rows from {@code from} up to {@code to}; their weights are not looked at. */
    void write(Batch batch, int from, int to);

    /** About how many bytes the file has so far. */
    long sizeBytes();

    /** How many of these bytes are held in memory. */
    default long heldBytes() {
        return 0;
    }

    /** Writes what is still held back; the target stays open. */
    void finish();
}
