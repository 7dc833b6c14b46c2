package io.millrace.coordinator;

import io.millrace.dataflow.Signal.Barrier.Purpose;

/**
 * When barriers are injected, and what for.
 *
 * @param purpose what is done at a barrier
 * @param intervalMillis from one injection to the next, at least; a barrier is never injected before the one before it
 *     is complete. Epochs that are checkpoints, too, make room for the work ({@link #EPOCHS_ROOM})
 * @param firstId the number of the first one, greater than any that a restored checkpoint has seen
 */
public record BarrierPolicy(Purpose purpose, long intervalMillis, long firstId) {
    /** For jobs whose input ends and that keep no checkpoints: everything is committed at the end. */
    public static final long NEVER = Long.MAX_VALUE / 4;

    /**
     * How many times as long as an epoch took to be durable passes before the next one begins, at least. Where nearly
     * all state changes within an interval, writing it again and again would take a third of the machine; so epochs
     * come less often while there is so much to do, and at their interval when there is less.
     */
    static final long EPOCHS_ROOM = 4;

    public boolean keepsCheckpoints() {
        return purpose.isCheckpoint();
    }
}
