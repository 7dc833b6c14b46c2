package io.millrace.server.evolution;

import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts of a plan that began to read at different times, and have no edge between them: the first, and one for each
 * time that something was backfilled. The ids of their operators tell them apart.
 */
final class Lineages {
    private static final String SUFFIX = "-backfill";
    private static final Pattern NUMBER = Pattern.compile(".*" + SUFFIX + "([0-9]{1,6})(-[0-9]+)?");

    private Lineages() {}

    /** The number of the lineage that an operator is of. */
    static int of(String id) {
        Matcher matcher = NUMBER.matcher(id);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** The numbers of all lineages of a plan, least first. */
    static List<Integer> numbers(JobGraph graph) {
        TreeSet<Integer> numbers = new TreeSet<>();
        graph.vertices().forEach(vertex -> numbers.add(of(vertex.id())));
        return List.copyOf(numbers);
    }

    /** A lineage of a plan. */
    static JobGraph lineage(JobGraph graph, int number) {
        BitSet wanted = new BitSet();
        for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
            wanted.set(vertex, of(graph.vertices().get(vertex).id()) == number);
        }
        return part(graph, wanted);
    }

    /** The vertices that others get their rows from, and the edges between them. */
    static JobGraph part(JobGraph graph, BitSet wanted) {
        List<Vertex> vertices = new ArrayList<>();
        int[] places = new int[graph.vertices().size()];
        wanted.stream()
                .forEach(vertex -> {
                    places[vertex] = vertices.size();
                    vertices.add(graph.vertices().get(vertex));
                });
        List<Edge> edges = new ArrayList<>();
        for (Edge edge : graph.edges()) {
            if (wanted.get(edge.from()) && wanted.get(edge.to())) {
                edges.add(moved(edge, places[edge.from()], places[edge.to()]));
            }
        }
        return new JobGraph(graph.name(), vertices, edges, graph.session(), graph.script());
    }

    /** Plans beside each other. */
    static JobGraph beside(JobGraph like, List<JobGraph> parts) {
        List<Vertex> vertices = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (JobGraph part : parts) {
            int first = vertices.size();
            vertices.addAll(part.vertices());
            part.edges().forEach(edge -> edges.add(moved(edge, first + edge.from(), first + edge.to())));
        }
        return new JobGraph(like.name(), vertices, edges, like.session(), like.script());
    }

    private static Edge moved(Edge edge, int from, int to) {
        return new Edge(from, edge.port(), to, edge.input(), edge.exchange(), edge.changes());
    }

    /** A vertex and all those that it gets rows from. */
    static BitSet upstream(JobGraph graph, int last) {
        BitSet found = new BitSet();
        found.set(last);
        for (int vertex = last; vertex >= 0; vertex--) {
            if (found.get(vertex)) {
                graph.inputsOf(vertex).forEach(edge -> found.set(edge.from()));
            }
        }
        return found;
    }

    /** The vertices without outputs. */
    static List<Integer> sinks(JobGraph graph) {
        List<Integer> sinks = new ArrayList<>();
        for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
            if (graph.outputsOf(vertex).isEmpty()) {
                sinks.add(vertex);
            }
        }
        return sinks;
    }

    /** Gives out ids that no other operator has. */
    static final class Ids {
        private final Set<String> taken;
        private final int lineage;

        /** Those of a lineage, where these operators have ids already. */
        Ids(Set<String> taken, int lineage) {
            this.taken = taken;
            this.lineage = lineage;
        }

        static Set<String> of(JobGraph graph) {
            Set<String> ids = new HashSet<>();
            graph.vertices().forEach(vertex -> ids.add(vertex.id()));
            return ids;
        }

        String unused(String wanted) {
            String name = lineage == 0 ? wanted : wanted + SUFFIX + lineage;
            String id = name;
            for (int number = 2; !taken.add(id); number++) {
                id = name + "-" + number;
            }
            return id;
        }
    }
}
