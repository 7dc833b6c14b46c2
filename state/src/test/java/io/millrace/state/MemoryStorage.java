package io.millrace.state;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Files in memory. */
final class MemoryStorage implements FileStorage {
    final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
    long writtenBytes;
    private long readBytes;
    boolean isBroken;

    @Override
    public Writer create(String name) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        return new Writer() {
            @Override
            public void write(byte[] source, int offset, int length) {
                requireWhole();
                data.write(source, offset, length);
                writtenBytes += length;
            }

            @Override
            public long position() {
                return data.size();
            }

            @Override
            public void publish() {
                files.put(name, data.toByteArray());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void read(String name, long position, byte[] target, int offset, int length) {
        System.arraycopy(files.get(name), (int) position, target, offset, length);
        readBytes += length;
    }

    /** How many bytes were ever read. */
    long readBytes() {
        return readBytes;
    }

    @Override
    public long size(String name) {
        byte[] data = files.get(name);
        return data == null ? -1 : data.length;
    }

    @Override
    public List<String> list(String folder) {
        return files.keySet().stream().filter(name -> folder.isEmpty() || name.startsWith(folder + "/")).toList();
    }

    @Override
    public void delete(String name) {
        requireWhole();
        files.remove(name);
    }

    private void requireWhole() {
        if (isBroken) {
            throw MillraceException.external("storage-failed", "broken", new IOException("broken"));
        }
    }
}
