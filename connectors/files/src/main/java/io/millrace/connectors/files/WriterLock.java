package io.millrace.connectors.files;

import io.millrace.data.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that a writer is alive whose files nobody will go on from: a hidden file {@code .part-….lock} in the table's
 * folder, locked as long as its process lives. What a killed one left is removed by the next writer in the folder.
 */
final class WriterLock implements AutoCloseable {
    private static final String SUFFIX = ".lock";

    /**
     * The locks of this process. Its own are never opened again: closing a file gives up what the process has locked of
     * it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private WriterLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static WriterLock take(PartNames names) {
        Path path = names.folder().resolve("." + names.own() + SUFFIX);
        HELD.add(path);
        try {
            Files.createDirectories(names.folder());
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new WriterLock(path, channel);
        } catch (IOException e) {
            HELD.remove(path);
            throw MillraceException.external("write-failed", "Locking " + path + " failed: " + e.getMessage(), e);
        }
    }

    /** Removes what writers left whose processes are gone. */
    static void removeDead(PartNames names) {
        List<Path> locks = names.find(name -> name.startsWith(".part-") && name.endsWith("-" + SUFFIX));
        for (Path lock : locks) {
            if (!HELD.contains(lock)) {
                removeIfDead(names, lock);
            }
        }
    }

    private static void removeIfDead(PartNames names, Path lock) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            if (!tryLock(channel)) {
                return;
            }
            String file = lock.getFileName().toString();
            String prefix = file.substring(0, file.length() - SUFFIX.length());
            for (Path path : names.find(name -> name.startsWith(prefix) && !name.equals(file))) {
                Files.deleteIfExists(path);
            }
            Files.deleteIfExists(lock);
        } catch (java.nio.file.NoSuchFileException e) {
            // Its writer has ended, or another one cleans beside this one.
        } catch (IOException e) {
            throw MillraceException.external("write-failed", "Removing " + lock + " failed: " + e.getMessage(), e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.<FileLock>ofNullable(channel.tryLock()).isPresent();
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
            channel.close();
        } catch (IOException e) {
            throw MillraceException.external("write-failed", "Removing " + path + " failed: " + e.getMessage(), e);
        } finally {
            HELD.remove(path);
        }
    }
}
