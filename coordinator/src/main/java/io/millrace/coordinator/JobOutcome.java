package io.millrace.coordinator;

/** How a job ended. */
public sealed interface JobOutcome {

    /** All input was read and everything is committed. */
    record Finished() implements JobOutcome {}

    /** The user ended it; with checkpoints, it can be resumed. */
    record Stopped() implements JobOutcome {}

    record Failed(Throwable cause) implements JobOutcome {}
}
