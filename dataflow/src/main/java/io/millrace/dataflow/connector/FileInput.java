package io.millrace.dataflow.connector;

/**
 * A file to be read. One thread calls; reading may block. Failures are {@code MillraceException} of kind EXTERNAL or
 * USER.
 */
public interface FileInput extends AutoCloseable {

    /** The file's name, for messages. */
    String name();

    /** The size in bytes; {@link #UNKNOWN} where it is compressed. */
    long size();

    /**
     * Reads up to {@code length} bytes at a position.
     *
     * @param position where {@link #size} is unknown, not before what was read already
     * @return how many; −1 at the end of the file, 0 never
     */
    int read(long position, byte[] target, int offset, int length);

    @Override
    void close();

    long UNKNOWN = -1;
}
