package io.millrace.coordinator;

import io.millrace.coordinator.JobCommand.Completion;
import io.millrace.dataflow.Signal.Barrier;
import io.millrace.protocol.TaskEvent.Coverage;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;

/** What happened to a job: the only things that change a job master's state. */
public sealed interface JobRecord {

    record JobStarted(long nowMillis) implements JobRecord {}

    record TaskOpened(TaskId task) implements JobRecord {}

    /** All tasks were open, and were told to begin. */
    record TasksStarted(long nowMillis) implements JobRecord {}

    record BarrierInjected(Barrier barrier, long nowMillis) implements JobRecord {}

    record TaskSnapshotted(TaskId task, long barrier, TaskSnapshot snapshot) implements JobRecord {}

    record EpochReached(TaskId task, long barrier, Coverage coverage) implements JobRecord {}

    /** All parts of a checkpoint are durable and its metadata is being written. */
    record StoringBegun(long barrier, Completion completion) implements JobRecord {}

    /** The barrier is complete, and the tasks were told to commit; {@code nowMillis} is when. */
    record BarrierCompleted(long barrier, long nowMillis) implements JobRecord {}

    /** The checkpoint of the barrier is stored, and its epoch is left to the next one. */
    record BarrierKept(long barrier, long nowMillis) implements JobRecord {}

    /** The barrier will never be complete. */
    record BarrierAborted(long barrier, long nowMillis) implements JobRecord {}

    record TaskFinished(TaskId task, TaskSnapshot snapshot) implements JobRecord {}

    record TaskCommitted(TaskId task, long barrier) implements JobRecord {}

    record StopBegun() implements JobRecord {}

    record CheckpointWanted() implements JobRecord {}

    /** The job will end so, once its tasks are closed. */
    record EndBegun(JobOutcome outcome) implements JobRecord {}

    record TaskClosed(TaskId task) implements JobRecord {}
}
