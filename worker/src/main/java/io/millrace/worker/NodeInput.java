package io.millrace.worker;

import static io.millrace.dataflow.OperatorContext.END_OF_TIME;
import static io.millrace.dataflow.OperatorContext.NO_WATERMARK;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input of an operator: what its producers have said, and the channels by which those in other tasks reach it.
 * Belongs to the task's thread.
 *
 * <p>What the producers have said is known at once; the operator <b>hears</b> it when the rows in line before it are
 * done. Lateness is judged by what was heard.
 */
final class NodeInput {
    private final List<Feed> direct;
    private final List<InputChannel> channels;
    private long noted = NO_WATERMARK;
    private boolean silenceNoted;
    private long watermark = NO_WATERMARK;
    private boolean silent;
    private boolean ended;
    private int turn;

    NodeInput(List<Feed> direct, List<InputChannel> channels) {
        this.direct = direct;
        this.channels = new ArrayList<>(channels);
    }

    List<InputChannel> channels() {
        return channels;
    }

    /** One more channel, with what was on its way when a snapshot was taken. */
    void add(InputChannel channel) {
        channels.add(channel);
    }

    /** The watermark that the operator has heard. */
    long watermark() {
        return watermark;
    }

    void hear(long time) {
        watermark = Math.max(watermark, time);
    }

    /** Whether the operator has heard that no producer has anything to say about event time. */
    boolean isSilent() {
        return silent;
    }

    void hearSilence(boolean now) {
        silent = now;
    }

    /** Whether the operator has ended this input. */
    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** Whether every producer has ended. */
    boolean isComplete() {
        for (int i = 0; i < direct.size() + channels.size(); i++) {
            if (!feed(i).ended) {
                return false;
            }
        }
        return true;
    }

    /** The watermark that the operator should hear, where it has grown since the last time; otherwise none. */
    long newWatermark() {
        long least = END_OF_TIME;
        boolean someSpeak = false;
        for (int i = 0; i < direct.size() + channels.size(); i++) {
            Feed feed = feed(i);
            if (!feed.ended && !feed.idle) {
                someSpeak = true;
                least = Math.min(least, feed.watermark);
            }
        }
        if ((!someSpeak && !isComplete()) || least <= noted) {
            return NO_WATERMARK;
        }
        noted = least;
        return least;
    }

    /** Whether the producers began or ceased to be silent since this was last asked. */
    boolean silenceChanged() {
        boolean now = isSilentNow();
        if (now == silenceNoted) {
            return false;
        }
        silenceNoted = now;
        return true;
    }

    /** As of the last change. */
    boolean silenceNoted() {
        return silenceNoted;
    }

    private boolean isSilentNow() {
        boolean complete = true;
        for (int i = 0; i < direct.size() + channels.size(); i++) {
            Feed feed = feed(i);
            complete &= feed.ended;
            if (!feed.ended && !feed.idle) {
                return false;
            }
        }
        return !complete;
    }

    /**
     * The next channel, in turn, that has something to read and is not held up by a barrier; null when there is none.
     */
    @Nullable InputChannel readable() {
        for (int i = 0; i < channels.size(); i++) {
            turn = turn + 1 < channels.size() ? turn + 1 : 0;
            InputChannel channel = channels.get(turn);
            if (!channel.isHeld() && channel.reader().isReadable()) {
                return channel;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return (ended ? "ended " : "") + channels;
    }

    void close() {
        channels.forEach(channel -> channel.reader().close());
    }

    private Feed feed(int i) {
        return i < direct.size() ? direct.get(i) : channels.get(i - direct.size()).feed();
    }
}
