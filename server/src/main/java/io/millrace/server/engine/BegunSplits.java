package io.millrace.server.engine;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.source.SourceSpec;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.state.Manifest;
import io.millrace.operators.scan.Scan;
import io.millrace.state.StateInspection;
import java.util.ArrayList;
import java.util.List;

/** What the scans of a checkpoint have begun to read and not read to its end. */
final class BegunSplits {
    private BegunSplits() {}

    /**
     * @throws MillraceException that names what a scan has still to read and what is not there as it was
     */
    static void requireUnchanged(CheckpointMetadata checkpoint, FileStorage storage) {
        for (Vertex vertex : checkpoint.graph().vertices()) {
            if (vertex.spec() instanceof SourceSpec spec) {
                spec.source().requireUnchanged(of(vertex, checkpoint, storage));
            }
        }
    }

    private static List<Split> of(Vertex vertex, CheckpointMetadata checkpoint, FileStorage storage) {
        List<Manifest> manifests = new ArrayList<>();
        checkpoint.snapshots().stream()
                .filter(task -> task.operators().containsKey(vertex.id()))
                .forEach(task -> manifests.add(task.operators().get(vertex.id()).state()));
        List<Split> splits = new ArrayList<>();
        new StateInspection(manifests, 0, storage)
                .read(
                        Scan.SPLITS,
                        rows -> {
                            splits.addAll(Scan.splits(rows));
                            return true;
                        });
        return splits;
    }
}
