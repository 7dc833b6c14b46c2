package io.millrace.dataflow.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StageGraphTest {
    private static final Exchange FORWARD = new Exchange.Forward();
    private static final Exchange HASH = new Exchange.Hash(List.of(0));

    private record Spec(int inputCount, List<ReadOrder> readOrder) implements OperatorSpec {
        @Override
        public Operator create() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Schema> outputs() {
            return List.of(Schema.of());
        }

        @Override
        public String describe() {
            return "any";
        }
    }

    /** Puts small graphs together. */
    private static final class Graph {
        private final List<Vertex> vertices = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();

        int vertex(int inputs) {
            vertices.add(new Vertex("v" + vertices.size(), new Spec(inputs, List.of()), Spread.PARALLEL));
            return vertices.size() - 1;
        }

        /** Reads input 0 to its end before input 1. */
        int hashJoin(int build, int probe, Exchange exchange) {
            Spec spec = new Spec(2, List.of(new OperatorSpec.ReadOrder(0, 1)));
            vertices.add(new Vertex("v" + vertices.size(), spec, Spread.PARALLEL));
            int join = vertices.size() - 1;
            edge(build, join, 0, exchange);
            edge(probe, join, 1, exchange);
            return join;
        }

        Edge edge(int from, int to, int input, Exchange exchange) {
            Edge edge = new Edge(from, 0, to, input, exchange, Changes.APPEND);
            edges.add(edge);
            return edge;
        }

        StageGraph stages() {
            return StageGraph.of(new JobGraph("job", vertices, edges, SessionSettings.UTC));
        }
    }

    @Test
    void forwardEdgesAreDirectCallsAndExchangesAreNot() {
        Graph graph = new Graph();
        int scan = graph.vertex(0);
        int calc = graph.vertex(1);
        int sink = graph.vertex(1);
        Edge direct = graph.edge(scan, calc, 0, FORWARD);
        Edge exchange = graph.edge(calc, sink, 0, HASH);
        StageGraph stages = graph.stages();
        assertTrue(stages.isDirect(direct));
        assertFalse(stages.isDirect(exchange));
        assertEquals(List.of(0, 0, 1), stages.stageOf());
    }

    @Test
    void aChainMayBeADiamondButNeverFeedsItselfFromOutside() {
        Graph graph = new Graph();
        int scan = graph.vertex(0);
        int left = graph.vertex(1);
        int right = graph.vertex(1);
        int union = graph.vertex(1);
        graph.edge(scan, left, 0, FORWARD);
        graph.edge(scan, right, 0, HASH);
        Edge fromLeft = graph.edge(left, union, 0, FORWARD);
        graph.edge(right, union, 0, FORWARD);
        StageGraph stages = graph.stages();
        assertFalse(stages.isDirect(fromLeft), "the other way round leaves the chain");
        assertEquals(List.of(0, 0, 1, 1), stages.stageOf());
    }

    @Test
    void anInputOfAnOperatorThatSelectsIsAGate() {
        Graph graph = new Graph();
        int join = graph.hashJoin(graph.vertex(0), graph.vertex(0), FORWARD);
        StageGraph stages = graph.stages();
        stages.job().inputsOf(join).forEach(edge -> assertFalse(stages.isDirect(edge)));
    }

    @Test
    void twoSourcesOfOneHashJoinNeedNoDisk() {
        Graph graph = new Graph();
        graph.hashJoin(graph.vertex(0), graph.vertex(0), HASH);
        assertEquals(Set.of(), graph.stages().spilling());
    }

    @Test
    void aSourceThatFeedsBothSidesSpillsTheLaterOne() {
        Graph graph = new Graph();
        int scan = graph.vertex(0);
        graph.hashJoin(scan, scan, HASH);
        assertEquals(Set.of(new Edge(scan, 0, 1, 1, HASH, Changes.APPEND)), graph.stages().spilling());
    }

    @Test
    void twoJoinsFedCrosswiseSpillBothOfTheirLaterSides() {
        Graph graph = new Graph();
        int a = graph.vertex(0);
        int b = graph.vertex(0);
        graph.hashJoin(a, b, HASH);
        graph.hashJoin(b, a, HASH);
        assertEquals(2, graph.stages().spilling().size());
    }

    @Test
    void aJoinOfAJoinWhoseBuildSideComesFromElsewhereNeedsNoDisk() {
        Graph graph = new Graph();
        int a = graph.vertex(0);
        int b = graph.vertex(0);
        int c = graph.vertex(0);
        int first = graph.hashJoin(a, b, HASH);
        graph.hashJoin(c, first, HASH);
        assertEquals(Set.of(), graph.stages().spilling());
    }

    @Test
    void stagesAreInTopologicalOrderAndPathsDoNotComeBack() {
        for (long seed = 0; seed < 500; seed++) {
            StageGraph stages = random(new Random(seed)).stages();
            for (Edge edge : stages.job().edges()) {
                int from = stages.stageOf().get(edge.from());
                int to = stages.stageOf().get(edge.to());
                assertTrue(from <= to, "seed " + seed + ": " + edge + " runs backward");
                assertTrue(
                        from != to || edge.exchange() instanceof Exchange.Forward,
                        "seed " + seed + ": " + edge + " is an exchange inside a task");
            }
        }
    }

    /** Every source is unlimited here, so that whatever can fill up does. */
    @Test
    void withTheSpillingEdgesNoGraphDeadlocks() {
        for (long seed = 0; seed < 2_000; seed++) {
            StageGraph stages = random(new Random(seed)).stages();
            assertTrue(ends(stages), "seed " + seed + " deadlocks: " + stages);
        }
    }

    private static Graph random(Random random) {
        Graph graph = new Graph();
        int sources = 1 + random.nextInt(3);
        for (int source = 0; source < sources; source++) {
            graph.vertex(0);
        }
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            int any = random.nextInt(graph.vertices.size());
            int other = random.nextInt(graph.vertices.size());
            Exchange exchange = random.nextBoolean() ? FORWARD : HASH;
            if (random.nextBoolean()) {
                graph.hashJoin(any, other, exchange);
            } else {
                int vertex = graph.vertex(1);
                graph.edge(any, vertex, 0, exchange);
                if (random.nextBoolean()) {
                    graph.edge(other, vertex, 0, random.nextBoolean() ? FORWARD : HASH);
                }
            }
        }
        return graph;
    }

    /**
     * Runs a graph whose queues hold nothing: an edge flows only while its input is read (or it spills), a vertex works only while all
     * of its outputs flow, and it ends once all of its inputs have. Whether every vertex ends.
     */
    private static boolean ends(StageGraph stages) {
        JobGraph job = stages.job();
        BitSet ended = new BitSet();
        boolean changed = true;
        while (changed) {
            changed = false;
            Set<Edge> flowing = flowing(stages, ended);
            for (int vertex = 0; vertex < job.vertices().size(); vertex++) {
                boolean inputsEnded = job.inputsOf(vertex).stream().allMatch(edge -> ended.get(edge.from()));
                boolean roomy = flowing.containsAll(job.outputsOf(vertex));
                if (!ended.get(vertex) && inputsEnded && roomy) {
                    ended.set(vertex);
                    changed = true;
                }
            }
        }
        return ended.cardinality() == job.vertices().size();
    }

    private static Set<Edge> flowing(StageGraph stages, BitSet ended) {
        JobGraph job = stages.job();
        Set<Edge> flowing = new HashSet<>();
        for (int vertex = job.vertices().size() - 1; vertex >= 0; vertex--) {
            boolean works = flowing.containsAll(job.outputsOf(vertex));
            for (Edge edge : job.inputsOf(vertex)) {
                boolean selected = job.vertices().get(vertex).spec().readOrder().stream()
                        .filter(order -> order.then() == edge.input())
                        .allMatch(order -> hasEnded(job, edge.to(), order.first(), ended));
                if (stages.spilling().contains(edge) || (selected && works)) {
                    flowing.add(edge);
                }
            }
        }
        return flowing;
    }

    private static boolean hasEnded(JobGraph job, int vertex, int input, BitSet ended) {
        return job.inputsOf(vertex).stream()
                .filter(edge -> edge.input() == input)
                .allMatch(edge -> ended.get(edge.from()));
    }
}
