package io.millrace.server.engine;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobOutcome;
import io.millrace.data.BufferPool;
import io.millrace.data.RecyclingPool;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.state.CheckpointFiles;
import io.millrace.state.HeapStateBackend;
import io.millrace.state.LocalFileStorage;
import io.millrace.state.StateBudget;
import io.millrace.state.StateMemory;
import io.millrace.worker.LocalShuffle;
import io.millrace.worker.MetricsBoard;
import io.millrace.worker.TaskServices;
import io.millrace.worker.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs in this process, one after the other: a worker thread per core, and beside them one thread that writes
 * snapshots and two that wait for the outputs. The same job master and the same worker run elsewhere.
 */
public final class EmbeddedEngine implements AutoCloseable {
    private static final String SPILLED = CheckpointFiles.FOLDER + "/spilled/";

    private final Clock clock;
    private final EngineSettings settings;
    private final EmbeddedJob.Notices notices;
    private final MetricsBoard board;
    private final BufferPool buffers = new RecyclingPool(Runtime.getRuntime().maxMemory() / 16);
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ExecutorService writing = Executors.newSingleThreadExecutor(task -> daemon(task, "millrace-writer"));
    private final ExecutorService sinks = Executors.newFixedThreadPool(2, task -> daemon(task, "millrace-sinks"));
    private final ScratchFolder scratch;
    private volatile @Nullable EmbeddedJob running;
    private volatile boolean stopWanted;

    public EmbeddedEngine(EngineSettings settings, EmbeddedJob.Notices notices) {
        this(settings, notices, new SystemClock());
    }

    /** With a clock of one's own. */
    public EmbeddedEngine(EngineSettings settings, EmbeddedJob.Notices notices, Clock clock) {
        this.clock = clock;
        this.settings = settings;
        this.notices = notices;
        this.board = new MetricsBoard(notices::tell);
        int count = Math.min(settings.parallelism(), Runtime.getRuntime().availableProcessors());
        for (int index = 0; index < count; index++) {
            Worker worker = new Worker(clock);
            workers.add(worker);
            Thread thread = daemon(worker, "millrace-worker-" + index);
            threads.add(thread);
            thread.start();
        }
        this.scratch = ScratchFolder.in(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The figures of every operator of the job that runs, or ran last. */
    public MetricsBoard board() {
        return board;
    }

    /** Whether a job runs now. Any thread. */
    public boolean isRunning() {
        return running != null;
    }

    /** Runs a job from the start, without checkpoints, to its end. */
    public JobOutcome run(String job, JobGraph graph) {
        settings.lossOnCrash(graph).ifPresent(loss -> notices.tell("no-checkpoints", loss));
        FileStorage storage = new LocalFileStorage(scratch.path());
        TaskServices.State state = state(storage, TaskServices.Snapshots.NOT_KEPT);
        return run(
                new EmbeddedJob.Plan(job, StageGraph.of(graph), settings, EmbeddedJob.Start.ANEW),
                state,
                storage,
                Optional.empty());
    }

    /** Runs a job with checkpoints in this folder, from the one given or from the start, to its end. */
    public JobOutcome run(String job, JobGraph graph, CheckpointFolder folder, Optional<CheckpointMetadata> restored) {
        return run(job, graph, folder, restored, EmbeddedJob.Until.END);
    }

    /** Goes on from a checkpoint only to take another one, in which nothing is on its way between operators. */
    public JobOutcome settle(CheckpointFolder folder, CheckpointMetadata restored) {
        return run(restored.origin().job(), restored.graph(), folder, Optional.of(restored), EmbeddedJob.Until.SETTLED);
    }

    private JobOutcome run(
            String job,
            JobGraph graph,
            CheckpointFolder folder,
            Optional<CheckpointMetadata> restored,
            EmbeddedJob.Until until) {
        FileStorage storage = folder.storage();
        restored.ifPresent(checkpoint -> BegunSplits.requireUnchanged(checkpoint, storage));
        CheckpointWriter writer =
                new CheckpointWriter(
                        folder,
                        new CheckpointFiles(storage),
                        writing::execute,
                        clock,
                        settings.checkpoints().retention());
        long firstBarrier = writer.adopt(restored);
        TaskServices.State state = state(storage, TaskServices.Snapshots.KEPT);
        EmbeddedJob.Plan plan =
                new EmbeddedJob.Plan(
                        job, StageGraph.of(graph), settings, new EmbeddedJob.Start(restored, firstBarrier, until));
        JobOutcome outcome;
        try (SavepointRequests requests = new SavepointRequests(folder, writer, this::checkpoint)) {
            outcome = run(plan, state, storage, Optional.of(writer));
        }
        awaitWriting(writer::sweep);
        if (outcome instanceof JobOutcome.Finished) {
            folder.finish();
        }
        return outcome;
    }

    /**
     * Asks the running job to end, after a last checkpoint where checkpoints are kept; a second time, to end at once.
     * Any thread.
     */
    public void stop() {
        stopWanted = true;
        EmbeddedJob job = running;
        if (job != null) {
            job.stop();
        }
    }

    /** Asks the running job for a checkpoint. Any thread. */
    public void checkpoint() {
        EmbeddedJob job = running;
        if (job != null) {
            job.checkpoint();
        }
    }

    @Override
    public void close() {
        workers.forEach(Worker::stop);
        writing.shutdown();
        sinks.shutdown();
        try {
            scratch.close();
        } catch (IOException e) {
            notices.tell("scratch-not-removed", "could not remove " + scratch.path() + ": " + e);
        }
    }

    private TaskServices.State state(FileStorage storage, TaskServices.Snapshots snapshots) {
        StateBudget budget = new StateBudget(settings.memory().stateBytes());
        StateMemory memory = new StateMemory(budget, Optional.of(new LocalFileStorage(scratch.path())));
        return new TaskServices.State(
                new HeapStateBackend(storage, writing::execute, memory, buffers), snapshots, writing::execute);
    }

    private JobOutcome run(
            EmbeddedJob.Plan plan,
            TaskServices.State state,
            FileStorage storage,
            Optional<CheckpointWriter> checkpoints) {
        // The number of the first barrier is new to the folder, and so is what is named after it.
        LocalShuffle shuffle =
                new LocalShuffle(
                        new LocalShuffle.Spilled(
                                storage, SPILLED + plan.start().firstBarrier(), LocalShuffle.Spilled.SEGMENT_BYTES),
                        buffers);
        TaskServices services =
                new TaskServices(
                        shuffle,
                        state,
                        storage,
                        new TaskServices.Tools(clock, buffers, sinks::execute),
                        event -> {},
                        board);
        EmbeddedJob job = new EmbeddedJob(plan, new EmbeddedJob.Surroundings(workers, services, checkpoints, notices));
        running = job;
        if (stopWanted) {
            job.stop();
        }
        try {
            return job.run();
        } finally {
            running = null;
        }
    }

    /** Does this when all that waits to be written is written. */
    private void awaitWriting(Runnable work) {
        try {
            writing.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            notices.tell("not-swept", "files that are not needed any more stay until the next start: " + e.getCause());
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static final class SystemClock implements Clock {
        @Override
        public long millis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }
}
