package io.millrace.server.engine;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobCommand;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.doors.Executor;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.protocol.RunSettings;
import io.millrace.state.CheckpointFiles;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stores checkpoints in a folder, beside the driver's thread, keeps the last few and removes what no longer is referred
 * to.
 */
public final class CheckpointWriter {
    private final CheckpointFolder folder;
    private final CheckpointFiles files;
    private final Executor executor;
    private final Clock clock;
    private final int kept;
    private final ArrayDeque<Long> stored = new ArrayDeque<>();

    /** What a checkpoint consists of, but for its time. */
    record Content(
            String job,
            RunSettings run,
            JobGraph graph,
            Map<String, String> enumerators,
            JobCommand.StoreCheckpoint parts) {}

    public CheckpointWriter(CheckpointFolder folder, CheckpointFiles files, Executor executor, Clock clock, int kept) {
        this.folder = folder;
        this.files = files;
        this.executor = executor;
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * Counts the files of the checkpoints that are there, and removes what a crash left behind. Returns the first
     * number for a new checkpoint.
     */
    public long adopt() {
        boolean[] damaged = new boolean[1];
        for (CheckpointMetadata checkpoint : folder.all(warning -> damaged[0] = true)) {
            retain(checkpoint);
        }
        if (!damaged[0]) {
            files.sweep(); // What a damaged checkpoint refers to is not known, and may still be wanted.
        }
        return folder.lastId() + 1;
    }

    /** Writes a checkpoint; {@code done} then gets why it failed, or nothing. It is called on another thread. */
    void write(Content content, Consumer<Optional<String>> done) {
        executor.execute(() -> {
            try {
                CheckpointMetadata metadata = metadata(content);
                folder.store(metadata);
                retain(metadata);
                forgetOldest();
                done.accept(Optional.empty());
            } catch (MillraceException e) {
                done.accept(Optional.of(String.valueOf(e.getMessage())));
            }
        });
    }

    /** A checkpoint that cannot be removed stays: it is tried again with the next one, and swept at the next start. */
    private void forgetOldest() {
        try {
            while (stored.size() > kept) {
                folder.forget(stored.getFirst());
                files.forget(stored.getFirst());
                stored.removeFirst();
            }
        } catch (MillraceException e) {
            return; // The new checkpoint is stored all the same.
        }
    }

    private CheckpointMetadata metadata(Content content) {
        List<CheckpointMetadata.Part> parts =
                content.parts().tasks().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> new CheckpointMetadata.Part(entry.getKey(), entry.getValue()))
                        .toList();
        CheckpointMetadata.Origin origin =
                new CheckpointMetadata.Origin(
                        content.job(), content.parts().id(), clock.millis(), content.parts().completion());
        return new CheckpointMetadata(
                CheckpointMetadata.VERSION, origin, content.run(), content.graph(), content.enumerators(), parts);
    }

    private void retain(CheckpointMetadata metadata) {
        files.retain(
                metadata.origin().id(),
                metadata.snapshots().stream().flatMap(snapshot -> snapshot.manifests().stream()).toList());
        stored.add(metadata.origin().id());
    }
}
