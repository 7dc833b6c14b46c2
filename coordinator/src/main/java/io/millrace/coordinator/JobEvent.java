package io.millrace.coordinator;

import io.millrace.protocol.TaskEvent;

/** What a job master hears. */
public sealed interface JobEvent {

    /** Begin: deploy everything. */
    record JobSubmitted(long nowMillis) implements JobEvent {}

    record TaskReported(TaskEvent event, long nowMillis) implements JobEvent {}

    /** Time has passed. */
    record ClockTicked(long nowMillis) implements JobEvent {}

    /** The checkpoint's metadata is durable. */
    record CheckpointStored(long id, long nowMillis) implements JobEvent {}

    /** The checkpoint's metadata could not be written. */
    record CheckpointNotStored(long id, String reason, long nowMillis) implements JobEvent {}

    /** The user wants it to end: after a last checkpoint where checkpoints are kept. */
    record StopRequested(long nowMillis) implements JobEvent {}

    /** The user wants a checkpoint now. */
    record CheckpointRequested(long nowMillis) implements JobEvent {}
}
