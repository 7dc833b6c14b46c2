package io.millrace.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder for files that nobody needs after the process has ended. It is removed at the end; one whose process was
 * killed is removed by the next that makes one: a lock in it says whether its process lives.
 */
final class ScratchFolder implements AutoCloseable {
    private static final String PREFIX = "millrace-scratch-";
    private static final String LOCK = "lock";

    /** Those of this process. To open their locks again, only to look, would give them up. */
    private static final Set<Path> LIVING = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private ScratchFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes a folder in this one, and removes those left there by processes that are gone. */
    static ScratchFolder in(Path parent) {
        try {
            for (Path other : others(parent)) {
                removeIfLeft(other);
            }
            Path path = Files.createTempDirectory(parent, PREFIX);
            // Locked under another name first, lest another process find it unlocked.
            Path unready = path.resolve(LOCK + ".new");
            FileChannel lock =
                    FileChannel.open(unready, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            LIVING.add(path);
            lock.lock();
            Files.move(unready, path.resolve(LOCK));
            return new ScratchFolder(path, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for temporary files in " + parent, e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
        remove(path);
        LIVING.remove(path);
    }

    private static List<Path> others(Path parent) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            folders.forEach(found::add);
        }
        return found;
    }

    private static void removeIfLeft(Path other) {
        Path lock = other.resolve(LOCK);
        if (LIVING.contains(other) || !Files.exists(lock)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                remove(other);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // It is another user's, or being removed: leave it.
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
