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
 * @param enumerators what each enumerator said of itself, by vertex id
 */
public record CheckpointMetadata(
        int version,
        Origin origin,
        RunSettings run,
        JobGraph graph,
        Map<String, String> enumerators,
        List<Part> parts) {
    public static final int VERSION = 1;

    public CheckpointMetadata {
        enumerators = Map.copyOf(enumerators);
        parts = List.copyOf(parts);
    }

    /**
     * Which checkpoint of which job this is.
     *
     * @param job names the run that took it, and every run that resumes from it
     * @param timeMillis when it was complete, since 1970-01-01T00:00:00Z
     */
    public record Origin(String job, long id, long timeMillis, Completion completion) {}

    /** One task's part. */
    public record Part(TaskId task, TaskSnapshot snapshot) {}

    public List<TaskSnapshot> snapshots() {
        return parts.stream().map(Part::snapshot).toList();
    }
}
