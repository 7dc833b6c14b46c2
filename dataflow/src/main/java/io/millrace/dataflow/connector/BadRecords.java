package io.millrace.dataflow.connector;

/**
 * Is told of every record that cannot be read. It may throw, which ends the reading; otherwise the record is left out.
 */
@FunctionalInterface
public interface BadRecords {

    void reject(BadRecord record);

    /**
     * A record that cannot be read.
     *
     * @param position where it begins in the file, uncompressed
     * @param raw its bytes, or as many of them as are worth showing
     * @param column the column that is wrong, counted from 1 and with its name; empty where it is the whole record
     * @param reason a phrase without a full stop
     */
    record BadRecord(long position, byte[] raw, String column, String reason) {}
}
