package io.millrace.state;

import io.millrace.dataflow.doors.ChecksummedWriter;
import io.millrace.dataflow.doors.FileStorage;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps what is written in memory as long as it is little: then it goes into the manifest, and no file is made and
 * synced for a few bytes. What grows larger goes to a file. One thread.
 */
final class InlineWriter implements FileStorage.Writer {
    /** A source's positions and a sink's tickets take some hundred bytes. */
    private static final int MAX_BYTES = 4096;

    private final Supplier<ChecksummedWriter> files;
    private byte[] held = new byte[256];
    private int size;
    private Optional<ChecksummedWriter> file = Optional.empty();

    /** Gets a file once there is too much. */
    InlineWriter(Supplier<ChecksummedWriter> files) {
        this.files = files;
    }

    /** What was written, unless there is a file. */
    Optional<byte[]> bytes() {
        return file.isPresent() ? Optional.empty() : Optional.of(Arrays.copyOf(held, size));
    }

    @Override
    public void write(byte[] data, int offset, int length) {
        if (file.isEmpty() && size + length > MAX_BYTES) {
            ChecksummedWriter made = files.get();
            file = Optional.of(made);
            made.write(held, 0, size);
        }
        if (file.isPresent()) {
            file.get().write(data, offset, length);
            return;
        }
        if (size + length > held.length) {
            held = Arrays.copyOf(held, Math.max(size + length, held.length * 2));
        }
        System.arraycopy(data, offset, held, size, length);
        size += length;
    }

    @Override
    public long position() {
        return file.isPresent() ? file.get().position() : size;
    }

    @Override
    public void publish() {
        file.ifPresent(ChecksummedWriter::publish);
    }

    @Override
    public void close() {
        file.ifPresent(ChecksummedWriter::close);
    }
}
