package io.millrace.server.command;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.CheckpointMetadata.Origin;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.server.command.RunOptions.Begin;
import io.millrace.server.command.RunOptions.Resumption;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.engine.JobNames;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Decides how a job goes on from the checkpoints in its folder: from which one, with which plan, or not at all. */
final class Kept implements AutoCloseable {
    /** The folder of a job begins so, where a script has several. */
    static final String JOB = "job-";

    private static final String CHECKPOINTS = "checkpoints";

    private final CheckpointFolder folder;
    private final Screen screen;

    private Kept(CheckpointFolder folder, Screen screen) {
        this.folder = folder;
        this.screen = screen;
    }

    /** Where the checkpoints of a run are kept: the folder given, or the one that holds what is restored. */
    static Optional<Path> folder(Resumption resumption) {
        return resumption.folder().or(() -> resumption.restore().map(Kept::writableFolderOf));
    }

    private static Path writableFolderOf(Path wanted) {
        Path folder = folderOf(wanted);
        if (CheckpointFolder.isSavepoint(folder)) {
            throw Words.wrong(
                    wanted + " is a savepoint, which stays as it is: name a --checkpoint-dir for what comes after it");
        }
        return folder;
    }

    /**
     * What of {@code --restore} is for one of the jobs of a script: each has a folder of its own in a folder of
     * checkpoints, or in a savepoint.
     */
    static Resumption ofJob(Resumption whole, int job) {
        String name = JOB + job;
        Optional<Path> named = whole.restore().filter(path -> !hasJobs(path)).map(Kept::folderOf);
        if (named.isPresent() && !name(named.get()).startsWith(JOB)) {
            throw MillraceException.user(
                    "no-checkpoint",
                    "this script has several jobs, and "
                            + whole.restore().get()
                            + " is of one: name a folder with '"
                            + JOB
                            + "1' in it, or what is in such a folder");
        }
        Optional<Path> folder =
                whole.folder()
                        .or(() -> named.map(path -> path.resolveSibling("")))
                        .or(whole::restore)
                        .map(path -> path.resolve(name));
        Optional<Path> restore =
                named.isPresent()
                        ? whole.restore().filter(path -> name(named.get()).equals(name))
                        : whole.restore().map(path -> path.resolve(name)).filter(Files::isDirectory);
        if (whole.restore().isPresent() && named.isEmpty() && restore.isEmpty()) {
            folder.ifPresent(path -> refuseContent(path, whole.restore().get()));
        }
        return new Resumption(folder, restore, whole.begin(), whole.allowed());
    }

    private static boolean hasJobs(Path path) {
        return Files.isDirectory(path.resolve(JOB + 1));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** A job that had not begun when the savepoint was taken begins anew, over nothing. */
    private static void refuseContent(Path folder, Path restored) {
        if (Files.isDirectory(folder.resolve(CHECKPOINTS))) {
            throw otherRun(folder, restored);
        }
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
        Evolution evolution = Evolution.of(latest.get(), planned, folder.storage(), allowed);
        EvolutionText.refuse(evolution, allowed, folder.path().toString());
        if (evolution.needsSettling()) {
            tell("the script has changed: finishing what was on its way in", latest.get());
            if (!settling.settle(latest.get())) {
                return Optional.empty();
            }
            evolution = Evolution.of(latest().orElseThrow(), planned, folder.storage(), allowed);
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
        return folder.latest(this::note);
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
            folder.goBackTo(chosen(folder, wanted, this::note));
            return;
        }
        LocalFileStorage storage = new LocalFileStorage(source);
        if (CheckpointFolder.isSavepoint(source)) {
            restore(CheckpointFolder.over(source, storage), wanted);
        } else {
            try (CheckpointFolder other = CheckpointFolder.open(source, storage)) {
                restore(other, wanted);
            }
        }
    }

    /**
     * From another folder: back, where what is here is of the same run; otherwise as a run of another name, for the
     * former one may go on as well.
     */
    private void restore(CheckpointFolder other, Path wanted) {
        CheckpointMetadata chosen = chosen(other, wanted, this::note);
        List<CheckpointMetadata> here = folder.all(warning -> {});
        if (here.isEmpty()) {
            folder.adopt(chosen, other, JobNames.next());
            return;
        }
        Origin last = here.getLast().origin();
        boolean isItsCopy = last.former().equals(chosen.origin().job()) && last.id() == chosen.origin().id();
        if (last.job().equals(chosen.origin().job())) {
            folder.replace(chosen, other);
        } else if (!isItsCopy) {
            throw otherRun(folder.path(), wanted);
        }
    }

    private void note(String warning) {
        screen.tell("note: " + warning);
    }

    private static MillraceException otherRun(Path folder, Path restored) {
        return MillraceException.user(
                "other-checkpoints",
                folder
                        + " holds checkpoints of another run than "
                        + restored
                        + ": leave --restore out to go on from them, or name an empty --checkpoint-dir");
    }

    /** A checkpoint that is named, or the last one of a folder that is. */
    static CheckpointMetadata chosen(CheckpointFolder from, Path wanted, Consumer<String> warnings) {
        if (!Files.isDirectory(wanted)) {
            return from.read(CHECKPOINTS + "/" + wanted.getFileName()); // Wanted as it is: another one would not do.
        }
        return from.latest(warnings)
                .orElseThrow(() -> MillraceException.user("no-checkpoint", "there is no checkpoint in " + wanted));
    }

    /** {@code DIR/checkpoints/0000000012} is a checkpoint, {@code DIR} stands for its latest one. */
    static Path folderOf(Path wanted) {
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
