package io.millrace.worker;

/** A channel into an input, and where it stands in the alignment of a barrier. */
final class InputChannel {
    private final ChannelReader reader;
    private final Feed feed = new Feed();

    /** The last barrier that was taken out of this channel. */
    private long reached;

    /** Whether reading must wait until the barrier that was reached has been reached everywhere. */
    private boolean held;

    InputChannel(ChannelReader reader) {
        this.reader = reader;
    }

    ChannelReader reader() {
        return reader;
    }

    Feed feed() {
        return feed;
    }

    long reached() {
        return reached;
    }

    boolean isHeld() {
        return held;
    }

    /** The barrier was next in line: nothing behind it may be read yet. */
    void reach(long barrier) {
        reached = barrier;
        held = true;
    }

    /** The barrier overtook what is queued, which belongs before it: reading goes on. */
    void overtaken(long barrier) {
        reached = barrier;
        held = false;
    }

    @Override
    public String toString() {
        return (feed.ended ? "ended" : reader.isReadable() ? "readable" : "empty")
                + (held ? " held" : "")
                + " reached "
                + reached
                + " announced "
                + reader.announcedBarrier()
                + (reader.isEnding() ? " ending" : "");
    }

    void release() {
        held = false;
    }
}
