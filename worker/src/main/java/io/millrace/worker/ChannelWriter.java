package io.millrace.worker;

/** The producing end of a channel. Belongs to the producing task's thread. */
public interface ChannelWriter {

    /**
     * Appends an item, which is the channel's from then on. Bounded by {@link #hasRoom}, which signals need not ask.
     */
    void offer(Item item);

    /** Whether another batch may come. */
    boolean hasRoom();
}
