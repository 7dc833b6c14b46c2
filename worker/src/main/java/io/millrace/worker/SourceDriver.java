package io.millrace.worker;

import io.millrace.dataflow.source.SourceOperator;
import io.millrace.dataflow.source.SourceOperator.Polled;
import io.millrace.dataflow.source.Split;

/** Polls one source of a task, and knows when there is no use in it. Belongs to the task's thread. */
final class SourceDriver {
    /** How often a source that waits for a split is looked at. */
    private static final long ANSWER_MILLIS = 250;

    private final Node node;
    private final SourceOperator source;
    private final Meeting meeting;
    private long polledMillis;
    private long askedMillis;
    private boolean asked;
    private boolean begun;
    private boolean exhausted;
    private boolean ended;
    private long nextPollMillis = Long.MIN_VALUE;

    /**
     * @param meeting the sources whose rows its own may meet, which it enters
     */
    SourceDriver(Node node, SourceOperator source, Meeting meeting) {
        this.node = node;
        this.source = source;
        this.meeting = meeting;
        meeting.enter(this);
    }

    Node node() {
        return node;
    }

    /**
     * When polling makes sense again, in milliseconds; not before an assignment, or before whoever reads makes room and
     * wakes the worker, when it is {@code Long.MAX_VALUE}.
     */
    long nextPollMillis() {
        return ended || !node.output().room() ? Long.MAX_VALUE : nextPollMillis;
    }

    /** How far it says that it is. */
    long eventTime() {
        return node.output().watermark();
    }

    boolean canPoll(long nowMillis) {
        return !ended && nowMillis >= nextPollMillis && node.output().room();
    }

    /**
     * Whether its first rows may come within the time that others wait for it. They may be the earliest of all.
     *
     * @param patienceMillis how long it may wait for a split that it asked for
     */
    boolean isAboutToBegin(long nowMillis, long patienceMillis) {
        return !begun && (canPoll(nowMillis) || asked && nowMillis - askedMillis < patienceMillis);
    }

    /** It is not polled any more. */
    void close() {
        meeting.leave(this);
    }

    void assign(Split split) {
        asked = false;
        nextPollMillis = Long.MIN_VALUE;
        source.assign(split);
    }

    void endSplits() {
        asked = false;
        exhausted = true;
        nextPollMillis = Long.MIN_VALUE;
        source.noMoreSplits();
    }

    /**
     * Polls once; {@code ask} is run where the source wants a split that was not asked for yet. Whether anything
     * happened.
     */
    boolean poll(long nowMillis, Runnable ask) {
        if (!canPoll(nowMillis)) {
            return false;
        }
        if (meeting.isAhead(this, polledMillis, nowMillis)) {
            return false;
        }
        polledMillis = nowMillis;
        Polled polled = node.timed(() -> source.poll(node.output()));
        begun |= !(polled instanceof Polled.WantsSplit);
        switch (polled) {
            case Polled.More more -> {
                return true;
            }
            case Polled.WantsSplit wants -> {
                if (asked || exhausted) {
                    // It may become idle meanwhile.
                    nextPollMillis = exhausted ? Long.MAX_VALUE : nowMillis + ANSWER_MILLIS;
                    return false;
                }
                asked = true;
                askedMillis = nowMillis;
                ask.run();
                return true;
            }
            case Polled.NothingUntil nothing -> {
                nextPollMillis = nothing.timeMillis();
                return false;
            }
            case Polled.End end -> {
                ended = true;
                node.endSource();
                return true;
            }
        }
    }
}
