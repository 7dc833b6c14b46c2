package io.millrace.server.command;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobCommand.Completion;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.state.Manifest;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code millrace checkpoints DIR}: what checkpoints there are, and what each takes. Takes no lock: a job may be
 * running.
 */
final class CheckpointsCommand {
    private static final String CHECKPOINTS = "checkpoints";

    private final Screen screen;
    private final List<List<String>> rows = new ArrayList<>();

    CheckpointsCommand(Screen screen) {
        this.screen = screen;
    }

    int run(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw MillraceException.user("no-checkpoint", "there is no folder " + folder);
        }
        list(folder, folder.toString());
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path job : inside.filter(path -> path.getFileName().toString().startsWith("job-")).sorted().toList()) {
                list(job, job.toString());
            }
        } catch (java.io.IOException e) {
            throw MillraceException.external("checkpoint-folder", "cannot read " + folder + ": " + e, e);
        }
        if (rows.isEmpty()) {
            screen.tell("there is no checkpoint in " + folder);
            return Status.OK;
        }
        Listings.print(
                List.of("checkpoint", "time", "size", "tasks", "parallelism", "input"),
                rows,
                new Printing(screen, Optional.of(Format.TABLE), Printing.Changelog.ROWS));
        return Status.OK;
    }

    private void list(Path folder, String name) {
        if (!Files.isDirectory(folder.resolve(CHECKPOINTS))) {
            return;
        }
        for (CheckpointMetadata checkpoint :
                CheckpointFolder.over(folder, new LocalFileStorage(folder))
                        .all(warning -> screen.tell("note: " + warning))) {
            long bytes =
                    checkpoint.snapshots().stream()
                            .flatMap(snapshot -> snapshot.manifests().stream())
                            .flatMap(manifest -> manifest.files().stream())
                            .mapToLong(Manifest.FileReference::sizeBytes)
                            .sum();
            rows.add(
                    List.of(
                            name + "/" + CheckpointFolder.name(checkpoint.origin().id()),
                            Kept.moment(checkpoint.origin().timeMillis()),
                            Figures.bytes(bytes),
                            Integer.toString(checkpoint.parts().size()),
                            Integer.toString(checkpoint.run().parallelism()),
                            checkpoint.origin().completion() == Completion.FINISHED ? "read to its end" : "going on"));
        }
    }
}
