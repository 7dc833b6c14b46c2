package io.millrace.server.engine;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.protocol.RecordCodec;
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
 *   checkpoints/0000000012   a checkpoint's metadata: a record as JSON
 *   finished                 the input was read to its end and everything is committed
 *   state/…                  the files that the metadata refers to
 * </pre>
 *
 * One process at a time opens a folder; a second one is refused and changes nothing.
 */
public final class CheckpointFolder implements AutoCloseable {
    private static final String METADATA = "checkpoints";
    private static final String FINISHED = "finished";
    private static final List<String> CONTENT = List.of(METADATA, "state", "in-flight");
    private static final int COPY_BYTES = 1 << 20;

    private final Path path;
    private final FileStorage storage;
    private final Optional<Hold> hold;

    /** What keeps other processes out. The lock lives as long as the channel. */
    private record Hold(FileChannel channel, FileLock lock) {}

    private CheckpointFolder(Path path, FileStorage storage, Optional<Hold> hold) {
        this.path = path;
        this.storage = storage;
        this.hold = hold;
    }

    /** A folder of a storage that nobody else can reach, and so needs no lock. */
    public static CheckpointFolder over(FileStorage storage) {
        return new CheckpointFolder(Path.of(""), storage, Optional.empty());
    }

    /** Opens a folder, making it where there is none, and locks it. */
    public static CheckpointFolder open(Path path, FileStorage storage) {
        FileChannel channel = null;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw MillraceException.user(
                        "checkpoint-folder-in-use",
                        "another process is writing checkpoints to "
                                + path
                                + ": stop it first, or choose another folder");
            }
            return new CheckpointFolder(path, storage, Optional.of(new Hold(channel, lock)));
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

    public Path path() {
        return path;
    }

    public FileStorage storage() {
        return storage;
    }

    /**
     * The last complete checkpoint. One that cannot be read is reported, and the one before it is taken; where none can
     * be read, beginning anew would write again what was written before.
     */
    public Optional<CheckpointMetadata> latest(Consumer<String> warnings) {
        List<CheckpointMetadata> all = all(warnings);
        if (all.isEmpty() && lastId() > 0) {
            throw MillraceException.user(
                    "corrupt-checkpoint",
                    "none of the checkpoints in "
                            + path
                            + " can be read; --fresh begins anew, and writes every row again");
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /**
     * The complete checkpoints, the oldest first. Those that are damaged are reported and left out; a storage that
     * cannot be read now is an error, for going on from an older one would write what was committed a second time.
     */
    public List<CheckpointMetadata> all(Consumer<String> warnings) {
        return listed(storage, warnings);
    }

    /** As {@link #all}, without the lock: a job may be writing there. */
    public static List<CheckpointMetadata> listed(FileStorage storage, Consumer<String> warnings) {
        List<CheckpointMetadata> found = new ArrayList<>();
        for (String name : storage.list(METADATA)) {
            String text = text(storage, name);
            try {
                found.add(decoded(name, text));
            } catch (MillraceException e) {
                warnings.accept("checkpoint " + name + " cannot be read and is passed over: " + e.getMessage());
            }
        }
        return found;
    }

    /** The greatest number of a checkpoint, damaged or not; 0 where there is none. */
    long lastId() {
        return storage.list(METADATA).stream()
                .mapToLong(name -> Long.parseLong(name.substring(METADATA.length() + 1)))
                .max()
                .orElse(0);
    }

    public CheckpointMetadata read(String name) {
        return decoded(name, text(storage, name));
    }

    private static String text(FileStorage storage, String name) {
        byte[] bytes = new byte[Math.toIntExact(Math.max(0, storage.size(name)))];
        storage.read(name, 0, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static CheckpointMetadata decoded(String name, String text) {
        CheckpointMetadata metadata = RecordCodec.decode(text, CheckpointMetadata.class);
        if (metadata.version() != CheckpointMetadata.VERSION) {
            throw MillraceException.user(
                    "checkpoint-version",
                    "checkpoint "
                            + name
                            + " has version "
                            + metadata.version()
                            + ", this program reads "
                            + CheckpointMetadata.VERSION);
        }
        return metadata;
    }

    /** Makes a checkpoint the latest, durably. */
    void store(CheckpointMetadata metadata) {
        byte[] bytes = RecordCodec.encode(metadata).getBytes(StandardCharsets.UTF_8);
        try (FileStorage.Writer file = storage.create(name(metadata.origin().id()))) {
            file.write(bytes, 0, bytes.length);
            file.publish();
        }
    }

    /** Removes everything but the lock. */
    public void clear() {
        storage.delete(FINISHED);
        for (String folder : CONTENT) {
            storage.list(folder).forEach(storage::delete);
        }
    }

    /** Makes a checkpoint, which is here already or in another folder, the latest one here; its files are copied. */
    public void adopt(CheckpointMetadata chosen, CheckpointFolder from) {
        for (CheckpointMetadata other : all(warning -> {})) {
            if (from != this || other.origin().id() > chosen.origin().id()) {
                forget(other.origin().id());
            }
        }
        if (from != this) {
            chosen.snapshots().stream()
                    .flatMap(snapshot -> snapshot.manifests().stream())
                    .flatMap(manifest -> manifest.files().stream())
                    .forEach(file -> copy(from.storage, file.name()));
            store(chosen);
        }
        storage.delete(FINISHED);
    }

    private void copy(FileStorage from, String name) {
        byte[] chunk = new byte[COPY_BYTES];
        long size = from.size(name);
        try (FileStorage.Writer file = storage.create(name)) {
            for (long at = 0; at < size; at += chunk.length) {
                int length = (int) Math.min(chunk.length, size - at);
                from.read(name, at, chunk, 0, length);
                file.write(chunk, 0, length);
            }
            file.publish();
        }
    }

    void forget(long id) {
        storage.delete(name(id));
    }

    public boolean isFinished() {
        return storage.size(FINISHED) >= 0;
    }

    /** Says that nothing is left to do here. */
    void finish() {
        try (FileStorage.Writer file = storage.create(FINISHED)) {
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
        return METADATA + "/" + String.format("%010d", id);
    }
}
