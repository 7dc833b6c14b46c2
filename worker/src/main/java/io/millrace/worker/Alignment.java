package io.millrace.worker;

import io.millrace.dataflow.InputSet;
import io.millrace.dataflow.Signal.Barrier;
import io.millrace.dataflow.doors.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the moment at which a barrier has come on every channel of a task. Belongs to the task's thread.
 *
 * <p>A channel whose next item is the barrier is held until all have come. A checkpoint's barrier need not be next in
 * line where its input is not selected, or where aligning has taken longer than the bound: then it overtakes what is
 * ahead of it, and those batches become part of the snapshot. An epoch's barrier waits for every input that is
 * selected, however long that takes; one that is not selected is left out, and the epoch is published with the next.
 */
final class Alignment {
    private final List<Node> nodes;
    private final Clock clock;
    private final long boundMillis;
    private final boolean hasChannels;
    private @Nullable Barrier aligning;
    private long since;
    private long passed;
    private long emitted;
    private long stalledSince;

    /** A barrier that may pass, and the channels in which it has to overtake what is queued. */
    record Aligned(Barrier barrier, List<Behind> behind, boolean partial) {}

    /** A channel in which the barrier stands behind batches. */
    record Behind(Node node, int input, InputChannel channel) {

        /** Shows the batches, and takes the barrier out. */
        void overtake(long barrier, Ahead ahead) {
            channel.reader().overtake(barrier, ahead);
            channel.overtaken(barrier);
        }
    }

    Alignment(List<Node> nodes, Clock clock, long boundMillis) {
        this.nodes = nodes;
        this.clock = clock;
        this.boundMillis = boundMillis;
        this.hasChannels =
                nodes.stream().flatMap(node -> node.inputs().stream()).anyMatch(input -> !input.channels().isEmpty());
    }

    /** Whether a barrier is being waited for, so that a source may not run ahead of it. */
    boolean isPending() {
        return aligning != null;
    }

    /** A barrier from the coordinator, for a task without channels. */
    void inject(Barrier barrier) {
        if (!hasChannels) {
            begin(barrier);
        }
    }

    /** The next item of a channel was a barrier. */
    void reach(InputChannel channel, Barrier barrier) {
        if (barrier.id() <= passed) {
            return; // what is left of an epoch that this input was not selected for
        }
        Barrier current = aligning;
        if (current == null || barrier.id() > current.id()) {
            begin(barrier);
        } else if (barrier.id() < current.id()) {
            return;
        }
        channel.reach(barrier.id());
    }

    /** The barrier that may pass now; null when there is none. */
    @Nullable Aligned poll() {
        if (hasChannels) {
            notice();
        }
        Barrier barrier = aligning;
        if (barrier == null) {
            return null;
        }
        boolean late = !barrier.purpose().isEpoch() && clock.millis() - since >= boundMillis;
        boolean partial = barrier.purpose().isEpoch() && !isClear();
        if (partial && !(barrier.purpose().isCheckpoint() && isStalled())) {
            return null;
        }
        List<Behind> behind = new ArrayList<>();
        for (Node node : nodes) {
            InputSet selected = node.selected();
            for (int input = 0; input < node.inputs().size(); input++) {
                boolean read = selected.contains(input);
                for (InputChannel channel : node.inputs().get(input).channels()) {
                    if (channel.feed().ended || channel.reached() >= barrier.id()) {
                        continue;
                    }
                    if (!read && !barrier.purpose().isCheckpoint()) {
                        partial = true;
                    } else if (barrier.purpose().isCheckpoint()
                            && (late || !read)
                            && mayBeOvertaken(channel, barrier)) {
                        behind.add(new Behind(node, input, channel));
                    } else {
                        return null;
                    }
                }
            }
        }
        partial |= !behind.isEmpty();
        return new Aligned(barrier, behind, partial);
    }

    /** The barrier has passed: reading goes on. */
    void pass(Barrier barrier) {
        passed = barrier.id();
        aligning = null;
        releaseAll();
    }

    @Override
    public String toString() {
        return aligning == null ? "aligning nothing" : "aligning " + aligning + " since " + since;
    }

    private void begin(Barrier barrier) {
        if (barrier.id() <= passed) {
            return;
        }
        aligning = barrier;
        since = clock.millis();
        releaseAll();
    }

    private void releaseAll() {
        for (Node node : nodes) {
            for (NodeInput input : node.inputs()) {
                input.channels().forEach(InputChannel::release);
            }
        }
    }

    /** Begins with the newest barrier that stands somewhere in a queue: one before it was given up. */
    private void notice() {
        for (Node node : nodes) {
            for (NodeInput input : node.inputs()) {
                for (InputChannel channel : input.channels()) {
                    Barrier found = channel.reader().announcedBarrier();
                    if (found != null && found.id() > passed && (aligning == null || found.id() > aligning.id())) {
                        begin(found);
                    }
                }
            }
        }
    }

    /**
     * Whether nothing was emitted for as long as the bound: what is owed has no room, since somewhere downstream an
     * input is not selected. Then the checkpoint must not wait, but the epoch does.
     */
    private boolean isStalled() {
        long batches = 0;
        for (Node node : nodes) {
            batches += node.output().batches;
        }
        if (batches != emitted) {
            emitted = batches;
            stalledSince = clock.millis();
        }
        return clock.millis() - Math.max(since, stalledSince) >= boundMillis;
    }

    /** Whether everything that belongs before the barrier stands in the channel: up to the barrier, or to the end. */
    private static boolean mayBeOvertaken(InputChannel channel, Barrier barrier) {
        boolean ending = channel.reader().isEnding(); // Asked first: no barrier is announced afterwards.
        Barrier found = channel.reader().announcedBarrier();
        return ending || (found != null && found.id() >= barrier.id());
    }

    private boolean isClear() {
        for (Node node : nodes) {
            if (!node.isClear()) {
                return false;
            }
        }
        return true;
    }
}
