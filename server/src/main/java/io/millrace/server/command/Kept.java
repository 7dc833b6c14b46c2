package io.millrace.server.command;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.server.command.RunOptions.Begin;
import io.millrace.server.command.RunOptions.Resumption;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.evolution.Allowed;
import io.millrace.server.evolution.Evolution;
import io.millrace.server.evolution.EvolutionText;
import io.millrace.server.print.Screen;
import io.millrace.state.LocalFileStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Decides how a job goes on from the checkpoints in its folder: from which one, with which plan, or not at all. */
final class Kept implements AutoCloseable {
    private static final String CHECKPOINTS = "checkpoints";

    private final CheckpointFolder folder;
    private final Screen screen;

    private Kept(CheckpointFolder folder, Screen screen) {
        this.folder = folder;
        this.screen = screen;
    }

    /** Where the checkpoints of a run are kept: the folder given, or the one that holds what is restored. */
    static Optional<Path> folder(Resumption resumption) {
        return resumption.folder().or(() -> resumption.restore().map(Kept::folderOf));
    }

    /** Opens the folder of one job, and prepares it as the user wants. */
    static Kept open(Path path, Resumption resumption, Screen screen) {
        LocalFileStorage storage = new LocalFileStorage(path);
        CheckpointFolder folder = CheckpointFolder.open(path, storage);
        storage.removeLeftovers();
        Kept kept = new Kept(folder, screen);
        try {
            if (resumption.begin() == Begin.FRESH) {
                folder.clear();
            }
            resumption.restore().ifPresent(kept::restore);
            return kept;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    CheckpointFolder folder() {
        return folder;
    }

    /** Whether there is nothing left to do. */
    boolean isFinished() {
        return folder.isFinished();
    }

    /**
     * Goes on from a checkpoint until nothing is on its way between operators; whether there is such a checkpoint now.
     */
    @FunctionalInterface
    interface Settling {
        boolean settle(CheckpointMetadata checkpoint);
    }

    /**
     * The checkpoint to go on from. The same script goes on with the plan that is stored; another one gets as much of
     * the state as it can use.
     *
     * @throws MillraceException where state is missing, and the user has not said that this may be
     */
    Optional<CheckpointMetadata> resumed(JobGraph planned, Allowed allowed, Settling settling) {
        Optional<CheckpointMetadata> latest = latest();
        if (latest.isEmpty()) {
            return latest;
        }
        if (isSame(latest.get().graph(), planned)) {
            tell("resuming from", latest.get());
            return latest;
        }
        Evolution evolution = Evolution.of(latest.get(), planned, folder.storage());
        EvolutionText.refuse(evolution, allowed, folder.path().toString());
        if (evolution.needsSettling()) {
            tell("the script has changed: finishing what was on its way in", latest.get());
            if (!settling.settle(latest.get())) {
                return Optional.empty();
            }
            evolution = Evolution.of(latest().orElseThrow(), planned, folder.storage());
            evolution.refuseInFlight();
        }
        tell("the script has changed since", latest().orElseThrow());
        screen.tell(EvolutionText.of(evolution).stripTrailing());
        return Optional.of(evolution.checkpoint());
    }

    /** Whether a plan is of the script that the one in a checkpoint is of. */
    static boolean isSame(JobGraph kept, JobGraph planned) {
        boolean sameScript = !kept.script().isEmpty() && kept.script().equals(planned.script());
        return sameScript
                || (kept.vertices().equals(planned.vertices())
                        && kept.edges().equals(planned.edges())
                        && kept.session().equals(planned.session()));
    }

    private Optional<CheckpointMetadata> latest() {
        return folder.latest(warning -> screen.tell("note: " + warning));
    }

    private void tell(String what, CheckpointMetadata checkpoint) {
        screen.tell(
                what
                        + " checkpoint "
                        + checkpoint.origin().id()
                        + " of "
                        + moment(checkpoint.origin().timeMillis())
                        + " in "
                        + folder.path());
    }

    @Override
    public void close() {
        folder.close();
    }

    /** A time as people read it, in the zone of this machine. */
    static String moment(long millis) {
        return Instant.ofEpochMilli(millis)
                .atZone(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .toLocalDateTime()
                .toString()
                .replace('T', ' ');
    }

    private void restore(Path wanted) {
        Path source = folderOf(wanted);
        if (source.toAbsolutePath().normalize().equals(folder.path().toAbsolutePath().normalize())) {
            folder.adopt(chosen(folder, wanted), folder);
            return;
        }
        try (CheckpointFolder other = CheckpointFolder.open(source, new LocalFileStorage(source))) {
            folder.adopt(chosen(other, wanted), other);
        }
    }

    private CheckpointMetadata chosen(CheckpointFolder from, Path wanted) {
        if (!Files.isDirectory(wanted)) {
            return from.read(CHECKPOINTS + "/" + wanted.getFileName());
        }
        return from.latest(warning -> screen.tell("note: " + warning))
                .orElseThrow(() -> MillraceException.user("no-checkpoint", "there is no checkpoint in " + wanted));
    }

    /** {@code DIR/checkpoints/0000000012} is a checkpoint, {@code DIR} stands for its latest one. */
    private static Path folderOf(Path wanted) {
        Path parent = wanted.toAbsolutePath().getParent();
        if (Files.isRegularFile(wanted) && parent != null && parent.endsWith(CHECKPOINTS)) {
            Path folder = parent.getParent();
            return folder == null ? parent : folder;
        }
        if (Files.isDirectory(wanted.resolve(CHECKPOINTS))) {
            return wanted;
        }
        throw MillraceException.user(
                "no-checkpoint",
                wanted
                        + " is no checkpoint: name a folder that was a --checkpoint-dir, or a file in its folder '"
                        + CHECKPOINTS
                        + "' ('millrace checkpoints DIR' lists them)");
    }
}
