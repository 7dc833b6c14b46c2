package io.millrace.server.command;

import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.dataflow.graph.StageGraph.Stage;
import io.millrace.server.print.Figures;
import io.millrace.worker.MetricsBoard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A job graph for readers: stage by stage, each with its chain of operators; under each operator where its rows come
 * from and how they travel, and, after a run, what it did.
 */
final class PlanText {
    private static final int MOST_CHARS = 160;

    private final StageGraph graph;
    private final int parallelism;
    private final Map<MetricsBoard.Key, MetricsBoard.Figures> figures;
    private final StringBuilder text = new StringBuilder();

    private PlanText(StageGraph graph, int parallelism, Map<MetricsBoard.Key, MetricsBoard.Figures> figures) {
        this.graph = graph;
        this.parallelism = parallelism;
        this.figures = figures;
    }

    static String of(StageGraph graph, int parallelism) {
        return new PlanText(graph, parallelism, Map.of()).write();
    }

    /** With what the operators have done. */
    static String of(StageGraph graph, int parallelism, MetricsBoard board) {
        return new PlanText(graph, parallelism, board.figures()).write();
    }

    private String write() {
        for (Stage stage : graph.stages()) {
            int tasks = stage.taskCount(parallelism);
            text.append("stage ")
                    .append(stage.index())
                    .append(", ")
                    .append(tasks)
                    .append(tasks == 1 ? " task\n" : " tasks\n");
            for (int vertex : stage.vertices()) {
                operator(vertex);
            }
        }
        return text.toString();
    }

    private void operator(int index) {
        Vertex vertex = graph.job().vertices().get(index);
        line("  [" + index + "] " + vertex.spec().describe());
        for (Edge edge : graph.job().inputsOf(index)) {
            line("        input " + edge.input() + " from [" + edge.from() + "] " + way(edge));
        }
        figures(vertex.id());
    }

    private String way(Edge edge) {
        List<String> words = new ArrayList<>();
        words.add(
                switch (edge.exchange()) {
                    case Exchange.Forward forward -> graph.isDirect(edge) ? "chained" : "forward";
                    case Exchange.Hash hash -> "hash " + columns(edge, hash.columns());
                    case Exchange.Broadcast broadcast -> "broadcast";
                    case Exchange.Rebalance rebalance -> "in turn";
                    case Exchange.Gather gather -> "to one task";
                });
        if (edge.changes() == Changes.WEIGHTS) {
            words.add("with deletions");
        }
        if (graph.spilling().contains(edge)) {
            words.add("spilling");
        }
        return String.join(", ", words);
    }

    private String columns(Edge edge, List<Integer> columns) {
        var schema = graph.job().vertices().get(edge.from()).spec().outputs().get(edge.port());
        return columns.stream().map(column -> schema.field(column).name()).toList().toString();
    }

    /** What the instances of an operator did in all, and the busiest of them. */
    private void figures(String vertex) {
        long in = 0;
        long out = 0;
        long batches = 0;
        long busy = 0;
        long busiest = 0;
        long state = 0;
        int instances = 0;
        for (Map.Entry<MetricsBoard.Key, MetricsBoard.Figures> entry : figures.entrySet()) {
            if (entry.getKey().vertex().equals(vertex)) {
                MetricsBoard.Figures each = entry.getValue();
                in += each.in().rows();
                out += each.out().rows();
                batches += each.in().batches() + each.out().batches();
                busy += each.busyNanos();
                busiest = Math.max(busiest, each.busyNanos());
                state += each.stateBytes();
                instances++;
            }
        }
        if (instances > 0) {
            line(
                    "        rows in "
                            + Figures.count(in)
                            + ", out "
                            + Figures.count(out)
                            + "; batches "
                            + Figures.count(batches)
                            + "; busy "
                            + Figures.nanos(busy)
                            + (instances > 1 ? " (at most " + Figures.nanos(busiest) + " in a task)" : "")
                            + "; state "
                            + Figures.bytes(state));
        }
    }

    private void line(String line) {
        text.append(line.length() > MOST_CHARS ? line.substring(0, MOST_CHARS - 1) + "…" : line).append('\n');
    }
}
