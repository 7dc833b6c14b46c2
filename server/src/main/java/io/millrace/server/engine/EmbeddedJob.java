package io.millrace.server.engine;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.Decision;
import io.millrace.coordinator.JobCommand;
import io.millrace.coordinator.JobEvent;
import io.millrace.coordinator.JobMaster;
import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.protocol.RunSettings;
import io.millrace.protocol.TaskCommand;
import io.millrace.protocol.TaskDeployment;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;
import io.millrace.worker.TaskServices;
import io.millrace.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a job in this process: gives its {@link JobMaster} a thread, the caller's of {@link #run}. What the
 * tasks and the user say comes through a queue; the master decides, and its commands are carried out here.
 */
public final class EmbeddedJob {
    /** How often enumerators are asked for new splits while a task waits for one. */
    private static final long DISCOVERY_MILLIS = 500;

    private final Plan plan;
    private final Surroundings surroundings;
    private final RunSettings run;
    private final JobMaster master;
    private final Enumerators enumerators;
    private final BlockingQueue<JobEvent> events = new LinkedBlockingQueue<>();
    private final Map<TaskId, Worker.Handle> handles = new TreeMap<>();
    private CheckpointWriter.Injected injected = new CheckpointWriter.Injected(Map.of(), 0);
    private @Nullable JobOutcome outcome;
    private long discoverAt;
    private boolean isSettling;

    /**
     * What is run.
     *
     * @param job names the run, the same after a restore
     */
    public record Plan(String job, StageGraph graph, EngineSettings settings, Start start) {}

    /**
     * Where it begins.
     *
     * @param restored where to go on; empty for a new start
     * @param firstBarrier greater than the number of any checkpoint in the folder
     * @param until when it stops by itself
     */
    public record Start(Optional<CheckpointMetadata> restored, long firstBarrier, Until until) {
        public static final Start ANEW = new Start(Optional.empty(), 1, Until.END);
    }

    /** When a job ends that nobody stops. */
    public enum Until {
        /** When its input does. */
        END,
        /** At once, after a checkpoint with nothing on its way. */
        SETTLED
    }

    /** What it is run with. */
    public record Surroundings(
            List<Worker> workers, TaskServices services, Optional<CheckpointWriter> checkpoints, Notices notices) {}

    /** Takes what the user should be told. */
    @FunctionalInterface
    public interface Notices {
        void tell(String code, String message);
    }

    public EmbeddedJob(Plan plan, Surroundings surroundings) {
        this.plan = plan;
        this.surroundings = surroundings;
        RunSettings usual = RunSettings.of(plan.settings().parallelism());
        boolean settles = plan.start().until() == Until.SETTLED;
        this.run = settles ? new RunSettings(usual.parallelism(), usual.keyGroups(), Integer.MAX_VALUE) : usual;
        this.master =
                new JobMaster(
                        plan.graph(), run, plan.settings().barriers(plan.graph().job(), plan.start().firstBarrier()));
        this.enumerators =
                new Enumerators(
                        plan.graph().job(),
                        run.parallelism(),
                        plan.start().restored().map(CheckpointMetadata::enumerators).orElse(Map.of()),
                        this::tell);
    }

    /** Runs it to its end. An interrupt of this thread asks it to stop. */
    public JobOutcome run() {
        begin();
        try {
            while (outcome == null) {
                long next = nextTurnMillis();
                long now = now();
                JobEvent event = next > now ? await(next - now) : events.poll();
                turn(event);
            }
            return outcome;
        } finally {
            close();
        }
    }

    /** Submits it: for drivers that turn it themselves. */
    public void begin() {
        discoverAt = now() + DISCOVERY_MILLIS;
        events.add(new JobEvent.JobSubmitted(now()));
    }

    /** Handles what has been reported so far; how it ended, once it has. */
    public Optional<JobOutcome> turn() {
        for (JobEvent event = events.poll(); event != null && outcome == null; event = events.poll()) {
            turn(event);
        }
        turn(null);
        return Optional.ofNullable(outcome);
    }

    /** Gives back what the enumerators hold. */
    public void close() {
        enumerators.close();
    }

    /** Asks it to end, after a last checkpoint where checkpoints are kept; asked again, it ends at once. Any thread. */
    public void stop() {
        events.add(new JobEvent.StopRequested(now()));
    }

    /** Asks for a checkpoint now. Any thread. */
    public void checkpoint() {
        events.add(new JobEvent.CheckpointRequested(now()));
    }

    private long nextTurnMillis() {
        return Math.min(master.nextTickMillis(), enumerators.isWaiting() ? discoverAt : Long.MAX_VALUE);
    }

    private @Nullable JobEvent await(long millis) {
        try {
            return events.poll(Math.min(millis, Integer.MAX_VALUE), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return new JobEvent.StopRequested(now());
        }
    }

    private void turn(@Nullable JobEvent event) {
        obey(event == null ? new JobEvent.ClockTicked(now()) : event);
        if (now() >= discoverAt) {
            enumerators.discover();
            discoverAt = now() + DISCOVERY_MILLIS;
        }
    }

    private void obey(JobEvent event) {
        Decision decision = master.handle(event);
        decision.records().forEach(master::replay);
        for (JobCommand command : decision.commands()) {
            obey(command);
        }
    }

    private void obey(JobCommand command) {
        switch (command) {
            case JobCommand.DeployTask deploy -> deploy(deploy.task());
            case JobCommand.TellTask tell -> tell(tell.task(), tell.command());
            case JobCommand.AnswerSplitRequest request -> enumerators.request(request.task(), request.vertex());
            case JobCommand.InjectBarrier inject -> {
                injected = new CheckpointWriter.Injected(enumerators.snapshot(), now());
                inject.tasks().forEach(task -> tell(task, new TaskCommand.InjectBarrier(inject.barrier())));
            }
            case JobCommand.StoreCheckpoint store -> store(store);
            case JobCommand.Notify notify -> surroundings.notices().tell(notify.code(), notify.message());
            case JobCommand.EndJob end -> outcome = end.outcome();
        }
    }

    private void deploy(TaskId task) {
        StageGraph graph = plan.graph();
        List<TaskSnapshot> restored = plan.start().restored().map(CheckpointMetadata::snapshots).orElse(List.of());
        TaskDeployment deployment = new TaskDeployment(jobRun(), task, graph, run, restored);
        TaskServices services =
                surroundings.services().reportingTo(event -> events.add(new JobEvent.TaskReported(event, now())));
        Worker worker = surroundings.workers().get(task.index() % surroundings.workers().size());
        handles.put(task, worker.deploy(deployment, services));
    }

    private JobRun jobRun() {
        Optional<CheckpointMetadata.Origin> origin = plan.start().restored().map(CheckpointMetadata::origin);
        return new JobRun(
                plan.job(),
                surroundings.checkpoints().isPresent() ? JobRun.Durability.RESUMABLE : JobRun.Durability.TRANSIENT,
                origin.map(CheckpointMetadata.Origin::id).orElse(JobRun.FROM_THE_START),
                origin.map(CheckpointMetadata.Origin::former).orElse(""));
    }

    private void tell(TaskId task, TaskCommand command) {
        if (command instanceof TaskCommand.StartTask && plan.start().until() == Until.SETTLED && !isSettling) {
            isSettling = true;
            stop();
        }
        Worker.Handle handle = handles.get(task);
        if (handle == null) {
            throw MillraceException.internal("task " + task + " was never deployed");
        }
        handle.tell(command);
    }

    private void store(JobCommand.StoreCheckpoint store) {
        CheckpointWriter writer = surroundings.checkpoints().orElseThrow();
        CheckpointWriter.Injected since =
                store.completion() == JobCommand.Completion.FINISHED
                        ? new CheckpointWriter.Injected(enumerators.snapshot(), now())
                        : injected;
        writer.write(
                new CheckpointWriter.Content(plan.job(), run, plan.graph().job(), since, store),
                reason ->
                        events.add(
                                reason.isEmpty()
                                        ? new JobEvent.CheckpointStored(store.id(), now())
                                        : new JobEvent.CheckpointNotStored(store.id(), reason.get(), now())));
    }

    private long now() {
        return surroundings.services().tools().clock().millis();
    }
}
