package io.millrace.coordinator;

import io.millrace.dataflow.Signal.Barrier.Purpose;

/**
 * When barriers are injected, and what for.
 *
 * @param purpose what is done at a barrier
 * @param intervalMillis from one injection to the next; a barrier is never injected before the one before it is
 *     complete
 * @param firstId the number of the first one, greater than any that a restored checkpoint has seen
 */
public record BarrierPolicy(Purpose purpose, long intervalMillis, long firstId) {
    /** For jobs whose input ends and that keep no checkpoints: everything is committed at the end. */
    public static final long NEVER = Long.MAX_VALUE / 4;

    public boolean keepsCheckpoints() {
        return purpose.isCheckpoint();
    }
}
