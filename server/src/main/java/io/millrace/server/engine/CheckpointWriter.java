package io.millrace.server.engine;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobCommand;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.doors.Executor;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.protocol.RunSettings;
import io.millrace.state.CheckpointFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private final EngineSettings.Retention retention;
    private final TreeMap<Long, Long> timeOfStored = new TreeMap<>();

    /** Checkpoints that somebody copies; guards {@code newest}, too. */
    private final Set<Long> pinned = new HashSet<>();

    private Optional<CheckpointMetadata> newest = Optional.empty();

    /** What a checkpoint consists of, but for its time. */
    record Content(String job, RunSettings run, JobGraph graph, Injected injected, JobCommand.StoreCheckpoint parts) {}

    /** What was noted when the barrier was injected: where the enumerators were, and the time. */
    record Injected(Map<String, String> enumerators, long timeMillis) {}

    public CheckpointWriter(
            CheckpointFolder folder,
            CheckpointFiles files,
            Executor executor,
            Clock clock,
            EngineSettings.Retention retention) {
        this.folder = folder;
        this.files = files;
        this.executor = executor;
        this.clock = clock;
        this.retention = retention;
    }

    /**
     * Counts the files of the checkpoints up to the one that the run goes on from, and removes all others, which a
     * crash or a damage left behind: what comes after the chosen one is withdrawn, and must never be gone on from.
     * Returns the first number for a new checkpoint.
     */
    public long adopt(Optional<CheckpointMetadata> chosen) {
        long first = folder.lastId() + 1;
        folder.keepUpTo(chosen.map(checkpoint -> checkpoint.origin().id()).orElse(0L)).forEach(this::retain);
        files.sweep();
        return first;
    }

    /** Removes what no checkpoint refers to, once the tasks are closed. */
    public void sweep() {
        files.sweep();
    }

    /** Writes a checkpoint; {@code done} then gets why it failed, or nothing. It is called on another thread. */
    void write(Content content, Consumer<Optional<String>> done) {
        executor.execute(() -> {
            try {
                CheckpointMetadata metadata = metadata(content);
                folder.store(metadata);
                retain(metadata);
                synchronized (pinned) {
                    newest = Optional.of(metadata);
                }
                forgetOldest();
                done.accept(Optional.empty());
            } catch (MillraceException e) {
                done.accept(Optional.of(String.valueOf(e.getMessage())));
            }
        });
    }

    /** A checkpoint that cannot be removed stays: it is tried again with the next one, and swept at the next start. */
    private void forgetOldest() {
        Set<Long> needed = needed();
        try {
            for (long id : List.copyOf(timeOfStored.keySet())) {
                if (!needed.contains(id)) {
                    folder.forget(id);
                    files.forget(id);
                    timeOfStored.remove(id);
                }
            }
        } catch (MillraceException e) {
            return; // The new checkpoint is stored all the same.
        }
    }

    private Set<Long> needed() {
        Set<Long> needed = new TreeSet<>();
        synchronized (pinned) {
            needed.addAll(pinned);
        }
        needed.addAll(timeOfStored.descendingKeySet().stream().limit(Math.min(2, retention.count())).toList());
        List<Long> spaced = new ArrayList<>();
        long last = Long.MIN_VALUE / 2;
        for (Map.Entry<Long, Long> each : timeOfStored.entrySet()) {
            if (each.getValue() - last >= retention.spacingMillis()) {
                spaced.add(each.getKey());
                last = each.getValue();
            }
        }
        needed.addAll(spaced.reversed().stream().limit(retention.count()).toList());
        return needed;
    }

    /**
     * Holds a checkpoint, which is the last one, so that it can be copied; empty before this run's first one. Any
     * thread.
     */
    public Optional<CheckpointMetadata> pin() {
        synchronized (pinned) {
            Optional<CheckpointMetadata> last = newest;
            last.ifPresent(checkpoint -> pinned.add(checkpoint.origin().id()));
            return last;
        }
    }

    /** The number of this run's last checkpoint; 0 before its first one. Any thread. */
    long lastStored() {
        synchronized (pinned) {
            return newest.map(checkpoint -> checkpoint.origin().id()).orElse(0L);
        }
    }

    /** Gives it up: it is removed when its time has come. Any thread. */
    public void unpin(CheckpointMetadata checkpoint) {
        synchronized (pinned) {
            pinned.remove(checkpoint.origin().id());
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
                        content.job(), content.parts().id(), clock.millis(), content.parts().completion(), "");
        CheckpointMetadata.Cost cost =
                new CheckpointMetadata.Cost(
                        origin.timeMillis() - content.injected().timeMillis(),
                        files.newBytes(parts.stream().flatMap(part -> part.snapshot().manifests().stream()).toList()));
        return new CheckpointMetadata(
                CheckpointMetadata.VERSION,
                origin,
                cost,
                content.run(),
                content.graph(),
                content.injected().enumerators(),
                parts);
    }

    private void retain(CheckpointMetadata metadata) {
        files.retain(
                metadata.origin().id(),
                metadata.snapshots().stream().flatMap(snapshot -> snapshot.manifests().stream()).toList());
        timeOfStored.put(metadata.origin().id(), metadata.origin().timeMillis());
    }
}
