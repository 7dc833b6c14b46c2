package io.millrace.protocol;

import io.millrace.dataflow.Signal;
import io.millrace.dataflow.source.Split;

/** What a task is told. Commands to one task arrive in the order in which they were sent. */
public sealed interface TaskCommand {

    /** Begin to work: every task of the job is deployed. */
    record StartTask() implements TaskCommand {}

    /** A split for the source at this vertex. */
    record AssignSplit(int vertex, Split split) implements TaskCommand {}

    /** The source at this vertex gets no further split. */
    record EndSplits(int vertex) implements TaskCommand {}

    /** A barrier for every source of the task, to be taken before anything that was not yet emitted. */
    record InjectBarrier(Signal.Barrier barrier) implements TaskCommand {}

    /** The checkpoint or epoch of this barrier is complete: what was prepared up to it becomes visible. */
    record CommitBarrier(long barrier) implements TaskCommand {}

    /** The checkpoint failed or was overtaken: its snapshot need not be finished. */
    record AbortCheckpoint(long barrier) implements TaskCommand {}

    /** Stop at once, closing everything. */
    record CancelTask() implements TaskCommand {}
}
