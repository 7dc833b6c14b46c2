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

/** Stores checkpoints in a folder, beside the driver's thread, keeps the last few and removes what no longer is referred to. */
public final class CheckpointWriter {
    private final CheckpointFolder folder;
    private final CheckpointFiles files;
    private final Executor executor;
    private final Clock clock;
    private final int kept;
    private final ArrayDeque<Long> stored = new ArrayDeque<>();

    /** What a checkpoint consists of, but for its time. */
    record Content(
            String job, RunSettings run, JobGraph graph, Map<String, String> enumerators, JobCommand.StoreCheckpoint parts) {}

    public CheckpointWriter(CheckpointFolder folder, CheckpointFiles files, Executor executor, Clock clock, int kept) {
        this.folder = folder;
        this.files = files;
        this.executor = executor;
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * Counts the files of the checkpoints that are there, and removes what a crash left behind. Returns the first number for a new
     * checkpoint.
     */
    public long adopt() {
        long last = 0;
        for (CheckpointMetadata checkpoint : folder.all(warning -> {})) {
            retain(checkpoint);
            last = Math.max(last, checkpoint.origin().id());
        }
        files.sweep();
        return last + 1;
    }

    /** Writes a checkpoint; {@code done} then gets why it failed, or nothing. It is called on another thread. */
    void write(Content content, Consumer<Optional<String>> done) {
        executor.execute(() -> {
            try {
                CheckpointMetadata metadata = metadata(content);
                folder.store(metadata);
                retain(metadata);
                while (stored.size() > kept) {
                    long oldest = stored.poll();
                    folder.forget(oldest);
                    files.forget(oldest);
                }
                done.accept(Optional.empty());
            } catch (MillraceException e) {
                done.accept(Optional.of(String.valueOf(e.getMessage())));
            }
        });
    }

    private CheckpointMetadata metadata(Content content) {
        List<CheckpointMetadata.Part> parts = content.parts().tasks().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new CheckpointMetadata.Part(entry.getKey(), entry.getValue()))
                .toList();
        CheckpointMetadata.Origin origin = new CheckpointMetadata.Origin(
                content.job(), content.parts().id(), clock.millis(), content.parts().completion());
        return new CheckpointMetadata(
                CheckpointMetadata.VERSION, origin, content.run(), content.graph(), content.enumerators(), parts);
    }

    private void retain(CheckpointMetadata metadata) {
        files.retain(
                metadata.origin().id(),
                metadata.snapshots().stream()
                        .flatMap(snapshot -> snapshot.manifests().stream())
                        .toList());
        stored.add(metadata.origin().id());
    }
}
