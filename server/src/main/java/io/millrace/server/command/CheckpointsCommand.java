package io.millrace.server.command;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobCommand.Completion;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.Manifest.FileReference;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.print.Figures;
import io.millrace.server.print.Format;
import io.millrace.server.print.Listings;
import io.millrace.server.print.Printing;
import io.millrace.server.print.Screen;
import io.millrace.state.LocalFileStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code millrace checkpoints DIR}: what checkpoints and savepoints there are, and what each takes. Takes no lock: a
 * job may be running.
 */
final class CheckpointsCommand {
    private static final List<String> WHOLE =
            List.of("checkpoint", "time", "size", "written", "took", "tasks", "parallelism", "input");
    private static final List<String> BY_OPERATOR =
            List.of("checkpoint", "operator", "what", "tasks", "size", "new since the one above");

    private final Screen screen;
    private final Detail detail;
    private final List<List<String>> rows = new ArrayList<>();
    private Set<FileReference> before = Set.of();

    /** How much is told. */
    enum Detail {
        WHOLE,
        BY_OPERATOR
    }

    CheckpointsCommand(Screen screen, Detail detail) {
        this.screen = screen;
        this.detail = detail;
    }

    int run(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw MillraceException.user("no-checkpoint", "there is no folder " + folder);
        }
        list(folder);
        JobFolders.children(folder.resolve(CheckpointFolder.SAVEPOINTS)).forEach(this::list);
        if (rows.isEmpty()) {
            screen.tell("there is no checkpoint in " + folder);
            return Status.OK;
        }
        Listings.print(
                detail == Detail.WHOLE ? WHOLE : BY_OPERATOR,
                rows,
                new Printing(screen, Optional.of(Format.TABLE), Printing.Changelog.ROWS));
        return Status.OK;
    }

    private void list(Path folder) {
        for (Path job : JobFolders.in(folder)) {
            before = Set.of();
            CheckpointFolder.over(job, new LocalFileStorage(job))
                    .all(warning -> screen.tell("note: " + warning))
                    .forEach(checkpoint -> list(job, checkpoint));
        }
    }

    private void list(Path folder, CheckpointMetadata checkpoint) {
        String name = folder + "/" + CheckpointFolder.name(checkpoint.origin().id());
        if (detail == Detail.BY_OPERATOR) {
            checkpoint.graph().vertices().forEach(vertex -> rows.add(row(name, checkpoint, vertex)));
        } else {
            rows.add(
                    List.of(
                            name,
                            Kept.moment(checkpoint.origin().timeMillis()),
                            Figures.bytes(
                                    size(
                                            checkpoint.snapshots().stream()
                                                    .flatMap(snapshot -> snapshot.manifests().stream()))),
                            Figures.bytes(checkpoint.cost().writtenBytes()),
                            checkpoint.cost().durationMillis() + " ms",
                            Integer.toString(checkpoint.parts().size()),
                            Integer.toString(checkpoint.run().parallelism()),
                            input(folder, checkpoint)));
        }
        before = new HashSet<>();
        checkpoint.snapshots().forEach(part -> part.manifests().forEach(each -> before.addAll(each.files())));
    }

    private static String input(Path folder, CheckpointMetadata checkpoint) {
        String input = checkpoint.origin().completion() == Completion.FINISHED ? "read to its end" : "going on";
        return CheckpointFolder.isSavepoint(folder) ? input + " (savepoint)" : input;
    }

    private List<String> row(String name, CheckpointMetadata checkpoint, JobGraph.Vertex vertex) {
        List<Manifest> manifests =
                checkpoint.snapshots().stream()
                        .map(part -> part.operators().get(vertex.id()))
                        .filter(Objects::nonNull)
                        .map(operator -> operator.state())
                        .toList();
        long added =
                manifests.stream()
                        .flatMap(manifest -> manifest.files().stream())
                        .distinct()
                        .filter(file -> !before.contains(file))
                        .mapToLong(FileReference::sizeBytes)
                        .sum();
        return List.of(
                name,
                vertex.id(),
                vertex.spec().describe(),
                Integer.toString(manifests.size()),
                Figures.bytes(size(manifests.stream())),
                Figures.bytes(added));
    }

    private static long size(Stream<Manifest> manifests) {
        return manifests
                .flatMap(manifest -> manifest.files().stream())
                .distinct()
                .mapToLong(FileReference::sizeBytes)
                .sum();
    }
}
