package io.millrace.dataflow.graph;

import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The same job cut into stages: the vertices of a stage run chained in one task, joined by direct calls; the other
 * edges run between tasks. It follows from the job graph alone, so everyone derives the same one.
 *
 * <p>Two vertices joined by a forward edge are chained when the consumer does not select among its inputs and no path
 * between them leaves the chain: a task never feeds itself.
 *
 * @param stages in topological order
 * @param spilling edges that go on to disk past their bound, because backpressure on them could deadlock
 */
public record StageGraph(JobGraph job, List<Stage> stages, List<Integer> stageOf, Set<Edge> spilling) {

    /** Chained vertices in topological order, by index. */
    public record Stage(int index, List<Integer> vertices, Spread spread) {
        public int taskCount(int parallelism) {
            return spread == Spread.SINGLE ? 1 : parallelism;
        }
    }

    public static StageGraph of(JobGraph job) {
        int[] stage = stagesOf(job);
        int count = 0;
        for (int index : stage) {
            count = Math.max(count, index + 1);
        }
        List<Stage> stages = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            List<Integer> members = new ArrayList<>();
            for (int vertex = 0; vertex < stage.length; vertex++) {
                if (stage[vertex] == index) {
                    members.add(vertex);
                }
            }
            stages.add(new Stage(index, members, job.vertices().get(members.getFirst()).spread()));
        }
        List<Integer> stageOf = new ArrayList<>();
        for (int index : stage) {
            stageOf.add(index);
        }
        return new StageGraph(job, List.copyOf(stages), List.copyOf(stageOf), SpillingEdges.of(job));
    }

    /** Whether an edge is a direct call inside a task. */
    public boolean isDirect(Edge edge) {
        return stageOf.get(edge.from()).equals(stageOf.get(edge.to()));
    }

    /**
     * A number that two vertices share where a path of edges, whatever their direction, leads from one to the other.
     */
    public int meeting(int vertex) {
        int[] root = new int[job.vertices().size()];
        Arrays.setAll(root, each -> each);
        for (Edge edge : job.edges()) {
            unite(root, rootOf(root, edge.from()), rootOf(root, edge.to()));
        }
        return rootOf(root, vertex);
    }

    public Stage stage(int index) {
        return stages.get(index);
    }

    /**
     * Chains greedily along forward edges between vertices of equal depth, where depth is the most exchanges on any
     * path from a source: so no path between two vertices of a chain can leave it.
     */
    private static int[] stagesOf(JobGraph job) {
        int vertices = job.vertices().size();
        int[] depth = new int[vertices];
        int[] root = new int[vertices];
        for (int vertex = 0; vertex < vertices; vertex++) {
            root[vertex] = vertex;
            for (Edge edge : job.inputsOf(vertex)) {
                depth[vertex] = Math.max(depth[vertex], depth[edge.from()] + (isChainable(job, edge) ? 0 : 1));
            }
            for (Edge edge : job.inputsOf(vertex)) {
                if (isChainable(job, edge) && depth[edge.from()] == depth[vertex]) {
                    unite(root, rootOf(root, edge.from()), rootOf(root, vertex));
                }
            }
        }
        return numbered(root, depth);
    }

    private static boolean isChainable(JobGraph job, Edge edge) {
        return edge.exchange() instanceof Exchange.Forward
                && job.vertices().get(edge.to()).spec().readOrder().isEmpty()
                && job.vertices().get(edge.from()).spread() == job.vertices().get(edge.to()).spread();
    }

    private static void unite(int[] root, int a, int b) {
        root[Math.max(a, b)] = Math.min(a, b);
    }

    private static int rootOf(int[] root, int vertex) {
        int current = vertex;
        while (root[current] != current) {
            current = root[current];
        }
        return current;
    }

    /** Stages numbered by depth: every edge between stages leads to a greater one. */
    private static int[] numbered(int[] root, int[] depth) {
        List<Integer> roots = new ArrayList<>();
        for (int vertex = 0; vertex < root.length; vertex++) {
            if (root[vertex] == vertex) {
                roots.add(vertex);
            }
        }
        roots.sort(Comparator.comparingInt(vertex -> depth[vertex]));
        int[] stage = new int[root.length];
        for (int vertex = 0; vertex < root.length; vertex++) {
            stage[vertex] = roots.indexOf(rootOf(root, vertex));
        }
        return stage;
    }
}
