package io.millrace.server.evolution;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.SourceSpec;
import io.millrace.server.evolution.Finding.Fate;
import io.millrace.server.evolution.PlanMeaning.Depth;
import java.util.ArrayList;
import java.util.List;

/** A part of a plan that begins at the beginning, though its sources have been read by others. */
final class Backfill {
    private final CheckpointMetadata checkpoint;
    private final JobGraph part;

    Backfill(CheckpointMetadata checkpoint, JobGraph part) {
        this.checkpoint = checkpoint;
        this.part = part;
    }

    /** What begins, and which source stands against it. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        List<Meaning> meanings = PlanMeaning.of(part, SourceNames.of(part, part).after(), Depth.ALL);
        for (int vertex = 0; vertex < meanings.size(); vertex++) {
            StateMeaning state = meanings.get(vertex).state();
            String words = LineageEvolution.words(state);
            switch (state.kind()) {
                case SOURCE -> findings.add(source(((SourceSpec) part.vertices().get(vertex).spec()).source(), words));
                case SINK -> findings.add(new Finding(Fate.BACKFILLED, words, List.of("gets all rows")));
                case STATE -> findings.add(new Finding(Fate.BACKFILLED, words, List.of()));
                case NONE -> {}
            }
        }
        return findings;
    }

    private Finding source(Source source, String words) {
        try {
            for (Vertex before : checkpoint.graph().vertices()) {
                if (before.spec() instanceof SourceSpec spec && spec.source().identity().equals(source.identity())) {
                    source.requireRereadable(checkpoint.enumerators().getOrDefault(before.id(), ""));
                }
            }
        } catch (MillraceException e) {
            return new Finding(Fate.REFUSED, words, List.of("cannot be read again: " + e.getMessage()));
        }
        return new Finding(Fate.BACKFILLED, words, List.of("is read from its beginning, by a scan of its own"));
    }

    JobGraph graph(Lineages.Ids ids) {
        List<Vertex> vertices =
                part.vertices().stream()
                        .map(vertex -> new Vertex(ids.unused(vertex.id()), vertex.spec(), vertex.spread()))
                        .toList();
        return new JobGraph(part.name(), vertices, part.edges(), part.session(), part.script());
    }
}
