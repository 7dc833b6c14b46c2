package io.millrace.coordinator;

import io.millrace.coordinator.JobCommand.Completion;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.protocol.RunSettings;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;
import java.util.List;
import java.util.Map;

/**
 * A whole checkpoint: the plan, where the sources' enumerators are, and each task's part.
 *
 * @param version of this form; a reader refuses what it does not know
 * @param cost what it took
 * @param enumerators what each enumerator said of itself, by vertex id
 */
public record CheckpointMetadata(
        int version,
        Origin origin,
        Cost cost,
        RunSettings run,
        JobGraph graph,
        Map<String, String> enumerators,
        List<Part> parts) {
    public static final int VERSION = 3;

    public CheckpointMetadata {
        enumerators = Map.copyOf(enumerators);
        parts = List.copyOf(parts);
    }

    /**
     * Which checkpoint of which job this is.
     *
     * @param job names the run that took it, and every run that resumes from it
     * @param timeMillis when it was complete, since 1970-01-01T00:00:00Z
     * @param former the run that took it, where it was copied from another folder for the run named in {@code job};
     *     empty otherwise
     */
    public record Origin(String job, long id, long timeMillis, Completion completion, String former) {}

    /**
     * What a checkpoint took.
     *
     * @param durationMillis from the barrier's injection until every part of it was durable
     * @param writtenBytes in files that no checkpoint before it refers to
     */
    public record Cost(long durationMillis, long writtenBytes) {}

    /** One task's part. */
    public record Part(TaskId task, TaskSnapshot snapshot) {}

    /** The same checkpoint in another folder, for a run of another name. */
    public CheckpointMetadata copiedFor(String job) {
        Origin copied = new Origin(job, origin.id(), origin.timeMillis(), origin.completion(), origin.job());
        return new CheckpointMetadata(version, copied, cost, run, graph, enumerators, parts);
    }

    public List<TaskSnapshot> snapshots() {
        return parts.stream().map(Part::snapshot).toList();
    }
}
