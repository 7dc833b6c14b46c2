package io.millrace.dataflow.connector;

import io.millrace.data.Batch;

/** Writes one file. One thread calls. */
public interface FormatWriter {

    /** Appends the rows from {@code from} up to {@code to}; their weights are not looked at. */
    void write(Batch batch, int from, int to);

    /** About how many bytes the file has so far. */
    long sizeBytes();

    /** Writes what is still held back; the target stays open. */
    void finish();
}
