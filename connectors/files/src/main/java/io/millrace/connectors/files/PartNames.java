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
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/**
 * The names of the files of one writer, which say all that a later writer must know of them, so that no ledger is
 * needed: {@code part-JOB-VERTEX-INDEX-START-AFTER-NUMBER.csv} once committed; before that with a dot in front and
 * {@code .prepared} or {@code .inprogress} behind; {@code .withdrawn} when the job went back to a checkpoint that lacks
 * its rows. START is when the writer was made, so that a writer after a restore never takes a name again. AFTER is the
 * last barrier before the file's rows: whoever goes on from there, or from an earlier one, writes them again.
 */
final class PartNames {
    static final String IN_PROGRESS = ".inprogress";
    static final String PREPARED = ".prepared";
    static final String WITHDRAWN = ".withdrawn";

    private final Path folder;
    private final String extension;
    private final WriterContext context;

    /** The beginning of the names of all files of this job and vertex. */
    private final String family;

    private final String start;
    private long after;
    private long next;

    PartNames(Path folder, String extension, WriterContext context) {
        this.folder = folder;
        this.extension = extension;
        this.context = context;
        this.family = family(context.run().name(), context.vertex());
        this.start = Long.toString(context.services().clock().millis(), Character.MAX_RADIX);
        this.after = context.run().restoredFrom();
    }

    Path folder() {
        return folder;
    }

    /** The beginning of the names of this writer's own files. */
    String own() {
        return family + context.index() + "-" + start + "-";
    }

    /** A name that no file has had, under its final form. */
    String next() {
        return own() + after + "-" + next++ + extension;
    }

    /** A barrier has passed: what is written from now on came after it. */
    void pass(long barrier) {
        after = barrier;
    }

    static Path inProgress(Path committed) {
        return hidden(committed, IN_PROGRESS);
    }

    static Path prepared(Path committed) {
        return hidden(committed, PREPARED);
    }

    static Path withdrawn(Path committed) {
        return hidden(committed, WITHDRAWN);
    }

    private static Path hidden(Path committed, String suffix) {
        return committed.resolveSibling("." + committed.getFileName() + suffix);
    }

    /**
     * Files of former writers of this job and vertex, with this end of their names, whose cleaning falls to this
     * writer: those of its own index, and of every index that is no more and comes to it by remainder.
     */
    List<Path> leftovers(String suffix) {
        String prefix = "." + family;
        return find(
                name -> name.startsWith(prefix) && name.endsWith(suffix) && isMine(name.substring(prefix.length())));
    }

    /** Of those, the committed ones whose rows will be written again. */
    List<Path> committedLater() {
        return find(name -> isLater(name, family) && isMine(name.substring(family.length())));
    }

    /** The same of the former run that the checkpoint was copied from, of all its writers. */
    List<Path> committedLaterByFormer() {
        String former = context.run().former();
        if (former.isEmpty()) {
            return List.of();
        }
        String theirs = family(former, context.vertex());
        return find(name -> isLater(name, theirs));
    }

    /** Every file whose name is so, sorted. */
    List<Path> find(Predicate<String> wanted) {
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
                            if (wanted.test(path.getFileName().toString())) {
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

    /** Whether the rest of a name, after the family, is of a former writer whose files fall to this one. */
    private boolean isMine(String rest) {
        String[] parts = rest.split("-", 3);
        return parts.length == 3
                && isNumber(parts[0])
                && Integer.parseInt(parts[0]) % context.parallelism() == context.index()
                && !(parts[0].equals(Integer.toString(context.index())) && parts[1].equals(start));
    }

    private boolean isLater(String name, String theirs) {
        if (!context.run().isRestored() || !name.startsWith(theirs)) {
            return false;
        }
        String[] parts = name.substring(theirs.length()).split("-", 4);
        return parts.length == 4 && isNumber(parts[2]) && Long.parseLong(parts[2]) >= context.run().restoredFrom();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String family(String job, String vertex) {
        return "part-" + hash(job) + "-" + hash(vertex) + "-";
    }

    private static String hash(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toString(sum.getValue(), Character.MAX_RADIX);
    }
}
