package io.millrace.connectors.files;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.Format.Range;
import io.millrace.dataflow.source.Source.EnumeratorContext;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Deals out files in the order of their names, each in ranges from front to back. A file is cut when its turn comes.
 *
 * <p>The snapshot is four lists, apart by a bar: the ranges left of the file in hand, the files to come, and, where new
 * files are looked for, those that are known; where none are, what the files that were cut looked like.
 */
final class FileEnumerator implements SplitEnumerator {
    private static final long LEAST_SPLIT_BYTES = 4L << 20;
    private static final long MOST_SPLIT_BYTES = 64L << 20;

    /** So many ranges for each reader even out their speeds. */
    private static final int RANGES_PER_READER = 4;

    private final Path root;
    private final FileOptions.Reading reading;
    private final Format format;
    private final int parallelism;
    private final ArrayDeque<Split> ranges = new ArrayDeque<>();
    private final ArrayDeque<Path> files = new ArrayDeque<>();
    private final TreeSet<String> known = new TreeSet<>();
    private final TreeMap<String, FileSplit.Fingerprint> cut = new TreeMap<>();

    FileEnumerator(Path root, FileOptions.Reading reading, Format format, EnumeratorContext context) {
        this.root = root;
        this.reading = reading;
        this.format = format;
        this.parallelism = context.parallelism();
        if (context.restored().isEmpty()) {
            discoverNew();
        } else {
            restore(context.restored());
        }
    }

    @Override
    public Optional<Split> next(int instance) {
        while (ranges.isEmpty() && !files.isEmpty()) {
            cut(files.poll());
        }
        return Optional.ofNullable(ranges.poll());
    }

    @Override
    public boolean isExhausted() {
        return !reading.monitors() && ranges.isEmpty() && files.isEmpty();
    }

    @Override
    public void discover() {
        if (reading.monitors()) {
            discoverNew();
        }
    }

    @Override
    public long discoveryIntervalMillis() {
        return reading.monitors() ? reading.monitorMillis() : SplitEnumerator.super.discoveryIntervalMillis();
    }

    @Override
    public String snapshot() {
        List<String> left = ranges.stream().map(range -> FileSplit.encode(range.descriptor())).toList();
        List<String> toCome = files.stream().map(path -> FileSplit.encode(path.toString())).toList();
        List<String> seen = known.stream().map(FileSplit::encode).toList();
        List<String> read =
                cut.entrySet().stream()
                        .map(file -> FileSplit.encode(file.getKey()) + "," + file.getValue().text())
                        .toList();
        return String.join(" ", left)
                + "|"
                + String.join(" ", toCome)
                + "|"
                + String.join(" ", seen)
                + "|"
                + String.join(" ", read);
    }

    /** Throws where a file that was found is not there any more, or says something else. */
    static void requireRereadable(String snapshot) {
        String[] lists = snapshot.split("\\|", -1);
        if (lists.length > 2) {
            for (String file : words(lists[2])) {
                requireThere(Path.of(FileSplit.decode(file)));
            }
        }
        if (lists.length > 3) {
            for (String file : words(lists[3])) {
                String[] parts = file.split(",", 2);
                FileSplit.Fingerprint.parse(parts[1]).require(Path.of(FileSplit.decode(parts[0])));
            }
        }
    }

    private static void requireThere(Path path) {
        if (!Files.exists(path)) {
            throw MillraceException.user(
                    "file-missing",
                    "File " + path + " is gone, which the job has to read: bring it back, or start anew");
        }
    }

    private void restore(String snapshot) {
        String[] lists = snapshot.split("\\|", -1);
        for (String range : words(lists[0])) {
            Split split = new Split("", FileSplit.decode(range));
            FileSplit left = FileSplit.of(split);
            left.fingerprint().require(left.path());
            ranges.add(left.split());
        }
        for (String file : words(lists[1])) {
            Path path = Path.of(FileSplit.decode(file));
            requireThere(path);
            files.add(path);
        }
        for (String file : words(lists[2])) {
            known.add(FileSplit.decode(file));
        }
        if (lists.length > 3) {
            for (String file : words(lists[3])) {
                restoreCut(file.split(",", 2));
            }
        }
    }

    /** A file that was read and is gone harms nobody; one that says something else now does. */
    private void restoreCut(String[] file) {
        Path path = Path.of(FileSplit.decode(file[0]));
        FileSplit.Fingerprint then = FileSplit.Fingerprint.parse(file[1]);
        if (Files.exists(path)) {
            then.require(path);
        }
        cut.put(path.toString(), then);
    }

    private static List<String> words(String list) {
        return list.isEmpty() ? List.of() : List.of(list.split(" "));
    }

    private void discoverNew() {
        for (Path file : FileListing.list(root)) {
            if (!reading.monitors() || known.add(file.toString())) {
                files.add(file);
            }
        }
    }

    private void cut(Path file) {
        FileSplit.Fingerprint fingerprint = FileSplit.Fingerprint.of(file);
        if (!reading.monitors()) {
            cut.put(file.toString(), fingerprint);
        }
        for (Range range : ranges(file, fingerprint.size())) {
            ranges.add(new FileSplit(file, range, fingerprint).split());
        }
    }

    private List<Range> ranges(Path file, long size) {
        if (size == 0 && format.access() == Format.Access.FORWARD) {
            return List.of();
        }
        long about = reading.splitBytes();
        if (about == FileOptions.Reading.BY_FILE_SIZE) {
            long even = size / ((long) parallelism * RANGES_PER_READER);
            about = Math.clamp(even, LEAST_SPLIT_BYTES, MOST_SPLIT_BYTES);
        }
        if (size <= about || DiskFile.Compression.of(file) != DiskFile.Compression.NONE) {
            return List.of(Range.WHOLE);
        }
        try (FileInput input = DiskFile.open(file)) {
            return new ArrayList<>(format.cut(input, about));
        }
    }
}
