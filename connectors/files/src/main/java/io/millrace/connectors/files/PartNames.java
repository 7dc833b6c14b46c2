package io.millrace.connectors.files;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.sink.Sink.WriterContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The names of the files of one writer, which say all that a later writer must know of them, so that no ledger is
 * needed: {@code part-JOB-VERTEX-INDEX-START-NUMBER.csv} once committed; before that with a dot in front and {@code
 * .prepared} or {@code .inprogress} behind. START is when the writer was made, so that a writer after a restore never
 * takes a name again.
 */
final class PartNames {
    static final String IN_PROGRESS = ".inprogress";
    static final String PREPARED = ".prepared";

    private final Path folder;
    private final String extension;
    private final WriterContext context;

    /** The beginning of the names of all files of this job and vertex. */
    private final String family;

    private final String start;
    private long next;

    PartNames(Path folder, String extension, WriterContext context) {
        this.folder = folder;
        this.extension = extension;
        this.context = context;
        this.family = "part-" + hash(context.job()) + "-" + hash(context.vertex()) + "-";
        this.start = Long.toString(context.services().clock().millis(), Character.MAX_RADIX);
    }

    Path folder() {
        return folder;
    }

    /** A name that no file has had, under its final form. */
    String next() {
        return family + context.index() + "-" + start + "-" + next++ + extension;
    }

    static Path inProgress(Path committed) {
        return committed.resolveSibling("." + committed.getFileName() + IN_PROGRESS);
    }

    static Path prepared(Path committed) {
        return committed.resolveSibling("." + committed.getFileName() + PREPARED);
    }

    /**
     * Files of former writers of this job and vertex, with this end of their names, whose cleaning falls to this
     * writer: those of its own index, and of every index that is no more and comes to it by remainder.
     */
    List<Path> leftovers(String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                            if (isLeftover(path.getFileName().toString(), suffix)) {
                                found.add(path);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                            if (e instanceof NoSuchFileException) {
                                return FileVisitResult.CONTINUE; // another writer cleans or publishes beside this one
                            }
                            throw e;
                        }
                    });
            found.sort(null);
            return found;
        } catch (IOException e) {
            throw MillraceException.external("list-failed", "Listing " + folder + " failed: " + e.getMessage(), e);
        }
    }

    private boolean isLeftover(String name, String suffix) {
        if (!name.startsWith("." + family) || !name.endsWith(suffix)) {
            return false;
        }
        String[] parts = name.substring(family.length() + 1).split("-", 3);
        return parts.length == 3
                && parts[0].chars().allMatch(Character::isDigit)
                && Integer.parseInt(parts[0]) % context.parallelism() == context.index()
                && !(parts[0].equals(Integer.toString(context.index())) && parts[1].equals(start));
    }

    private static String hash(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toString(sum.getValue(), Character.MAX_RADIX);
    }
}
