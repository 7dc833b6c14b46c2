package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.doors.FileStorage;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Spilled batches as files of about a megabyte, each written once and removed when its last batch was read. The
 * producer gathers a segment in memory, where the consumer can read it too, until it is full and goes to disk.
 *
 * <p>A segment stands in {@code gathered} from its first batch until it is on disk; a reader that finds it there uses
 * those bytes. They only grow: a slip is made after its bytes are, and passed on through the channel's queue.
 */
final class SpillFiles implements Spill {
    private static final int SEGMENT_BYTES = 1 << 20;

    private final String folder;
    private final Schema schema;
    private final FileStorage storage;
    private final BufferPool buffers;
    private final Map<Long, byte[]> gathered = new ConcurrentSkipListMap<>();
    private final Map<Long, String> stored = new ConcurrentSkipListMap<>();
    private ByteSink writing = new ByteSink();
    private long segment;
    private long firstKept;

    SpillFiles(String folder, Schema schema, FileStorage storage, BufferPool buffers) {
        this.folder = folder;
        this.schema = schema;
        this.storage = storage;
        this.buffers = buffers;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public Slip write(Batch batch) {
        int offset = writing.size();
        BatchCodec.encode(batch, writing);
        Slip slip = new Slip(segment, offset, writing.size() - offset, batch.size());
        batch.release();
        gathered.put(segment, writing.array());
        if (writing.size() >= SEGMENT_BYTES) {
            store();
        }
        return slip;
    }

    private void store() {
        String name = folder + "/" + segment;
        try (FileStorage.Writer file = storage.create(name)) {
            file.write(writing.array(), 0, writing.size());
            file.publish();
        }
        stored.put(segment, name);
        gathered.remove(segment);
        writing = new ByteSink();
        segment++;
    }

    @Override
    public Batch read(Slip slip) {
        byte[] bytes = gathered.get(slip.segment());
        if (bytes != null) {
            return BatchCodec.decode(bytes, slip.offset(), slip.length(), schema, buffers);
        }
        String name = stored.get(slip.segment());
        if (name == null) {
            throw MillraceException.internal("segment " + slip.segment() + " of " + folder + " is gone");
        }
        byte[] part = new byte[slip.length()];
        storage.read(name, slip.offset(), part, 0, part.length);
        return BatchCodec.decode(part, 0, part.length, schema, buffers);
    }

    @Override
    public void done(Slip slip) {
        for (; firstKept < slip.segment(); firstKept++) {
            String name = stored.remove(firstKept);
            if (name != null) {
                storage.delete(name);
            }
        }
    }

    @Override
    public void close() {
        stored.values().forEach(storage::delete);
        stored.clear();
    }
}
