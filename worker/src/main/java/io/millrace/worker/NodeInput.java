package io.millrace.worker;

import static io.millrace.dataflow.OperatorContext.END_OF_TIME;
import static io.millrace.dataflow.OperatorContext.NO_WATERMARK;

import java.util.List;

/**
 * One input of an operator: what its producers have said, and the channels by which those in other tasks reach it. Belongs to the
 * task's thread.
 */
final class NodeInput {
    private final List<Feed> direct;
    private final List<InputChannel> channels;
    private long watermark = NO_WATERMARK;
    private int turn;

    NodeInput(List<Feed> direct, List<InputChannel> channels) {
        this.direct = direct;
        this.channels = channels;
    }

    List<InputChannel> channels() {
        return channels;
    }

    long watermark() {
        return watermark;
    }

    void advance(long time) {
        watermark = time;
    }

    /** The least watermark of the producers that are neither idle nor ended; the end of time when all have ended. */
    long reached() {
        long least = END_OF_TIME;
        boolean silent = true;
        boolean ended = true;
        for (int i = 0; i < direct.size() + channels.size(); i++) {
            Feed feed = feed(i);
            ended &= feed.ended;
            if (!feed.ended && !feed.idle) {
                silent = false;
                least = Math.min(least, feed.watermark);
            }
        }
        return ended ? END_OF_TIME : silent ? watermark : least;
    }

    boolean hasEnded() {
        for (int i = 0; i < direct.size() + channels.size(); i++) {
            if (!feed(i).ended) {
                return false;
            }
        }
        return true;
    }

    /** Whether no producer has anything to say about event time. */
    boolean isIdle() {
        for (int i = 0; i < direct.size() + channels.size(); i++) {
            Feed feed = feed(i);
            if (!feed.ended && !feed.idle) {
                return false;
            }
        }
        return true;
    }

    /** The next channel, in turn, that has something to read and is not held up by a barrier; null when there is none. */
    @org.jspecify.annotations.Nullable InputChannel readable() {
        for (int i = 0; i < channels.size(); i++) {
            turn = turn + 1 < channels.size() ? turn + 1 : 0;
            InputChannel channel = channels.get(turn);
            if (!channel.isHeld() && channel.reader().isReadable()) {
                return channel;
            }
        }
        return null;
    }

    void close() {
        channels.forEach(channel -> channel.reader().close());
    }

    private Feed feed(int i) {
        return i < direct.size() ? direct.get(i) : channels.get(i - direct.size()).feed();
    }
}
