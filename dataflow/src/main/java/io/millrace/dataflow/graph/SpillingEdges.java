package io.millrace.dataflow.graph;

import io.millrace.dataflow.OperatorSpec.ReadOrder;
import io.millrace.dataflow.graph.JobGraph.Edge;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the edges on which backpressure could deadlock. An input that is read later is not read before the end of the
 * one read first; that end needs every producer above it to finish, which needs room on all of their outputs; an output
 * has room only while everything below it is read. Where these waits close a cycle, the later input's edges must take
 * rows without bound, and so go to disk: a source that feeds both sides of a hash join is one such cycle, two joins fed
 * crosswise by two sources another.
 */
final class SpillingEdges {
    private SpillingEdges() {}

    /** One input of one vertex that waits for the end of another. */
    private record Wait(int vertex, int first, int then) {}

    static Set<Edge> of(JobGraph job) {
        List<Wait> waits = new ArrayList<>();
        for (int vertex = 0; vertex < job.vertices().size(); vertex++) {
            for (ReadOrder order : job.vertices().get(vertex).spec().readOrder()) {
                waits.add(new Wait(vertex, order.first(), order.then()));
            }
        }
        boolean[][] reaches = closure(job, waits);
        Set<Edge> spilling = new HashSet<>();
        for (int i = 0; i < waits.size(); i++) {
            if (reaches[i][i]) {
                Wait wait = waits.get(i);
                job.inputsOf(wait.vertex()).stream().filter(edge -> edge.input() == wait.then()).forEach(spilling::add);
            }
        }
        return Set.copyOf(spilling);
    }

    /** {@code [i][j]}: wait i ends only when wait j's later input is read, directly or through other waits. */
    private static boolean[][] closure(JobGraph job, List<Wait> waits) {
        int count = waits.size();
        boolean[][] reaches = new boolean[count][count];
        for (int i = 0; i < count; i++) {
            BitSet above = ancestors(job, waits.get(i).vertex(), waits.get(i).first());
            for (int j = 0; j < count; j++) {
                reaches[i][j] = ancestors(job, waits.get(j).vertex(), waits.get(j).then()).intersects(above);
            }
        }
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < count; j++) {
                    reaches[i][j] |= reaches[i][k] && reaches[k][j];
                }
            }
        }
        return reaches;
    }

    /** Every vertex from which a path leads into this input. */
    private static BitSet ancestors(JobGraph job, int vertex, int input) {
        BitSet found = new BitSet();
        for (Edge edge : job.inputsOf(vertex)) {
            if (edge.input() == input) {
                found.set(edge.from());
            }
        }
        for (int candidate = vertex - 1; candidate >= 0; candidate--) {
            if (found.get(candidate)) {
                job.inputsOf(candidate).forEach(edge -> found.set(edge.from()));
            }
        }
        return found;
    }
}
