package io.millrace.dataflow;

/**
 * Which run of a job this is, and where it goes on.
 *
 * @param name the same after a restore, another for another start
 * @param restoredFrom the barrier of the checkpoint that it goes on from; {@link #FROM_THE_START} for none. What sinks
 *     committed for rows after it will be written again
 * @param former the name of the run that took this checkpoint, where it was copied from another folder: that run may
 *     still be alive; empty otherwise
 */
public record JobRun(String name, Durability durability, long restoredFrom, String former) {
    /** Barriers are numbered from 1. */
    public static final long FROM_THE_START = 0;

    /** Whether somebody may go on from what it leaves behind. */
    public enum Durability {
        /** It keeps checkpoints. */
        RESUMABLE,
        /** It keeps none: when its process is gone, what it did not commit is waste. */
        TRANSIENT
    }

    /** A run that begins from the start and keeps no checkpoints. */
    public static JobRun passing(String name) {
        return new JobRun(name, Durability.TRANSIENT, FROM_THE_START, "");
    }

    public boolean isRestored() {
        return restoredFrom > FROM_THE_START;
    }
}
