package io.millrace.protocol;

import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.graph.StageGraph;
import java.util.List;

/**
 * All that a worker must know to run a task.
 *
 * @param restored what all former tasks of the stage's vertices left in the checkpoint; empty for a new start
 */
public record TaskDeployment(JobRun job, TaskId task, StageGraph graph, RunSettings run, List<TaskSnapshot> restored) {
    public TaskDeployment {
        restored = List.copyOf(restored);
    }
}
