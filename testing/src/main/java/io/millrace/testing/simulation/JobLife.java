package io.millrace.testing.simulation;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.data.PoisoningPool;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.engine.CheckpointWriter;
import io.millrace.server.engine.EmbeddedJob;
import io.millrace.server.engine.EngineSettings;
import io.millrace.state.CheckpointFiles;
import io.millrace.state.HeapStateBackend;
import io.millrace.state.StateBudget;
import io.millrace.state.StateMemory;
import io.millrace.testing.SimulatedStorage;
import io.millrace.worker.LocalShuffle;
import io.millrace.worker.MetricsBoard;
import io.millrace.worker.TaskServices;
import io.millrace.worker.Worker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One life of a process that runs a job: from its start to its end or a crash. */
final class JobLife {
    /** A job that does nothing for so many steps, while time passes, is stuck. */
    private static final int PATIENCE = 20_000;

    private static final EngineSettings.Retention RETENTION = new EngineSettings.Retention(2, 0);

    private final World world;
    private final JobGraph graph;
    private final int parallelism;
    private final JobSimulation.Pace pace;
    private final SimulatedExecutor executor = new SimulatedExecutor();
    private final PoisoningPool buffers = new PoisoningPool();
    private final List<Worker> workers = new ArrayList<>();
    private long steps;
    private long restoredFrom;

    /** What outlives it. */
    record World(Random random, SimulatedClock clock, SimulatedStorage storage) {}

    /** How it went. */
    sealed interface End {
        record Crashed() implements End {}

        record Stuck(String where) implements End {}

        record Ended(JobOutcome outcome) implements End {}
    }

    JobLife(World world, JobGraph graph, int parallelism, JobSimulation.Pace pace) {
        this.world = world;
        this.graph = graph;
        this.parallelism = parallelism;
        this.pace = pace;
    }

    long steps() {
        return steps;
    }

    End live(long crashAfter) {
        EmbeddedJob job;
        try {
            job = open();
        } catch (MillraceException e) {
            return new End.Ended(new JobOutcome.Failed(e));
        }
        job.begin();
        int idle = 0;
        while (steps < crashAfter) {
            steps++;
            if (world.random().nextInt(4) == 0) {
                world.clock().advance(world.random().nextInt(pace.stepMillis() + 1));
            }
            int actor = world.random().nextInt(workers.size() + 2);
            boolean worked = false;
            if (actor < workers.size()) {
                worked = workers.get(actor).turn(world.random().nextInt(1 << 20));
            } else if (actor == workers.size()) {
                worked = executor.runOne();
            } else {
                Optional<JobOutcome> outcome = job.turn();
                if (outcome.isPresent()) {
                    return end(job, outcome.get());
                }
            }
            idle = worked ? 0 : idle + 1;
            if (idle > PATIENCE) {
                return new End.Stuck(workers.toString());
            }
        }
        return new End.Crashed();
    }

    private EmbeddedJob open() {
        CheckpointFolder folder = CheckpointFolder.over(Path.of("simulated"), world.storage());
        CheckpointWriter writer =
                new CheckpointWriter(folder, new CheckpointFiles(world.storage()), executor, world.clock(), RETENTION);
        List<String> warnings = new ArrayList<>();
        Optional<CheckpointMetadata> restored = folder.latest(warnings::add);
        if (!warnings.isEmpty()) {
            throw MillraceException.internal("a checkpoint is damaged: " + warnings);
        }
        long firstBarrier = writer.adopt(restored);
        restoredFrom = restored.map(metadata -> metadata.origin().id()).orElse(0L);
        int count = 1 + world.random().nextInt(parallelism);
        for (int i = 0; i < count; i++) {
            workers.add(new Worker(world.clock()));
        }
        TaskServices services =
                new TaskServices(
                        new LocalShuffle(
                                new LocalShuffle.Spilled(
                                        world.storage(),
                                        "state/spilled/" + firstBarrier,
                                        32 << world.random().nextInt(6)),
                                buffers),
                        new TaskServices.State(
                                new HeapStateBackend(world.storage(), executor, memory()), TaskServices.Snapshots.KEPT),
                        world.storage(),
                        new TaskServices.Tools(world.clock(), buffers),
                        event -> {},
                        new MetricsBoard((code, message) -> {}));
        EngineSettings settings =
                new EngineSettings(
                        parallelism,
                        pace.consistency(),
                        new EngineSettings.Checkpoints(
                                Optional.of(Path.of("simulated")), pace.intervalMillis(), RETENTION));
        return new EmbeddedJob(
                new EmbeddedJob.Plan(
                        "job",
                        StageGraph.of(graph),
                        settings,
                        new EmbeddedJob.Start(restored, firstBarrier, EmbeddedJob.Until.END)),
                new EmbeddedJob.Surroundings(workers, services, Optional.of(writer), (code, message) -> {}));
    }

    /** Enough for everything, or so little that nearly all state goes to disk; from life to life. */
    private StateMemory memory() {
        return world.random().nextBoolean()
                ? StateMemory.UNLIMITED
                : new StateMemory(new StateBudget(1), Optional.of(new SimulatedStorage(world.random().nextLong())));
    }

    private End end(EmbeddedJob job, JobOutcome outcome) {
        job.close();
        while (executor.runOne()) {
            // What is left to write is written for nobody.
        }
        if (outcome instanceof JobOutcome.Finished) {
            buffers.assertNothingLent();
        }
        return new End.Ended(outcome);
    }

    @Override
    public String toString() {
        return steps + " steps from checkpoint " + restoredFrom;
    }
}
