package io.millrace.server.command;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.graph.JobGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the plan in a checkpoint with that of the script. */
final class PlanDifference {
    private static final int MOST_SHOWN = 5;

    private PlanDifference() {}

    /**
     * @throws MillraceException where the plans differ, saying in what
     */
    static void refuseOther(JobGraph kept, JobGraph planned, Path folder) {
        if (kept.vertices().equals(planned.vertices())
                && kept.edges().equals(planned.edges())
                && kept.session().equals(planned.session())) {
            return;
        }
        StringBuilder text = new StringBuilder("the checkpoints in " + folder + " are those of another query:");
        List<String> differences = differences(kept, planned);
        differences.stream().limit(MOST_SHOWN).forEach(line -> text.append("\n  ").append(line));
        if (differences.size() > MOST_SHOWN) {
            text.append("\n  … and ").append(differences.size() - MOST_SHOWN).append(" more differences");
        }
        text.append("\nUse --fresh to remove them and begin anew, or another --checkpoint-dir.");
        throw MillraceException.user("changed-query", text.toString());
    }

    private static List<String> differences(JobGraph kept, JobGraph planned) {
        List<String> lines = new ArrayList<>();
        for (JobGraph.Vertex vertex : planned.vertices()) {
            Optional<JobGraph.Vertex> before = find(kept, vertex.id());
            if (before.isEmpty()) {
                lines.add("new: " + vertex.spec().describe());
            } else if (!before.get().equals(vertex)) {
                String was = before.get().spec().describe();
                String is = vertex.spec().describe();
                lines.add("was: " + was + (was.equals(is) ? " (its details differ)" : "\n  is:  " + is));
            }
        }
        for (JobGraph.Vertex vertex : kept.vertices()) {
            if (find(planned, vertex.id()).isEmpty()) {
                lines.add("gone: " + vertex.spec().describe());
            }
        }
        if (!kept.session().equals(planned.session())) {
            lines.add("the session was " + kept.session() + ", is " + planned.session());
        }
        if (lines.isEmpty()) {
            lines.add("the operators are the same, but are connected in another way");
        }
        return lines;
    }

    private static Optional<JobGraph.Vertex> find(JobGraph graph, String id) {
        return graph.vertices().stream().filter(vertex -> vertex.id().equals(id)).findFirst();
    }
}
