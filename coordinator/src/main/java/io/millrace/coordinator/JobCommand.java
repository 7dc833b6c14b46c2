package io.millrace.coordinator;

import io.millrace.dataflow.Signal.Barrier;
import io.millrace.protocol.TaskCommand;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;
import java.util.List;
import java.util.Map;

/** What a job master wants done. Commands are carried out in order. */
public sealed interface JobCommand {

    record DeployTask(TaskId task) implements JobCommand {}

    record TellTask(TaskId task, TaskCommand command) implements JobCommand {}

    /** Ask the enumerator of this vertex for a split, and answer the task now or when there is one. */
    record AnswerSplitRequest(TaskId task, int vertex) implements JobCommand {}

    /** Fix what the enumerators say of themselves, then inject the barrier into these tasks. */
    record InjectBarrier(Barrier barrier, List<TaskId> tasks) implements JobCommand {}

    /** Write the checkpoint's metadata; the answer is {@code CheckpointStored} or {@code CheckpointNotStored}. */
    record StoreCheckpoint(long id, Map<TaskId, TaskSnapshot> tasks, Completion completion) implements JobCommand {}

    /** Every task is closed: the job is over. */
    record EndJob(JobOutcome outcome) implements JobCommand {}

    /** Tell the user. */
    record Notify(String code, String message) implements JobCommand {}

    /** Whether a checkpoint is the last one of a job whose input has ended. */
    enum Completion {
        RUNNING,
        FINISHED
    }
}
