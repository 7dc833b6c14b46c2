package io.millrace.worker;

import io.millrace.dataflow.OperatorContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Sources of one worker whose rows may meet in an operator. Of those that can be polled, the one that is behind in
 * event time goes first: what another one reads ahead would have to be remembered until the first has come so far. One
 * that has not begun is behind all others. Whoever is ahead is polled now and then all the same, since what is behind
 * may never move. Belongs to the worker's thread.
 */
final class Meeting {
    /** How long a source that is ahead is not polled at most. */
    private static final long PATIENCE_MILLIS = 50;

    private final List<SourceDriver> sources = new ArrayList<>();

    void enter(SourceDriver source) {
        sources.add(source);
    }

    void leave(SourceDriver source) {
        sources.remove(source);
    }

    /**
     * Whether another one ought to be polled before it.
     *
     * @param polledMillis when it was polled last
     */
    boolean isAhead(SourceDriver source, long polledMillis, long nowMillis) {
        long time = source.eventTime();
        if (sources.size() == 1
                || time == OperatorContext.NO_WATERMARK
                || nowMillis - polledMillis >= PATIENCE_MILLIS) {
            return false;
        }
        for (int i = 0; i < sources.size(); i++) {
            SourceDriver other = sources.get(i);
            boolean behind =
                    other.eventTime() < time
                            && other.eventTime() != OperatorContext.NO_WATERMARK
                            && other.canPoll(nowMillis);
            if (behind || other != source && other.isAboutToBegin(nowMillis, PATIENCE_MILLIS)) {
                return true;
            }
        }
        return false;
    }
}
