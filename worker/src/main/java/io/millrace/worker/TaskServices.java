package io.millrace.worker;

import io.millrace.data.BufferPool;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.doors.Executor;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.StateBackend;
import io.millrace.protocol.TaskEvent;
import java.util.function.Consumer;

/**
 * What a task may use of the world.
 *
 * @param storage where batches in flight are kept with a checkpoint
 * @param events takes what the task reports, on the task's thread, and returns at once
 * @param board where the task's figures can be read by others
 */
public record TaskServices(
        Shuffle shuffle,
        State state,
        FileStorage storage,
        Tools tools,
        Consumer<TaskEvent> events,
        MetricsBoard board) {

    /** The same for a job whose tasks report to this. */
    public TaskServices reportingTo(Consumer<TaskEvent> listener) {
        return new TaskServices(shuffle, state, storage, tools, listener, board);
    }

    /**
     * Where state is kept, and whether snapshots of it are.
     *
     * @param executor writes what is in flight, beside the tasks
     */
    public record State(StateBackend backend, Snapshots snapshots, Executor executor) {}

    /** Whether snapshots are kept. */
    public enum Snapshots {
        KEPT,
        /** There is no place for checkpoints: only epochs pass. */
        NOT_KEPT
    }

    /**
     * Doors and buffers.
     *
     * @param executor for what operators have the world outside do
     */
    public record Tools(Clock clock, BufferPool buffers, Executor executor) {}
}
