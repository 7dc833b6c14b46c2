package io.millrace.dataflow.source;

/**
 * Where a row was read.
 *
 * @param file the file, or what stands for it
 * @param unit what is counted: {@code line}, or {@code row} in files without lines
 * @param line counted from 1
 * @param record the row as it stands there, or as much of it as is worth showing; empty where it has no text
 */
public record RowOrigin(String file, String unit, long line, String record) {

    /** The place for a message: {@code file a.csv, line 3}. */
    public String place() {
        return "file " + file + ", " + unit + " " + line;
    }
}
