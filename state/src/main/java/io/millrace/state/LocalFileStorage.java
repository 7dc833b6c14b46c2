package io.millrace.state;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files under one folder of any file system that {@link Path} reaches. A file is written as {@code name.tmp-<number>},
 * synced, renamed at once, and its folder synced. What a killed process left under a temporary name is not listed, and
 * {@link #removeLeftovers} removes it.
 */
public final class LocalFileStorage implements FileStorage {
    private static final String TEMPORARY = ".tmp-";

    private final Path root;
    private final AtomicLong temporaryFiles = new AtomicLong();

    /** Over this folder, which is made when a file is. */
    public LocalFileStorage(Path root) {
        this.root = root;
    }

    /**
     * Removes files that were begun and never published. Only for the owner of the folder, before anything is written.
     */
    public void removeLeftovers() {
        for (String name : walk("")) {
            if (isTemporary(name)) {
                delete(name);
            }
        }
    }

    @Override
    public Writer create(String name) {
        Path target = path(name);
        Path temporary = path(name + TEMPORARY + temporaryFiles.incrementAndGet());
        try {
            makeFolder(folder(target));
            return new FileWriter(target, temporary);
        } catch (IOException e) {
            throw failed("created", temporary, e);
        }
    }

    @Override
    public void read(String name, long position, byte[] target, int offset, int length) {
        Path path = path(name);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            read(path, channel, position, ByteBuffer.wrap(target, offset, length));
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    @Override
    public Reader open(String name) {
        Path path = path(name);
        try {
            return new FileReader(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            throw failed("opened", path, e);
        }
    }

    @Override
    public long size(String name) {
        Path path = path(name);
        try {
            return Files.size(path);
        } catch (NoSuchFileException e) {
            return -1;
        } catch (IOException e) {
            throw failed("looked up", path, e);
        }
    }

    @Override
    public List<String> list(String folder) {
        List<String> names = walk(folder);
        names.removeIf(LocalFileStorage::isTemporary);
        Collections.sort(names);
        return names;
    }

    @Override
    public void delete(String name) {
        Path path = path(name);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw failed("deleted", path, e);
        }
    }

    private static void read(Path path, FileChannel channel, long position, ByteBuffer buffer) throws IOException {
        int length = buffer.remaining();
        long at = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw MillraceException.external(
                        "storage-failed",
                        path
                                + " ends at "
                                + channel.size()
                                + ", but "
                                + length
                                + " bytes at "
                                + position
                                + " are wanted",
                        new IOException("end of file"));
            }
            at += count;
        }
    }

    private List<String> walk(String folder) {
        Path start = folder.isEmpty() ? root : path(folder);
        List<String> names = new ArrayList<>();
        if (!Files.isDirectory(start)) {
            return names;
        }
        try {
            Files.walkFileTree(
                    start,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            List<String> parts = new ArrayList<>();
                            root.relativize(file).forEach(part -> parts.add(part.toString()));
                            names.add(String.join("/", parts));
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                            // A file may be deleted while the folder is walked.
                            if (e instanceof NoSuchFileException) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw e;
                        }
                    });
        } catch (IOException e) {
            throw failed("listed", start, e);
        }
        return names;
    }

    private static boolean isTemporary(String name) {
        return name.lastIndexOf(TEMPORARY) > name.lastIndexOf('/');
    }

    private Path path(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root.normalize())) {
            throw MillraceException.internal("the file name " + name + " leads out of " + root);
        }
        return path;
    }

    private Path folder(Path file) {
        Path folder = file.getParent();
        return folder == null ? root : folder;
    }

    /** Makes a folder and those above it, and syncs the one that each is named in. */
    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            makeFolder(parent);
        }
        Files.createDirectories(folder);
        if (parent != null) {
            syncFolder(parent);
        }
    }

    /** On file systems that cannot open a folder there is nothing to sync. */
    private static void syncFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException | UnsupportedOperationException e) {
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    private static MillraceException failed(String what, Path path, IOException cause) {
        return MillraceException.external(
                "storage-failed",
                path + " could not be " + what + ": " + cause.getClass().getSimpleName() + " " + cause.getMessage(),
                cause);
    }

    private record FileReader(Path path, FileChannel channel) implements Reader {
        @Override
        public void read(long position, byte[] target, int offset, int length) {
            try {
                LocalFileStorage.read(path, channel, position, ByteBuffer.wrap(target, offset, length));
            } catch (IOException e) {
                throw failed("read", path, e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw failed("closed", path, e);
            }
        }
    }

    private final class FileWriter implements Writer {
        private final Path target;
        private final Path temporary;
        private final FileChannel channel;
        private long position;
        private boolean isOpen = true;

        FileWriter(Path target, Path temporary) throws IOException {
            this.target = target;
            this.temporary = temporary;
            this.channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING);
        }

        @Override
        public void write(byte[] data, int offset, int length) {
            ByteBuffer buffer = ByteBuffer.wrap(data, offset, length);
            try {
                while (buffer.hasRemaining()) {
                    position += channel.write(buffer);
                }
            } catch (IOException e) {
                throw failed("written", temporary, e);
            }
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void publish() {
            try {
                channel.force(true);
                channel.close();
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                isOpen = false;
                syncFolder(folder(target));
            } catch (IOException e) {
                throw failed("published", target, e);
            }
        }

        @Override
        public void expose() {
            try {
                channel.close();
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                isOpen = false;
            } catch (IOException e) {
                throw failed("published", target, e);
            }
        }

        @Override
        public void close() {
            if (isOpen) {
                isOpen = false;
                try {
                    channel.close();
                    Files.deleteIfExists(temporary);
                } catch (IOException e) {
                    throw failed("dropped", temporary, e);
                }
            }
        }
    }
}
