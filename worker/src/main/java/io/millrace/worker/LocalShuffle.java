package io.millrace.worker;

import io.millrace.data.BufferPool;
import io.millrace.dataflow.doors.FileStorage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hands batches over inside one process, by reference. */
public final class LocalShuffle implements Shuffle {
    private final Map<Wire, QueueChannel> channels = new ConcurrentHashMap<>();
    private final FileStorage scratch;
    private final BufferPool buffers;

    /**
     * @param scratch where spilling edges put what is past their bound; local, and need not be durable
     */
    public LocalShuffle(FileStorage scratch, BufferPool buffers) {
        this.scratch = scratch;
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
        return channels.computeIfAbsent(wire, w -> new QueueChannel(spill(w)));
    }

    private Spill spill(Wire wire) {
        if (wire.bound() == Bound.BACKPRESSURE) {
            return Spill.NONE;
        }
        String folder = "spill/" + wire.job() + "/" + wire.edge() + "-" + wire.from() + "-" + wire.to();
        return new SpillFiles(folder, wire.schema(), scratch, buffers);
    }
}
