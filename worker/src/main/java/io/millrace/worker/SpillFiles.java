package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.doors.ChecksummedWriter;
import io.millrace.dataflow.state.Manifest.FileReference;
import io.millrace.worker.LocalShuffle.Spilled;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Spilled batches as files, each written once: segments of a megabyte, longer ones where much is spilled. The producer
 * gathers a segment in memory, where the consumer can read it too, until it is full and goes to disk. A segment is
 * removed when its last batch was read, unless a checkpoint refers to it: then whoever keeps the checkpoints does that.
 *
 * <p>A segment stands in {@code gathered} from its first batch until it is on disk; a reader that finds it there uses
 * those bytes. They only grow: a slip is made after its bytes are, and passed on through the channel's queue.
 */
final class SpillFiles implements Spill {
    private static final int MOST_SEGMENT_BYTES = 16 << 20;

    /** A segment is so small a part of what was spilled before. */
    private static final int SEGMENT_SHARE = 8;

    private final Spilled place;
    private final Schema schema;
    private final BufferPool buffers;
    private final Map<Long, byte[]> gathered = new ConcurrentSkipListMap<>();
    private final Map<Long, FileReference> stored = new ConcurrentSkipListMap<>();

    // The producer's.
    private ByteSink writing = new ByteSink();
    private long spilledBytes;
    private long segment;

    // The consumer's.
    private final Set<Long> referred = new HashSet<>();
    private long firstKept;

    SpillFiles(Spilled place, Schema schema, BufferPool buffers) {
        this.place = place;
        this.schema = schema;
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
        if (writing.size() >= Math.clamp(spilledBytes / SEGMENT_SHARE, place.segmentBytes(), MOST_SEGMENT_BYTES)) {
            store();
        }
        return slip;
    }

    private void store() {
        String name = place.folder() + "/" + segment;
        try (ChecksummedWriter file = new ChecksummedWriter(place.storage().create(name))) {
            file.write(writing.array(), 0, writing.size());
            file.publish();
            stored.put(segment, new FileReference(name, writing.size(), file.checksum()));
        }
        gathered.remove(segment);
        spilledBytes += writing.size();
        writing = new ByteSink();
        segment++;
    }

    @Override
    public Batch read(Slip slip) {
        byte[] bytes = gathered.get(slip.segment());
        if (bytes != null) {
            return BatchCodec.decode(bytes, slip.offset(), slip.length(), schema, buffers);
        }
        FileReference file = stored.get(slip.segment());
        if (file == null) {
            throw MillraceException.internal("segment " + slip.segment() + " of " + place.folder() + " is gone");
        }
        byte[] part = new byte[slip.length()];
        place.storage().read(file.name(), slip.offset(), part, 0, part.length);
        return BatchCodec.decode(part, 0, part.length, schema, buffers);
    }

    @Override
    public @Nullable StoredRows refer(Slip slip) {
        FileReference file = stored.get(slip.segment());
        if (file == null) {
            return null;
        }
        referred.add(slip.segment());
        return new StoredRows(file, slip.offset(), slip.length(), StoredRows.Groups.ALL);
    }

    @Override
    public void done(Slip slip) {
        for (; firstKept < slip.segment(); firstKept++) {
            remove(firstKept);
        }
    }

    @Override
    public void close() {
        stored.keySet().forEach(this::remove);
    }

    private void remove(long old) {
        FileReference file = stored.remove(old);
        if (file != null && !referred.remove(old)) {
            place.storage().delete(file.name());
        }
    }
}
