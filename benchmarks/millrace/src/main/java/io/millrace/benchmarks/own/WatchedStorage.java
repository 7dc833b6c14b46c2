package io.millrace.benchmarks.own;

import io.millrace.dataflow.doors.FileStorage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Storage that remembers how long each checkpoint took whose description was written to it, until that was durable, and
 * how much was written.
 */
final class WatchedStorage implements FileStorage {
    private static final Pattern DURATION = Pattern.compile("\"durationMillis\"[^0-9]*\"([0-9]+)\"");

    private final FileStorage storage;
    private final List<Long> durationsMillis = new CopyOnWriteArrayList<>();
    private final AtomicLong written = new AtomicLong();

    WatchedStorage(FileStorage storage) {
        this.storage = storage;
    }

    /** Of each checkpoint, from its barrier until all of it was durable. */
    List<Long> durationsMillis() {
        return List.copyOf(durationsMillis);
    }

    long writtenBytes() {
        return written.get();
    }

    @Override
    public Writer create(String name) {
        return new WatchedWriter(storage.create(name), name.startsWith("checkpoints/"));
    }

    @Override
    public void read(String name, long position, byte[] target, int offset, int length) {
        storage.read(name, position, target, offset, length);
    }

    @Override
    public Reader open(String name) {
        return storage.open(name);
    }

    @Override
    public long size(String name) {
        return storage.size(name);
    }

    @Override
    public List<String> list(String folder) {
        return storage.list(folder);
    }

    @Override
    public void delete(String name) {
        storage.delete(name);
    }

    private final class WatchedWriter implements Writer {
        private final Writer writer;
        private final boolean describes;
        private final long begun = System.nanoTime();
        private Optional<Long> partsMillis = Optional.empty();

        WatchedWriter(Writer writer, boolean describes) {
            this.writer = writer;
            this.describes = describes;
        }

        @Override
        public void write(byte[] data, int offset, int length) {
            writer.write(data, offset, length);
            written.addAndGet(length);
            if (describes && partsMillis.isEmpty()) {
                String text = new String(data, offset, Math.min(length, 4_096), StandardCharsets.UTF_8);
                Matcher found = DURATION.matcher(text);
                partsMillis = found.find() ? Optional.of(Long.valueOf(found.group(1))) : Optional.empty();
            }
        }

        @Override
        public long position() {
            return writer.position();
        }

        @Override
        public void publish() {
            writer.publish();
            long lastMillis = (System.nanoTime() - begun) / 1_000_000;
            partsMillis.ifPresent(parts -> durationsMillis.add(parts + lastMillis));
        }

        @Override
        public void expose() {
            writer.expose();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
