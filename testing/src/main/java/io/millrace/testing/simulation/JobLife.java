package io.millrace.testing.simulation;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.data.PoisoningPool;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.engine.CheckpointWriter;
import io.millrace.server.engine.EmbeddedJob;
import io.millrace.server.engine.EngineSettings;
import io.millrace.state.CheckpointFiles;
import io.millrace.state.HeapStateBackend;
import io.millrace.state.StateBudget;
import io.millrace.state.StateMemory;
import io.millrace.testing.SimulatedCrash;
import io.millrace.testing.SimulatedStorage;
import io.millrace.testing.simulation.Faults.Life;
import io.millrace.worker.LocalShuffle;
import io.millrace.worker.MetricsBoard;
import io.millrace.worker.TaskServices;
import io.millrace.worker.Worker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** One life of a process that runs a job: from its start to its end or a crash. */
final class JobLife {
    /** A job that does nothing for so many steps, while time passes, is stuck. */
    private static final int PATIENCE = 20_000;

    /** A slow storage does one thing where another does so many. */
    private static final int SLOWNESS = 20;

    private static final EngineSettings.Retention RETENTION = new EngineSettings.Retention(2, 0);

    private final World world;
    private final JobSimulation.Job job;
    private final Life life;
    private final SimulatedExecutor executor = new SimulatedExecutor();
    private final PoisoningPool buffers = new PoisoningPool();
    private final List<Worker> workers = new ArrayList<>();
    private final JobSimulation.Figures figures = new JobSimulation.Figures();
    private final CheckpointFolder folder;
    private final CheckpointWriter writer;
    private long restoredFrom;
    private long firstBarrier;

    /** What outlives it. */
    record World(Random random, SimulatedClock clock, SimulatedStorage storage) {}

    /** How it went. */
    sealed interface End {
        record Crashed(String where) implements End {}

        record Stuck(String where) implements End {}

        record Refused(String why) implements End {}

        record Ended(JobOutcome outcome) implements End {}
    }

    JobLife(World world, JobSimulation.Job job, Life life) {
        this.world = world;
        this.job = job;
        this.life = life;
        this.folder = CheckpointFolder.over(Path.of("simulated"), world.storage());
        this.writer =
                new CheckpointWriter(folder, new CheckpointFiles(world.storage()), executor, world.clock(), RETENTION);
    }

    JobSimulation.Figures figures() {
        return figures;
    }

    End live() {
        try {
            EmbeddedJob running = open();
            running.begin();
            End end = run(running);
            figures.checkpoints += Math.max(0, lastStored() + 1 - firstBarrier);
            return end;
        } catch (SimulatedCrash e) {
            return new End.Crashed(String.valueOf(e.getMessage()));
        } catch (MillraceException e) {
            return e.code().equals("corrupt-checkpoint") && world.storage().isDamaged()
                    ? new End.Refused(String.valueOf(e.getMessage()))
                    : new End.Ended(new JobOutcome.Failed(e));
        }
    }

    private End run(EmbeddedJob running) {
        int idle = 0;
        long dieAt = life.death() instanceof Faults.Death.AfterSteps after ? after.count() : Long.MAX_VALUE;
        while (figures.steps < dieAt) {
            figures.steps++;
            world.storage().requireAlive("a task");
            if (dieAt == Long.MAX_VALUE && life.death() instanceof Faults.Death.When when && isSeen(when)) {
                dieAt = figures.steps + when.stepsLater();
            }
            if (world.random().nextInt(4) == 0) {
                world.clock().advance(world.random().nextInt(job.pace().stepMillis() + 1));
            }
            int actor = world.random().nextInt(workers.size() + 2);
            boolean worked = false;
            if (actor < workers.size()) {
                worked = workers.get(actor).turn(world.random().nextInt(1 << 20));
            } else if (actor == workers.size()) {
                worked = isWriting() && executor.runOne();
            } else {
                Optional<JobOutcome> outcome = running.turn();
                if (outcome.isPresent()) {
                    world.storage().requireAlive("a task");
                    return end(running, outcome.get());
                }
            }
            idle = worked ? 0 : idle + 1;
            if (idle > PATIENCE) {
                return new End.Stuck(workers.toString());
            }
        }
        return new End.Crashed("between two steps");
    }

    private boolean isSeen(Faults.Death.When when) {
        return when.seen().test(new Faults.Seen(workers.toString(), world.storage()));
    }

    private boolean isWriting() {
        return !(life.trouble() instanceof Faults.Trouble.Slow) || world.random().nextInt(SLOWNESS) == 0;
    }

    private long lastStored() {
        return look().stream().mapToLong(each -> each.origin().id()).max().orElse(0);
    }

    /** The checkpoints that there are, by a look that meets no trouble. */
    private List<CheckpointMetadata> look() {
        return CheckpointFolder.over(Path.of("simulated"), world.storage().copy()).all(warning -> {});
    }

    private EmbeddedJob open() {
        List<String> warnings = new ArrayList<>();
        Optional<CheckpointMetadata> restored = folder.latest(warnings::add);
        if (!warnings.isEmpty() && !world.storage().isDamaged()) {
            throw MillraceException.internal("a checkpoint is damaged: " + warnings);
        }
        figures.wentBack += warnings.isEmpty() ? 0 : 1;
        firstBarrier = writer.adopt(restored);
        world.storage().settle();
        requireNoOrphans();
        restoredFrom = restored.map(metadata -> metadata.origin().id()).orElse(0L);
        int count = 1 + world.random().nextInt(life.parallelism());
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
                                new HeapStateBackend(world.storage(), executor, memory(), buffers),
                                TaskServices.Snapshots.KEPT,
                                executor),
                        world.storage(),
                        new TaskServices.Tools(world.clock(), buffers, executor),
                        event -> {},
                        new MetricsBoard((code, message) -> {}));
        EngineSettings settings =
                new EngineSettings(
                        life.parallelism(),
                        job.pace().consistency(),
                        new EngineSettings.Checkpoints(
                                Optional.of(Path.of("simulated")), job.pace().intervalMillis(), RETENTION));
        return new EmbeddedJob(
                new EmbeddedJob.Plan(
                        "job",
                        StageGraph.of(job.graph()),
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

    private End end(EmbeddedJob running, JobOutcome outcome) {
        running.close();
        while (executor.runOne()) {
            // What is left to write is written for nobody.
        }
        figures.orphans += orphans().size();
        if (outcome instanceof JobOutcome.Finished) {
            writer.sweep();
            requireNoOrphans();
            buffers.assertNothingLent();
        }
        return new End.Ended(outcome);
    }

    private void requireNoOrphans() {
        Set<String> orphans = orphans();
        if (!orphans.isEmpty()) {
            throw new AssertionError("files that no checkpoint refers to: " + orphans);
        }
    }

    /** The files that no checkpoint refers to. */
    private Set<String> orphans() {
        Set<String> files = new TreeSet<>(world.storage().names());
        files.removeIf(name -> !name.startsWith(CheckpointFiles.FOLDER + "/"));
        look().forEach(checkpoint ->
                checkpoint
                        .snapshots()
                        .forEach(part ->
                                part.manifests()
                                        .forEach(manifest ->
                                                manifest.files().forEach(file -> files.remove(file.name())))));
        return files;
    }

    @Override
    public String toString() {
        return figures.steps + " steps from checkpoint " + restoredFrom;
    }
}
