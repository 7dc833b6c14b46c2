package io.millrace.operators;

import io.millrace.dataflow.doors.FileStorage;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.TreeMap;

/** Files in memory. */
public final class MemoryStorage implements FileStorage {
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    @Override
    public Writer create(String name) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        return new Writer() {
            @Override
            public void write(byte[] data, int offset, int length) {
                content.write(data, offset, length);
            }

            @Override
            public long position() {
                return content.size();
            }

            @Override
            public void publish() {
                files.put(name, content.toByteArray());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void read(String name, long position, byte[] target, int offset, int length) {
        System.arraycopy(files.get(name), (int) position, target, offset, length);
    }

    @Override
    public long size(String name) {
        byte[] content = files.get(name);
        return content == null ? -1 : content.length;
    }

    @Override
    public List<String> list(String folder) {
        return files.keySet().stream().filter(name -> name.startsWith(folder)).toList();
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }
}
