package io.millrace.server.engine;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.Manifest.FileReference;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder that holds the checkpoints of one job:
 *
 * <pre>
 *   lock                     held by the process that writes here
 *   checkpoints/0000000012   a checkpoint's metadata: a record as JSON, and its checksum
 *   job                      the name of the run, from its first start on
 *   begun                    there was a complete checkpoint once
 *   finished                 the input was read to its end and everything is committed
 *   state/…                  the files that the metadata refers to
 *   savepoint                this is a savepoint: nobody writes here any more
 *   savepoints/…             savepoints, folders like this one
 *   requests/…               what other processes ask of the one that writes here
 * </pre>
 *
 * One process at a time opens a folder; a second one is refused and changes nothing.
 */
public final class CheckpointFolder implements AutoCloseable {
    /** Where savepoints go unless it is said. */
    public static final String SAVEPOINTS = "savepoints";

    private static final String FINISHED = "finished";
    private static final String SAVEPOINT = "savepoint";
    private static final String BEGUN = "begun";
    private static final String JOB = "job";
    private static final List<String> CONTENT = List.of(MetadataFiles.FOLDER, "state");

    private final Path path;
    private final FileStorage storage;
    private final MetadataFiles metadata;
    private final Optional<Hold> hold;
    private boolean begun;

    /** What keeps other processes out. The lock lives as long as the channel. */
    private record Hold(FileChannel channel, FileLock lock) {}

    private CheckpointFolder(Path path, FileStorage storage, Optional<Hold> hold) {
        this.path = path;
        this.storage = storage;
        this.metadata = new MetadataFiles(storage);
        this.hold = hold;
    }

    /** A folder of a storage that nobody else writes to, and so needs no lock. */
    public static CheckpointFolder over(Path path, FileStorage storage) {
        return new CheckpointFolder(path, storage, Optional.empty());
    }

    /** Opens a folder, making it where there is none, and locks it. */
    public static CheckpointFolder open(Path path, FileStorage storage) {
        if (isSavepoint(path)) {
            throw MillraceException.user(
                    "is-a-savepoint",
                    path
                            + " is a savepoint, which stays as it is: go on from it with --restore "
                            + path
                            + " and another --checkpoint-dir");
        }
        return tryOpen(path, storage)
                .orElseThrow(() ->
                        MillraceException.user(
                                "checkpoint-folder-in-use",
                                "another process is writing checkpoints to "
                                        + path
                                        + ": stop it first, or choose another folder"));
    }

    /** As {@link #open}; empty where another process has it. */
    public static Optional<CheckpointFolder> tryOpen(Path path, FileStorage storage) {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new CheckpointFolder(path, storage, Optional.of(new Hold(channel, lock))));
        } catch (IOException e) {
            throw MillraceException.external(
                    "checkpoint-folder", "cannot open the checkpoint folder " + path + ": " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Whether a folder holds a savepoint. */
    public static boolean isSavepoint(Path path) {
        return Files.exists(path.resolve(SAVEPOINT));
    }

    public Path path() {
        return path;
    }

    public FileStorage storage() {
        return storage;
    }

    /**
     * The last complete checkpoint whose every byte is as it was written. What is damaged is told, and the one before
     * it is taken; where none is whole, beginning anew would write again what was written before.
     */
    public Optional<CheckpointMetadata> latest(Consumer<String> warnings) {
        List<Long> ids = metadata.ids();
        for (long id : ids.reversed()) {
            try {
                CheckpointMetadata found = read(name(id));
                if (id != ids.getLast()) {
                    warnings.accept("going back to checkpoint " + id + ", the last one that is whole");
                }
                return Optional.of(found);
            } catch (MillraceException e) {
                if (!MetadataFiles.isDamage(e)) {
                    throw e;
                }
                warnings.accept("checkpoint " + id + " in " + path + " is damaged: " + e.getMessage());
            }
        }
        if (!ids.isEmpty() || storage.size(BEGUN) >= 0) {
            throw MillraceException.user(
                    "corrupt-checkpoint",
                    "none of the checkpoints in "
                            + path
                            + " is whole: --restore goes on from a savepoint; --fresh begins anew, and writes every"
                            + " row again");
        }
        return Optional.empty();
    }

    /**
     * The name of a run that begins from the start here. The same until the folder is cleared: so who was killed before
     * its first checkpoint is known again by what it left.
     */
    public String jobName() {
        int size = (int) storage.size(JOB);
        if (size > 0) {
            byte[] name = new byte[size];
            storage.read(JOB, 0, name, 0, size);
            return new String(name, StandardCharsets.US_ASCII);
        }
        String name = JobNames.next();
        try (FileStorage.Writer file = storage.create(JOB)) {
            file.write(name.getBytes(StandardCharsets.US_ASCII), 0, name.length());
            file.publish();
        }
        return name;
    }

    /**
     * The descriptions that are whole, the oldest first, without a look at the files they refer to.
     *
     * @throws MillraceException where the storage fails
     */
    public List<CheckpointMetadata> all(Consumer<String> warnings) {
        List<CheckpointMetadata> found = new ArrayList<>();
        for (long id : metadata.ids()) {
            try {
                found.add(metadata.read(name(id)));
            } catch (MillraceException e) {
                if (e.kind() == MillraceException.Kind.EXTERNAL && !MetadataFiles.isDamage(e)) {
                    throw e;
                }
                warnings.accept("checkpoint " + name(id) + " cannot be read: " + e.getMessage());
            }
        }
        return found;
    }

    /** The greatest number of a checkpoint, damaged or not; 0 where there is none. */
    long lastId() {
        return metadata.ids().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /**
     * One checkpoint, every byte of which was looked at.
     *
     * @throws MillraceException where something is damaged, naming it
     */
    public CheckpointMetadata read(String name) {
        CheckpointMetadata found = metadata.read(name);
        metadata.verify(found);
        return found;
    }

    /** Makes a checkpoint the latest, durably. */
    void store(CheckpointMetadata checkpoint) {
        metadata.write(checkpoint);
        if (!begun) {
            mark(BEGUN); // Before anything is committed: who finds no checkpoint beside it has lost some.
            begun = true;
        }
    }

    void forget(long id) {
        metadata.delete(id);
    }

    /**
     * Removes all but a checkpoint and those before it that can be read, and returns them, the oldest first.
     *
     * @throws MillraceException where the storage fails: whoever took a description for gone that only could not be
     *     read just now would remove its files
     */
    List<CheckpointMetadata> keepUpTo(long chosen) {
        List<CheckpointMetadata> kept = new ArrayList<>();
        for (long id : metadata.ids()) {
            Optional<CheckpointMetadata> found = id > chosen ? Optional.empty() : readable(id);
            if (found.isPresent()) {
                kept.add(found.get());
            } else {
                metadata.delete(id);
            }
        }
        return kept;
    }

    private Optional<CheckpointMetadata> readable(long id) {
        try {
            return Optional.of(metadata.read(name(id)));
        } catch (MillraceException e) {
            if (MetadataFiles.isDamage(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Removes everything but the lock and the savepoints. */
    public void clear() {
        begun = false;
        storage.delete(FINISHED);
        storage.delete(BEGUN);
        storage.delete(JOB);
        for (String folder : CONTENT) {
            storage.list(folder).forEach(storage::delete);
        }
    }

    /** Makes a checkpoint that is here the latest one. */
    public void goBackTo(CheckpointMetadata chosen) {
        keepUpTo(chosen.origin().id());
        storage.delete(FINISHED);
    }

    /**
     * Copies a checkpoint of another folder here, in place of all that is here, for a run of another name.
     *
     * @param job names that run
     */
    public void adopt(CheckpointMetadata chosen, CheckpointFolder from, String job) {
        clear();
        copy(chosen, from);
        store(chosen.copiedFor(job));
    }

    /** Goes back to a checkpoint of this run that was kept in another folder. */
    public void replace(CheckpointMetadata chosen, CheckpointFolder from) {
        clear();
        copy(chosen, from);
        store(chosen);
    }

    /** Makes this folder a savepoint: one checkpoint with all that it needs. */
    public void becomeSavepoint(CheckpointMetadata chosen, CheckpointFolder from) {
        copy(chosen, from);
        store(chosen);
        mark(SAVEPOINT);
    }

    private void copy(CheckpointMetadata chosen, CheckpointFolder from) {
        chosen.snapshots().stream()
                .flatMap(snapshot -> snapshot.manifests().stream())
                .flatMap(manifest -> manifest.files().stream())
                .map(FileReference::name)
                .distinct()
                .forEach(file -> FileCopy.copy(from.storage, file, storage));
    }

    public boolean isFinished() {
        return storage.size(FINISHED) >= 0;
    }

    /** Says that nothing is left to do here. */
    public void finish() {
        mark(FINISHED);
    }

    private void mark(String name) {
        try (FileStorage.Writer file = storage.create(name)) {
            file.publish();
        }
    }

    @Override
    public void close() {
        try {
            if (hold.isPresent()) {
                hold.get().channel().close();
            }
        } catch (IOException e) {
            throw MillraceException.external(
                    "checkpoint-folder", "cannot close the checkpoint folder " + path + ": " + e, e);
        }
    }

    /** The file of a checkpoint, in the folder. */
    public static String name(long id) {
        return MetadataFiles.name(id);
    }
}
