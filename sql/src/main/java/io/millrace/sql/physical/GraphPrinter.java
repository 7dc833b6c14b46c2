package io.millrace.sql.physical;

import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Prints a job graph as a tree from its sinks down to its sources. A vertex that feeds several others is printed once,
 * and named after that; an edge says how its rows travel, and whether they are changes.
 */
public final class GraphPrinter {
    private final JobGraph graph;
    private final StringBuilder text = new StringBuilder();
    private final Set<Integer> printed = new HashSet<>();

    private GraphPrinter(JobGraph graph) {
        this.graph = graph;
    }

    public static String print(JobGraph graph) {
        GraphPrinter printer = new GraphPrinter(graph);
        IntStream.range(0, graph.vertices().size())
                .filter(vertex -> graph.outputsOf(vertex).isEmpty())
                .forEach(vertex -> printer.vertex(vertex, "", "", ""));
        return printer.text.toString();
    }

    private void vertex(int index, String first, String rest, String edge) {
        Vertex vertex = graph.vertices().get(index);
        text.append(first).append(edge);
        if (!printed.add(index)) {
            text.append("(").append(vertex.id()).append(", as above)\n");
            return;
        }
        boolean shared = graph.outputsOf(index).size() > 1;
        text.append(vertex.spread() == Spread.SINGLE ? "1 × " : "")
                .append(shared ? vertex.id() + ": " : "")
                .append(vertex.spec().describe())
                .append('\n');
        List<Edge> inputs = graph.inputsOf(index);
        for (int i = 0; i < inputs.size(); i++) {
            boolean last = i == inputs.size() - 1;
            vertex(
                    inputs.get(i).from(),
                    rest + (last ? "└─ " : "├─ "),
                    rest + (last ? "   " : "│  "),
                    label(inputs.get(i)));
        }
    }

    private static String label(Edge edge) {
        String exchange =
                switch (edge.exchange()) {
                    case Exchange.Forward ignored -> "";
                    case Exchange.Hash hash -> "hash " + hash.columns();
                    case Exchange.Broadcast ignored -> "broadcast";
                    case Exchange.Rebalance ignored -> "rebalance";
                    case Exchange.Gather ignored -> "gather";
                };
        String changes = edge.changes() == Changes.WEIGHTS ? "changes" : "";
        String both = exchange.isEmpty() || changes.isEmpty() ? exchange + changes : exchange + ", " + changes;
        return both.isEmpty() ? "" : "[" + both + "] ";
    }
}
