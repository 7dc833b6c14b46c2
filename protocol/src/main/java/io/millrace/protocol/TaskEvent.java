package io.millrace.protocol;

/** What a task reports. Events of one task arrive in the order in which they were sent. */
public sealed interface TaskEvent {
    TaskId task();

    /** Every operator is open. */
    record TaskOpened(TaskId task) implements TaskEvent {}

    /** The source at this vertex could read another split. */
    record SplitRequested(TaskId task, int vertex) implements TaskEvent {}

    /** The task's part of a checkpoint is durable. */
    record TaskSnapshotted(TaskId task, long barrier, TaskSnapshot snapshot) implements TaskEvent {}

    /** The task's part of a checkpoint could not be written; the task goes on. */
    record SnapshotFailed(TaskId task, long barrier, String reason) implements TaskEvent {}

    /** The barrier of an epoch passed; what was written before it is prepared. */
    record EpochReached(TaskId task, long barrier, Coverage coverage) implements TaskEvent {}

    /** Every input has ended; all that was written is prepared; the snapshot holds what is left to commit. */
    record TaskFinished(TaskId task, TaskSnapshot snapshot) implements TaskEvent {}

    /** The commit of this barrier was carried out. */
    record BarrierCommitted(TaskId task, long barrier) implements TaskEvent {}

    /** The task ended with an error; it is closed. */
    record TaskFailed(TaskId task, Throwable cause) implements TaskEvent {}

    /** The task was cancelled and is closed. */
    record TaskCancelled(TaskId task) implements TaskEvent {}

    /** Whether an epoch covers all inputs of a task. */
    enum Coverage {
        COMPLETE,
        /** An input was not selected, so that its part of the epoch is still to come. */
        PARTIAL
    }
}
