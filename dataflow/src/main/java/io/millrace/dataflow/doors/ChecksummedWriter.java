package io.millrace.dataflow.doors;

import java.util.zip.CRC32C;

/** A file being written, and the checksum of all that was written to it. */
public final class ChecksummedWriter implements FileStorage.Writer {
    private static final int CHUNK_BYTES = 1 << 20;

    private final FileStorage.Writer writer;
    private final CRC32C checksum = new CRC32C();

    public ChecksummedWriter(FileStorage.Writer writer) {
        this.writer = writer;
    }

    /** CRC32C of what was written so far. */
    public long checksum() {
        return checksum.getValue();
    }

    /** The checksum of the first so many bytes of a stored file. */
    public static long of(FileStorage storage, String name, long size) {
        CRC32C checksum = new CRC32C();
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, size)];
        for (long at = 0; at < size; at += chunk.length) {
            int length = (int) Math.min(chunk.length, size - at);
            storage.read(name, at, chunk, 0, length);
            checksum.update(chunk, 0, length);
        }
        return checksum.getValue();
    }

    @Override
    public void write(byte[] data, int offset, int length) {
        writer.write(data, offset, length);
        checksum.update(data, offset, length);
    }

    @Override
    public long position() {
        return writer.position();
    }

    @Override
    public void publish() {
        writer.publish();
    }

    @Override
    public void close() {
        writer.close();
    }
}
