package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.dataflow.doors.FileStorage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hands batches over inside one process, by reference. */
public final class LocalShuffle implements Shuffle {
    /** All channels together may hold about so large a part of the heap in texts, but each of them a batch. */
    private static final int HEAP_PART = 16;

    /** How many batches of them a channel holds at most. */
    private static final int MOST_BATCHES = 4;

    private final Map<Wire, QueueChannel> channels = new ConcurrentHashMap<>();
    private final Spilled spilled;
    private final BufferPool buffers;

    /**
     * Where spilling edges put what is past their bound.
     *
     * @param storage where checkpoints are kept, which refer to it; or anywhere
     * @param folder in it, in which there is nothing yet
     * @param segmentBytes how much goes into a file, at least
     */
    public record Spilled(FileStorage storage, String folder, int segmentBytes) {
        public static final int SEGMENT_BYTES = 1 << 20;
    }

    public LocalShuffle(Spilled spilled, BufferPool buffers) {
        this.spilled = spilled;
        this.buffers = buffers;
    }

    @Override
    public ChannelWriter writer(Wire wire, Runnable whenWritable) {
        QueueChannel channel = channel(wire);
        channel.onWritable(whenWritable);
        return channel;
    }

    @Override
    public ChannelReader reader(Wire wire, Runnable whenReadable) {
        QueueChannel channel = channel(wire);
        channel.onReadable(whenReadable, () -> channels.remove(wire));
        return channel;
    }

    private QueueChannel channel(Wire wire) {
        return channels.computeIfAbsent(wire, w -> new QueueChannel(spill(w), bytesBound()));
    }

    /** The channels that come later get the less the more there are. */
    private long bytesBound() {
        long share = Runtime.getRuntime().maxMemory() / HEAP_PART / (channels.size() + 1);
        return Math.clamp(share, Batch.MAX_BYTES, (long) MOST_BATCHES * Batch.MAX_BYTES);
    }

    private Spill spill(Wire wire) {
        if (wire.bound() == Bound.BACKPRESSURE) {
            return Spill.NONE;
        }
        String folder = spilled.folder() + "/" + wire.job() + "/" + wire.edge() + "-" + wire.from() + "-" + wire.to();
        return new SpillFiles(new Spilled(spilled.storage(), folder, spilled.segmentBytes()), wire.schema(), buffers);
    }
}
