package io.millrace.dataflow.graph;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.SessionSettings;
import java.util.List;

/**
 * What a job does: vertices and edges, nothing of where they run. A plan that can be compared, stored in a checkpoint
 * and printed. Vertices stand in topological order.
 *
 * @param script a fingerprint of what it was planned from: the same script goes on with the plan that a checkpoint
 *     holds, whatever would be planned today; empty where it is not known
 */
public record JobGraph(String name, List<Vertex> vertices, List<Edge> edges, SessionSettings session, String script) {

    public JobGraph {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        for (Edge edge : edges) {
            if (edge.from() >= edge.to() || edge.to() >= vertices.size()) {
                throw MillraceException.internal("edge " + edge + " does not run forward");
            }
        }
    }

    public JobGraph(String name, List<Vertex> vertices, List<Edge> edges, SessionSettings session) {
        this(name, vertices, edges, session, "");
    }

    /** The same plan, of this script. */
    public JobGraph of(String otherScript) {
        return new JobGraph(name, vertices, edges, session, otherScript);
    }

    public List<Edge> inputsOf(int vertex) {
        return edges.stream().filter(edge -> edge.to() == vertex).toList();
    }

    public List<Edge> outputsOf(int vertex) {
        return edges.stream().filter(edge -> edge.from() == vertex).toList();
    }

    /**
     * One operator of the plan.
     *
     * @param id a stable name that says what it computes; state in a checkpoint is found by it
     * @param spread how many instances it has
     */
    public record Vertex(String id, OperatorSpec spec, Spread spread) {}

    /** How many instances a vertex has. */
    public enum Spread {
        /** As many as the job's parallelism. */
        PARALLEL,
        /** One. */
        SINGLE
    }

    /**
     * A stream from an output port of one vertex to an input of another. Several edges may lead to one input: a union.
     *
     * @param from index of the producing vertex
     * @param to index of the consuming vertex, greater than {@code from}
     */
    public record Edge(int from, int port, int to, int input, Exchange exchange, Changes changes) {}

    /** How rows find their instance. */
    public sealed interface Exchange {

        /**
         * Instance i to instance i; the spreads are equal. A direct call wherever the consumer does not select its
         * inputs.
         */
        record Forward() implements Exchange {}

        /** By the key group of these columns. */
        record Hash(List<Integer> columns) implements Exchange {
            public Hash {
                columns = List.copyOf(columns);
            }
        }

        /** Every row to every instance. */
        record Broadcast() implements Exchange {}

        /** Batches in turn. */
        record Rebalance() implements Exchange {}

        /** All to the one instance. */
        record Gather() implements Exchange {}
    }

    /** What the rows of an edge mean. */
    public enum Changes {
        /** Rows that stay: no weights. */
        APPEND,
        /** Changes with weights. */
        WEIGHTS
    }
}
