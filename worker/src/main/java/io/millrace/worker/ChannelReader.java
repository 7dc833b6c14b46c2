package io.millrace.worker;

import io.millrace.dataflow.Signal;
import org.jspecify.annotations.Nullable;

/** The consuming end of a channel. Belongs to the consuming task's thread. */
public interface ChannelReader extends AutoCloseable {

    /** Whether {@link #poll} would give something. */
    boolean isReadable();

    /** Takes the next item; null when there is none now. */
    @Nullable Item poll();

    /** The last barrier that was put into this channel, whether it was read or not; null before the first. */
    Signal.@Nullable Barrier announcedBarrier();

    /**
     * Whether the end of input was put into this channel, whether it was read or not: nothing will be added any more.
     */
    boolean isEnding();

    /**
     * Lets a barrier that stands in the queue overtake what is ahead of it: it and older barriers are taken out, and
     * each batch ahead of it is shown, and stays in the queue. In a channel that is ending, and has no such barrier,
     * that is every batch.
     */
    void overtake(long barrier, Ahead ahead);

    /** Releases what is still queued. */
    @Override
    void close();
}
