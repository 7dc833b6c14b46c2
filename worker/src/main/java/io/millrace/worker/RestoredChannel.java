package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.dataflow.Signal;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A channel with what was on its way when a snapshot was taken, and then nothing. Belongs to the task's thread. */
final class RestoredChannel implements ChannelReader {
    private final ArrayDeque<Batch> batches;
    private boolean ended;

    /** Takes over the batches. */
    RestoredChannel(List<Batch> batches) {
        this.batches = new ArrayDeque<>(batches);
    }

    @Override
    public boolean isReadable() {
        return !ended;
    }

    @Override
    public @Nullable Item poll() {
        Batch batch = batches.poll();
        if (batch != null) {
            return new Item.Rows(batch);
        }
        if (ended) {
            return null;
        }
        ended = true;
        return new Item.Mark(new Signal.EndOfInput());
    }

    @Override
    public Signal.@Nullable Barrier announcedBarrier() {
        return null;
    }

    @Override
    public boolean isEnding() {
        return true;
    }

    @Override
    public void overtake(long barrier, Consumer<Batch> ahead) {
        batches.forEach(ahead);
    }

    @Override
    public void close() {
        batches.forEach(Batch::release);
        batches.clear();
    }
}
