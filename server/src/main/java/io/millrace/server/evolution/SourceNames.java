package io.millrace.server.evolution;

import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.source.SourceSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * Names the sources of two plans so that those which read the same have the same name. Where a plan reads the same
 * twice, through two tables, the tables' names tell them apart.
 */
record SourceNames(List<String> before, List<String> after) {

    static SourceNames of(JobGraph before, JobGraph after) {
        TreeMap<String, List<Integer>> byIdentity = byIdentity(after);
        List<String> names = new ArrayList<>(Collections.nCopies(before.vertices().size(), ""));
        List<String> newNames = new ArrayList<>(Collections.nCopies(after.vertices().size(), ""));
        byIdentity(before)
                .forEach((identity, old) -> {
                    List<Integer> now = byIdentity.getOrDefault(identity, List.of());
                    boolean single = old.size() == 1 && now.size() <= 1;
                    for (int vertex : old) {
                        names.set(vertex, name(before, vertex, identity, single));
                    }
                });
        byIdentity.forEach((identity, now) -> {
            List<Integer> old = byIdentity(before).getOrDefault(identity, List.of());
            boolean single = old.size() <= 1 && now.size() == 1;
            for (int vertex : now) {
                newNames.set(vertex, name(after, vertex, identity, single));
            }
        });
        return new SourceNames(names, newNames);
    }

    private static String name(JobGraph graph, int vertex, String identity, boolean single) {
        return "«" + identity + (single ? "" : " as " + graph.vertices().get(vertex).id()) + "»";
    }

    private static TreeMap<String, List<Integer>> byIdentity(JobGraph graph) {
        TreeMap<String, List<Integer>> found = new TreeMap<>();
        for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
            if (graph.vertices().get(vertex).spec() instanceof SourceSpec spec) {
                found.computeIfAbsent(spec.source().identity(), ignored -> new ArrayList<>()).add(vertex);
            }
        }
        return found;
    }
}
