package io.millrace.state;

import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.Manifest.FileReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which snapshot files of a checkpoint folder are needed: those that a retained checkpoint refers to. Files are shared
 * between checkpoints and counted. The owner of the folder says what it retains and what it forgets, in this order:
 * first the metadata of a checkpoint is written, then it is retained; first it is deleted, then forgotten. Then a crash
 * leaves files too many at worst, never too few, and {@link #sweep} removes those at the next start.
 *
 * <p>Belongs to one thread, which deleting files may block.
 */
public final class CheckpointFiles {
    /** The folder of snapshot files. */
    public static final String FOLDER = "state";

    private final FileStorage storage;
    private final TreeMap<Long, Set<String>> checkpoints = new TreeMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** Files that are to be removed: those that the storage did not let go are tried again with the next ones. */
    private final TreeSet<String> unused = new TreeSet<>();

    public CheckpointFiles(FileStorage storage) {
        this.storage = storage;
    }

    /** Says that a checkpoint may be restored from: what its manifests refer to stays. */
    public void retain(long checkpoint, List<Manifest> manifests) {
        Set<String> files = new HashSet<>();
        for (Manifest manifest : manifests) {
            for (FileReference file : manifest.files()) {
                files.add(file.name());
            }
        }
        for (String file : files) {
            counts.merge(file, 1, Integer::sum);
        }
        Set<String> before = checkpoints.put(checkpoint, files);
        if (before != null) {
            release(before);
        }
    }

    /** The size of the files that these refer to and that no retained checkpoint does. */
    public long newBytes(List<Manifest> manifests) {
        return manifests.stream()
                .flatMap(manifest -> manifest.files().stream())
                .distinct()
                .filter(file -> !counts.containsKey(file.name()))
                .mapToLong(FileReference::sizeBytes)
                .sum();
    }

    /** Says that a checkpoint is not needed any more, and removes the files that none of the others refers to. */
    public void forget(long checkpoint) {
        Set<String> files = checkpoints.remove(checkpoint);
        release(files == null ? Set.of() : files);
    }

    /** The checkpoints retained, in order. */
    public List<Long> retained() {
        return List.copyOf(checkpoints.keySet());
    }

    /**
     * Removes all files that no retained checkpoint refers to, and returns their names. Only at the start, when all
     * checkpoints of the folder are retained and no snapshot is being written.
     */
    public List<String> sweep() {
        List<String> removed = new ArrayList<>();
        for (String file : storage.list(FOLDER)) {
            if (!counts.containsKey(file)) {
                storage.delete(file);
                removed.add(file);
            }
        }
        return removed;
    }

    private void release(Set<String> files) {
        for (String file : files) {
            if (counts.merge(file, -1, Integer::sum) == 0) {
                counts.remove(file);
                unused.add(file);
            }
        }
        while (!unused.isEmpty()) {
            storage.delete(unused.first());
            unused.pollFirst();
        }
    }
}
