package io.millrace.server.evolution;

import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import java.util.ArrayList;
import java.util.List;

/** What every vertex of a plan means. */
final class PlanMeaning {

    /** How much of the meaning counts. */
    enum Depth {
        ALL,
        /** As if no row were filtered: to find out that only a filter was changed. */
        WITHOUT_FILTERS
    }

    private PlanMeaning() {}

    /**
     * The meanings by vertex.
     *
     * @param sources the names of the sources, by vertex
     */
    static List<Meaning> of(JobGraph graph, List<String> sources, Depth depth) {
        List<Meaning> meanings = new ArrayList<>();
        for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
            JobGraph.Vertex each = graph.vertices().get(vertex);
            List<Relation> inputs = new ArrayList<>();
            if (each.spec().inputCount() == 0) {
                inputs.add(Relation.of(sources.get(vertex), List.of()));
            }
            for (int input = 0; input < each.spec().inputCount(); input++) {
                inputs.add(input(graph, vertex, input, meanings));
            }
            Meaning meaning = each.spec().meaning(inputs);
            meanings.add(depth == Depth.ALL ? meaning : withoutFilters(meaning));
        }
        return meanings;
    }

    private static Relation input(JobGraph graph, int vertex, int input, List<Meaning> meanings) {
        List<Relation> producers = new ArrayList<>();
        for (Edge edge : graph.inputsOf(vertex)) {
            if (edge.input() == input) {
                producers.add(meanings.get(edge.from()).outputs().get(edge.port()));
            }
        }
        return Relation.union(producers);
    }

    private static Meaning withoutFilters(Meaning meaning) {
        return new Meaning(meaning.state(), meaning.outputs().stream().map(Relation::withoutFilters).toList());
    }
}
