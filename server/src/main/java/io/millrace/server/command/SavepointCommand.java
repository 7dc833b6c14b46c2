package io.millrace.server.command;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.MillraceException;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.engine.SavepointRequests;
import io.millrace.server.print.Screen;
import io.millrace.state.LocalFileStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code millrace savepoint DIR [--to PATH]}: a copy of a checkpoint that stands on its own. A running job is asked for
 * one; of a stopped one the last checkpoint is copied.
 */
final class SavepointCommand {
    private static final long POLL_NANOS = 50_000_000;

    private final Screen screen;
    private final Interrupts interrupts;

    SavepointCommand(Screen screen, Interrupts interrupts) {
        this.screen = screen;
        this.interrupts = interrupts;
    }

    int run(Path folder, Optional<Path> to) {
        if (!Files.isDirectory(folder)) {
            throw MillraceException.user("no-checkpoint", "there is no folder " + folder);
        }
        Path target =
                to.orElseGet(() ->
                        folder.resolve(CheckpointFolder.SAVEPOINTS)
                                .resolve(Kept.moment(System.currentTimeMillis()).replaceAll("[ :]", "-")));
        List<Path> jobs = JobFolders.in(folder);
        int taken = 0;
        for (Path job : jobs) {
            Path its = jobs.size() == 1 && job.equals(folder) ? target : target.resolve(job.getFileName());
            if (!take(job, its)) {
                return Status.INTERRUPTED;
            }
            taken++;
        }
        if (taken == 0) {
            throw MillraceException.user("no-checkpoint", "there is no checkpoint in " + folder);
        }
        screen.text(target + "\n");
        return Status.OK;
    }

    /** False where the user does not want to wait. */
    private boolean take(Path folder, Path target) {
        if (copyIfStopped(folder, target)) {
            return true;
        }
        String request = SavepointRequests.ask(folder, target);
        try {
            while (!SavepointRequests.isAnswered(folder, request)) {
                if (interrupts.isInterrupted()) {
                    return false;
                }
                LockSupport.parkNanos(POLL_NANOS);
                if (copyIfStopped(folder, target)) {
                    return true;
                }
            }
            return true;
        } finally {
            SavepointRequests.withdraw(folder, request);
        }
    }

    /** Copies the last checkpoint, unless a job is running. */
    private boolean copyIfStopped(Path folder, Path target) {
        LocalFileStorage storage = new LocalFileStorage(folder);
        Optional<CheckpointFolder> stopped =
                CheckpointFolder.isSavepoint(folder)
                        ? Optional.of(CheckpointFolder.over(folder, storage))
                        : CheckpointFolder.tryOpen(folder, storage);
        if (stopped.isEmpty()) {
            return false;
        }
        try (CheckpointFolder open = stopped.get()) {
            CheckpointMetadata last =
                    open.latest(warning -> screen.tell("note: " + warning))
                            .orElseThrow(() ->
                                    MillraceException.user("no-checkpoint", "there is no checkpoint in " + folder));
            SavepointRequests.copy(last, open, target);
            return true;
        }
    }
}
