package io.millrace.server.command;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.Batch;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.state.Manifest;
import io.millrace.protocol.TaskSnapshot.OperatorSnapshot;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.print.Figures;
import io.millrace.server.print.Listings;
import io.millrace.server.print.Printing;
import io.millrace.server.print.Screen;
import io.millrace.state.LocalFileStorage;
import io.millrace.state.StateInspection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code millrace inspect PATH [OPERATOR [TABLE]]}: the operators of a checkpoint, the tables of one, or the rows of a
 * table. Takes no lock: a job may be running.
 */
final class InspectCommand {
    private final CheckpointFolder folder;
    private final CheckpointMetadata checkpoint;
    private final Printing printing;
    private final Screen screen;

    /** Finds the checkpoint: a file, or the last one of a folder. */
    InspectCommand(Path path, Printing printing) {
        this.screen = printing.screen();
        this.printing = printing;
        Path place = Kept.folderOf(path);
        this.folder = CheckpointFolder.over(place, new LocalFileStorage(place));
        this.checkpoint = Kept.chosen(folder, path, warning -> screen.tell("note: " + warning));
    }

    int operators() {
        List<List<String>> rows = new ArrayList<>();
        for (JobGraph.Vertex vertex : checkpoint.graph().vertices()) {
            List<Manifest> manifests = manifests(vertex);
            List<String> names = new ArrayList<>();
            inspection(vertex).tables().forEach(table -> names.add(table.name()));
            long bytes =
                    manifests.stream()
                            .flatMap(manifest -> manifest.files().stream())
                            .distinct()
                            .mapToLong(Manifest.FileReference::sizeBytes)
                            .sum();
            rows.add(
                    List.of(
                            vertex.id(),
                            vertex.spec().describe(),
                            Integer.toString(manifests.size()),
                            Figures.bytes(bytes),
                            String.join(", ", names)));
        }
        Listings.print(List.of("operator", "what", "tasks", "size", "tables"), rows, printing);
        return Status.OK;
    }

    int tables(String operator) {
        StateInspection inspection = inspection(vertex(operator));
        List<List<String>> rows = new ArrayList<>();
        for (StateInspection.Table table : inspection.tables()) {
            long[] count = new long[1];
            inspection.read(
                    table.name(),
                    batch -> {
                        count[0] += batch.size();
                        return true;
                    });
            for (int column = 0; column < table.schema().size(); column++) {
                rows.add(
                        List.of(
                                table.name(),
                                table.kind(),
                                Long.toString(count[0]),
                                table.schema().field(column).name(),
                                table.schema().field(column).type().sql(),
                                column < table.keyColumns() ? "key" : ""));
            }
        }
        if (rows.isEmpty()) {
            screen.tell("operator " + operator + " keeps no tables");
            return Status.OK;
        }
        Listings.print(List.of("table", "kind", "rows", "column", "type", "part of the key"), rows, printing);
        return Status.OK;
    }

    int rows(String operator, String name, long limit) {
        StateInspection inspection = inspection(vertex(operator));
        List<String> names = inspection.tables().stream().map(StateInspection.Table::name).toList();
        StateInspection.Table table =
                inspection.tables().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                MillraceException.user(
                                        "no-such-table",
                                        "operator "
                                                + operator
                                                + " has no table '"
                                                + name
                                                + "'"
                                                + Nearest.suggestion(name, names)
                                                + ": it has "
                                                + names));
        List<Batch> shown = new ArrayList<>();
        long[] count = new long[1];
        inspection.read(
                name,
                batch -> {
                    long room = limit - count[0];
                    if (batch.size() > room) {
                        shown.add(
                                batch.select(
                                        positions(batch, (int) room), (int) room, io.millrace.data.Lease.UNPOOLED));
                        count[0] = limit + 1;
                        return false;
                    }
                    shown.add(batch);
                    count[0] += batch.size();
                    return true;
                });
        Listings.print(table.schema(), checkpoint.graph().session().timeZone(), shown, printing);
        if (count[0] > limit) {
            screen.tell("the first " + limit + " rows, in no order; --limit N shows more");
        }
        return Status.OK;
    }

    private static int[] positions(Batch batch, int count) {
        int[] positions = new int[count];
        for (int row = 0; row < count; row++) {
            positions[row] = batch.position(row);
        }
        return positions;
    }

    private JobGraph.Vertex vertex(String operator) {
        List<String> ids = checkpoint.graph().vertices().stream().map(JobGraph.Vertex::id).toList();
        return checkpoint.graph().vertices().stream()
                .filter(vertex -> vertex.id().equals(operator))
                .findFirst()
                .orElseThrow(() ->
                        MillraceException.user(
                                "no-such-operator",
                                "the checkpoint has no operator '"
                                        + operator
                                        + "'"
                                        + Nearest.suggestion(operator, ids)
                                        + ": it has "
                                        + ids));
    }

    private StateInspection inspection(JobGraph.Vertex vertex) {
        int dealtBy = vertex.spec().inputCount() == 0 ? 0 : vertex.spec().keys(0).size();
        return new StateInspection(manifests(vertex), dealtBy, folder.storage());
    }

    private List<Manifest> manifests(JobGraph.Vertex vertex) {
        return checkpoint.snapshots().stream()
                .map(part -> Optional.ofNullable(part.operators().get(vertex.id())))
                .flatMap(Optional::stream)
                .map(OperatorSnapshot::state)
                .toList();
    }
}
