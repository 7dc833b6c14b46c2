package io.millrace.server.command;

import io.millrace.coordinator.JobOutcome;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.rank.Limit;
import io.millrace.operators.rank.Ranking;
import io.millrace.operators.write.Write;
import java.util.List;

/**
 * Ends a job that prints so many rows and no more, {@code LIMIT} without an order, once they are there: nothing that is
 * read after them would change what is seen. Without a limit, or where the job has other sinks, it never does.
 */
final class Enough {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    /** Ends no job. */
    static final Enough NEVER = new Enough(NO_LIMIT);

    private final long rows;
    private volatile boolean reached;

    private Enough(long rows) {
        this.rows = rows;
    }

    static Enough of(JobGraph graph) {
        List<JobGraph.Vertex> sinks = graph.vertices().stream().filter(each -> each.spec() instanceof Write).toList();
        return new Enough(sinks.size() == 1 ? limit(graph, graph.vertices().indexOf(sinks.getFirst())) : NO_LIMIT);
    }

    /** How many rows come to a vertex at most, as far as what is before it says so. */
    private static long limit(JobGraph graph, int vertex) {
        List<JobGraph.Edge> inputs = graph.inputsOf(vertex);
        if (inputs.size() != 1) {
            return NO_LIMIT;
        }
        int before = inputs.getFirst().from();
        return switch (graph.vertices().get(before).spec()) {
            case Limit limit when limit.limit() != Ranking.NO_LIMIT -> limit.limit();
            case Calc calc when calc.condition().isEmpty() -> limit(graph, before);
            default -> NO_LIMIT;
        };
    }

    /** Whether these are the rows, which is said once. */
    boolean isReached(long shown) {
        if (reached || shown < rows) {
            return false;
        }
        reached = true;
        return true;
    }

    /** A job that was stopped because its rows were there is finished. */
    JobOutcome outcome(JobOutcome outcome) {
        return reached && outcome instanceof JobOutcome.Stopped ? new JobOutcome.Finished() : outcome;
    }
}
