package io.millrace.server.engine;

import io.millrace.coordinator.BarrierPolicy;
import io.millrace.dataflow.Signal.Barrier.Purpose;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.SourceSpec;
import io.millrace.operators.write.Write;
import io.millrace.state.StateBudget;
import java.nio.file.Path;
import java.util.Optional;

/** How the embedded engine runs a job. */
public record EngineSettings(int parallelism, Consistency consistency, Checkpoints checkpoints, Memory memory) {

    /** With the memory that nobody said anything of. */
    public EngineSettings(int parallelism, Consistency consistency, Checkpoints checkpoints) {
        this(parallelism, consistency, checkpoints, Memory.ofHeap());
    }

    /**
     * How much memory a job takes.
     *
     * @param stateBytes what the tables of all its operators hold in this process
     */
    public record Memory(long stateBytes) {

        /** A share of this process' heap. */
        public static Memory ofHeap() {
            return new Memory(StateBudget.shareOfHeap());
        }
    }

    /** When sinks show what was written. */
    public enum Consistency {
        /** Each as soon as its own guarantees allow. */
        EVENTUAL,
        /** All together, at the end of each epoch. */
        EPOCH
    }

    /**
     * Where and how often checkpoints are taken.
     *
     * @param folder empty where none are
     * @param intervalMillis of checkpoints; of epochs where those are wanted: then each is a checkpoint, too
     */
    public record Checkpoints(Optional<Path> folder, long intervalMillis, Retention retention) {}

    /**
     * Which complete checkpoints stay: the last two, and of all the last {@code count} that are so far apart.
     *
     * @param spacingMillis 0 where each counts
     */
    public record Retention(int count, long spacingMillis) {}

    public static final long CHECKPOINT_INTERVAL_MILLIS = 10_000;
    public static final long EPOCH_INTERVAL_MILLIS = 100;

    /** An unbounded job without checkpoints commits its sinks this often. */
    public static final long COMMIT_INTERVAL_MILLIS = 1_000;

    BarrierPolicy barriers(JobGraph graph, long firstId) {
        if (checkpoints.folder().isPresent()) {
            Purpose purpose = consistency == Consistency.EPOCH ? Purpose.CHECKPOINT_AND_EPOCH : Purpose.CHECKPOINT;
            return new BarrierPolicy(purpose, checkpoints.intervalMillis(), firstId);
        }
        long interval =
                consistency == Consistency.EPOCH
                        ? checkpoints.intervalMillis()
                        : isUnbounded(graph) ? COMMIT_INTERVAL_MILLIS : BarrierPolicy.NEVER;
        return new BarrierPolicy(Purpose.EPOCH, interval, firstId);
    }

    /** What a crash loses of a job without checkpoints that commits as it goes on; nothing where there is no such. */
    Optional<String> lossOnCrash(JobGraph graph) {
        boolean commits =
                graph.vertices().stream()
                        .anyMatch(vertex ->
                                vertex.spec() instanceof Write write
                                        && write.sink().visibility() == Sink.Visibility.COMMITTED);
        if (checkpoints.folder().isPresent() || !commits || !isUnbounded(graph)) {
            return Optional.empty();
        }
        long interval = consistency == Consistency.EPOCH ? checkpoints.intervalMillis() : COMMIT_INTERVAL_MILLIS;
        return Optional.of(
                "without a checkpoint folder rows are committed every "
                        + interval
                        + " ms, and nobody notes how far the input was read: after a crash the rows since the last"
                        + " commit are gone, and a new start reads everything from the beginning and writes it once"
                        + " more. --checkpoint-dir DIR keeps the place");
    }

    private static boolean isUnbounded(JobGraph graph) {
        return graph.vertices().stream()
                .anyMatch(vertex ->
                        vertex.spec() instanceof SourceSpec spec
                                && spec.source().boundedness() == Source.Boundedness.UNBOUNDED);
    }
}
