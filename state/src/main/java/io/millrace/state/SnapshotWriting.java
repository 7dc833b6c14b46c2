package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.ByteSink;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.ChecksummedWriter;
import io.millrace.dataflow.doors.Executor;
import io.millrace.dataflow.doors.FileStorage;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot file on its way to storage. The task's thread hands over batches and finishes; the executor encodes and
 * writes them, one run at a time. Where the executor's queue is full, the next call tries again.
 */
final class SnapshotWriting {
    /** So many rows may wait to be written; then copying pauses. */
    private static final int MAX_WAITING_ROWS = 1 << 18;

    /** The same for the bytes of their texts. */
    private static final long MAX_WAITING_BYTES = 8L << 20;

    private static final MillraceException NOT_FAILED = MillraceException.internal("nothing failed");

    private volatile String name;
    private final FileStorage storage;
    private final Executor executor;
    private final Queue<Work> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicInteger waitingRows = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();

    // Touched by the run in progress alone.
    private final SnapshotIndex index = new SnapshotIndex();
    private final ByteSink sink = new ByteSink();
    private FileStorage.Writer writer = Unopened.INSTANCE;
    private @Nullable ChecksummedWriter summed;
    private final Place place;
    private int sequence;
    private long writtenRows;

    private volatile MillraceException failure = NOT_FAILED;
    private volatile long sizeBytes = -1;
    private volatile long rows;
    private volatile long checksum;
    private volatile Optional<byte[]> inline = Optional.empty();

    private sealed interface Work {}

    private record Write(String table, BlockKind kind, int firstGroup, int lastGroup, Batch batch) implements Work {}

    private record Copy(String file, long size, Set<String> left) implements Work {}

    private record Finish() implements Work {}

    private record Drop() implements Work {}

    /** Where the bytes go. */
    enum Place {
        FILE,
        /** Into the manifest if they are few. */
        MANIFEST
    }

    SnapshotWriting(String name, Place place, FileStorage storage, Executor executor) {
        this.name = name;
        this.place = place;
        this.storage = storage;
        this.executor = executor;
    }

    /** The name of the file; final once it is durable. */
    String name() {
        return name;
    }

    /**
     * Takes over the blocks of earlier, small files but for those of some tables. To be called before anything is
     * written.
     */
    void copy(List<Link> links, Set<String> left) {
        for (Link link : links) {
            queue.add(new Copy(link.name(), link.sizeBytes(), left));
        }
        schedule();
    }

    /** Writes a batch, which becomes this object's. */
    void write(String table, BlockKind kind, int firstGroup, int lastGroup, Batch batch) {
        waitingRows.addAndGet(batch.size());
        waitingBytes.addAndGet(batch.heldBytes());
        queue.add(new Write(table, kind, firstGroup, lastGroup, batch));
        schedule();
    }

    void finish() {
        queue.add(new Finish());
        schedule();
    }

    /** Drops the file. */
    void drop() {
        queue.add(new Drop());
        schedule();
    }

    boolean isBehind() {
        schedule();
        return waitingRows.get() > MAX_WAITING_ROWS || waitingBytes.get() > MAX_WAITING_BYTES;
    }

    /** Whether the file is published. */
    boolean isDurable() {
        schedule();
        return sizeBytes >= 0;
    }

    boolean hasFailed() {
        return failure != NOT_FAILED;
    }

    MillraceException failure() {
        return failure;
    }

    /** The size of the file; only once it is durable. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** The checksum of the file; only once it is durable. */
    long checksum() {
        return checksum;
    }

    /** The content, where it is for the manifest; only once it is durable. */
    Optional<byte[]> inline() {
        return inline;
    }

    /** How many rows that are there the file holds; only once it is durable. */
    long rows() {
        return rows;
    }

    private void schedule() {
        if (!queue.isEmpty() && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::drain);
            } catch (MillraceException e) {
                scheduled.set(false);
                if (e.kind() != MillraceException.Kind.RESOURCES) {
                    throw e;
                }
            }
        }
    }

    private void drain() {
        do {
            Work work = queue.poll();
            while (work != null) {
                try {
                    if (!hasFailed()) {
                        perform(work);
                    }
                } catch (MillraceException e) {
                    fail(e);
                } catch (RuntimeException e) {
                    fail(
                            new MillraceException(
                                    "internal", MillraceException.Kind.INTERNAL, "A snapshot could not be written", e));
                }
                if (work instanceof Write write) {
                    waitingRows.addAndGet(-write.batch.size());
                    waitingBytes.addAndGet(-write.batch.heldBytes());
                    write.batch.release();
                }
                work = queue.poll();
            }
            scheduled.set(false);
        } while (!queue.isEmpty() && scheduled.compareAndSet(false, true));
    }

    private void perform(Work work) {
        if (writer == Unopened.INSTANCE) {
            writer = place == Place.MANIFEST ? new InlineWriter(this::create) : create();
        }
        switch (work) {
            case Write write -> write(write);
            case Copy copy -> copy(copy);
            case Drop drop ->
                    throw new MillraceException("cancelled", MillraceException.Kind.INTERNAL, name + " was dropped");
            case Finish finish -> {
                index.write(writer);
                long size = writer.position();
                writer.publish();
                writer.close();
                rows = writtenRows;
                checksum = summed == null ? 0 : summed.checksum();
                inline = writer instanceof InlineWriter small ? small.bytes() : Optional.empty();
                sizeBytes = size;
            }
        }
    }

    private ChecksummedWriter create() {
        // A later attempt may count checkpoints anew, while a chain still needs the older file.
        String wanted = name;
        for (int copy = 1; storage.size(name) >= 0; copy++) {
            name = wanted + "-" + copy;
        }
        summed = new ChecksummedWriter(storage.create(name));
        return summed;
    }

    private void write(Write write) {
        long offset = writer.position();
        sink.reset();
        BatchCodec.encode(write.batch, sink);
        writer.write(sink.array(), 0, sink.size());
        add(
                new SnapshotIndex.Block(
                        write.table,
                        sequence,
                        write.kind,
                        write.firstGroup,
                        write.lastGroup,
                        write.batch.size(),
                        offset,
                        sink.size()));
    }

    private void copy(Copy copy) {
        SnapshotIndex old = SnapshotIndex.read(storage, copy.file, copy.size);
        int last = 0;
        for (SnapshotIndex.Block block : old.blocks()) {
            last = Math.max(last, block.sequence());
            if (copy.left.contains(block.table())) {
                continue;
            }
            byte[] data = new byte[block.length()];
            storage.read(copy.file, block.offset(), data, 0, data.length);
            long offset = writer.position();
            writer.write(data, 0, data.length);
            add(
                    new SnapshotIndex.Block(
                            block.table(),
                            sequence + block.sequence(),
                            block.kind(),
                            block.firstGroup(),
                            block.lastGroup(),
                            block.rows(),
                            offset,
                            data.length));
        }
        sequence += last + 1;
    }

    private void add(SnapshotIndex.Block block) {
        index.add(block);
        if (block.kind() == BlockKind.ROWS) {
            writtenRows += block.rows();
        }
    }

    private void fail(MillraceException e) {
        failure = e;
        try {
            writer.close();
        } catch (MillraceException closing) {
            e.addSuppressed(closing);
        }
    }

    /** Stands for the file until something is written. */
    private enum Unopened implements FileStorage.Writer {
        INSTANCE;

        @Override
        public void write(byte[] data, int offset, int length) {
            throw MillraceException.internal("the snapshot file is not open");
        }

        @Override
        public long position() {
            return 0;
        }

        @Override
        public void publish() {
            throw MillraceException.internal("the snapshot file is not open");
        }

        @Override
        public void close() {}
    }
}
