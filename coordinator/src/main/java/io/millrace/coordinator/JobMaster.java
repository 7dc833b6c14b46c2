package io.millrace.coordinator;

import io.millrace.coordinator.JobCommand.Completion;
import io.millrace.coordinator.JobState.PendingBarrier;
import io.millrace.coordinator.JobState.Phase;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.Signal.Barrier;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.protocol.RunSettings;
import io.millrace.protocol.TaskCommand;
import io.millrace.protocol.TaskEvent;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The life of one job, as a pure machine: {@link #handle} looks at what it knows and an event, and decides; {@link
 * #replay} alone changes what it knows. It has no thread, no clock and no file; a driver replays the records of a
 * decision in order and then carries out its commands.
 *
 * <pre>
 *   CREATED → DEPLOYING → RUNNING → COMPLETING → ENDING → ENDED
 *                  └─────────┴───────────┴──────────┘   a failure or a stop
 * </pre>
 */
public final class JobMaster {
    private final StageGraph graph;
    private final BarrierPolicy policy;
    private final JobState state;
    private final List<TaskId> sources;

    public JobMaster(StageGraph graph, RunSettings run, BarrierPolicy policy) {
        this.graph = graph;
        this.policy = policy;
        Set<TaskId> tasks = new TreeSet<>();
        List<TaskId> sourceTasks = new ArrayList<>();
        for (StageGraph.Stage stage : graph.stages()) {
            boolean reads =
                    stage.vertices().stream()
                            .anyMatch(vertex -> graph.job().vertices().get(vertex).spec().inputCount() == 0);
            for (int index = 0; index < stage.taskCount(run.parallelism()); index++) {
                TaskId task = new TaskId(stage.index(), index);
                tasks.add(task);
                if (reads) {
                    sourceTasks.add(task);
                }
            }
        }
        this.sources = List.copyOf(sourceTasks);
        this.state = new JobState(tasks, policy);
    }

    public void replay(JobRecord record) {
        state.replay(record);
    }

    /** When {@code ClockTicked} should come at the latest, in milliseconds. */
    public long nextTickMillis() {
        boolean waits = state.phase() == Phase.RUNNING && state.pending() == null && !reading().isEmpty();
        return waits ? state.nextBarrierMillis() : Long.MAX_VALUE;
    }

    /** The tasks that a barrier begins at: those that still read a source. */
    private List<TaskId> reading() {
        return sources.stream().filter(task -> !state.finished().containsKey(task)).toList();
    }

    public Decision handle(JobEvent event) {
        return switch (event) {
            case JobEvent.JobSubmitted submitted -> submitted(submitted);
            case JobEvent.ClockTicked tick -> injectIfDue(tick.nowMillis());
            case JobEvent.CheckpointRequested wanted ->
                    new Decision(List.of(new JobRecord.CheckpointWanted()), List.of());
            case JobEvent.StopRequested stop -> stop();
            case JobEvent.CheckpointStored stored -> stored(stored);
            case JobEvent.CheckpointNotStored failed -> notStored(failed.id(), failed.reason(), failed.nowMillis());
            case JobEvent.TaskReported report -> reported(report.event(), report.nowMillis());
        };
    }

    private Decision submitted(JobEvent.JobSubmitted submitted) {
        Decision.Builder decision = new Decision.Builder().record(new JobRecord.JobStarted(submitted.nowMillis()));
        state.tasks().forEach(task -> decision.command(new JobCommand.DeployTask(task)));
        return decision.build();
    }

    private Decision injectIfDue(long nowMillis) {
        if (state.phase() != Phase.RUNNING || state.pending() != null || nowMillis < state.nextBarrierMillis()) {
            return Decision.NOTHING;
        }
        Barrier barrier = new Barrier(state.lastBarrier() + 1, policy.purpose());
        List<TaskId> reading = reading();
        if (reading.isEmpty()) {
            return Decision.NOTHING; // the end is on its way, and commits everything
        }
        return new Decision.Builder()
                .record(new JobRecord.BarrierInjected(barrier, nowMillis))
                .command(new JobCommand.InjectBarrier(barrier, reading))
                .build();
    }

    private Decision stop() {
        if (state.phase() == Phase.ENDING || state.phase() == Phase.ENDED || state.phase() == Phase.COMPLETING) {
            return Decision.NOTHING;
        }
        if (policy.keepsCheckpoints() && state.phase() == Phase.RUNNING && !state.isStopping()) {
            return new Decision(List.of(new JobRecord.StopBegun(), new JobRecord.CheckpointWanted()), List.of());
        }
        return end(new JobOutcome.Stopped());
    }

    private Decision stored(JobEvent.CheckpointStored stored) {
        if (state.phase() == Phase.COMPLETING) {
            return stored.id() == state.lastBarrier()
                    ? commit(Operator.END_OF_JOB, stored.nowMillis())
                    : Decision.NOTHING;
        }
        PendingBarrier pending = state.pending();
        if (pending == null || pending.barrier.id() != stored.id()) {
            return Decision.NOTHING;
        }
        return pending.barrier.purpose().isEpoch() && pending.partial
                ? keep(stored)
                : commit(stored.id(), stored.nowMillis());
    }

    /**
     * A checkpoint whose epoch does not cover all inputs can be restored from; the epoch is published with the next
     * one.
     */
    private Decision keep(JobEvent.CheckpointStored stored) {
        Decision.Builder decision =
                new Decision.Builder().record(new JobRecord.BarrierKept(stored.id(), stored.nowMillis()));
        if (state.isStopping() && !state.wantsCheckpoint()) {
            endInto(decision, new JobOutcome.Stopped());
        }
        return decision.build();
    }

    private Decision notStored(long id, String reason, long nowMillis) {
        PendingBarrier pending = state.pending();
        boolean isLast = state.phase() == Phase.COMPLETING && id == state.lastBarrier();
        if (!isLast && (pending == null || pending.barrier.id() != id)) {
            return Decision.NOTHING;
        }
        if (isLast) {
            return end(
                    new JobOutcome.Failed(
                            io.millrace.data.MillraceException.external(
                                    "checkpoint-not-stored", reason, new IllegalStateException(reason))));
        }
        Decision.Builder decision =
                new Decision.Builder()
                        .record(new JobRecord.BarrierAborted(id, nowMillis))
                        .command(
                                new JobCommand.Notify(
                                        "checkpoint-not-stored",
                                        "checkpoint "
                                                + id
                                                + " failed and the one before it stays the last: "
                                                + reason));
        state.tasks()
                .forEach(task -> decision.command(new JobCommand.TellTask(task, new TaskCommand.AbortCheckpoint(id))));
        if (state.isStopping()) {
            endInto(decision, new JobOutcome.Stopped());
        }
        return decision.build();
    }

    private Decision reported(TaskEvent event, long nowMillis) {
        return switch (event) {
            case TaskEvent.TaskOpened opened -> opened(opened.task(), nowMillis);
            case TaskEvent.SplitRequested request ->
                    new Decision(
                            List.of(), List.of(new JobCommand.AnswerSplitRequest(request.task(), request.vertex())));
            case TaskEvent.TaskSnapshotted part -> snapshotted(part);
            case TaskEvent.SnapshotFailed failed -> notStored(failed.barrier(), failed.reason(), nowMillis);
            case TaskEvent.EpochReached part -> epochReached(part, nowMillis);
            case TaskEvent.TaskFinished done -> finished(done, nowMillis);
            case TaskEvent.BarrierCommitted done -> committed(done);
            case TaskEvent.TaskFailed failed -> failed(failed);
            case TaskEvent.TaskCancelled cancelled -> closed(cancelled.task());
        };
    }

    private Decision opened(TaskId task, long nowMillis) {
        if (state.phase() != Phase.DEPLOYING || state.isOpen(task)) {
            return Decision.NOTHING;
        }
        Decision.Builder decision = new Decision.Builder().record(new JobRecord.TaskOpened(task));
        if (state.openedCount() + 1 == state.tasks().size()) {
            decision.record(new JobRecord.TasksStarted(nowMillis));
            state.tasks().forEach(each -> decision.command(new JobCommand.TellTask(each, new TaskCommand.StartTask())));
        }
        return decision.build();
    }

    private Decision snapshotted(TaskEvent.TaskSnapshotted part) {
        PendingBarrier pending = state.pending();
        if (pending == null || pending.barrier.id() != part.barrier()) {
            return Decision.NOTHING;
        }
        Map<TaskId, TaskSnapshot> parts = new TreeMap<>(pending.snapshots);
        parts.put(part.task(), part.snapshot());
        Decision.Builder decision =
                new Decision.Builder()
                        .record(new JobRecord.TaskSnapshotted(part.task(), part.barrier(), part.snapshot()));
        storeIfComplete(pending, parts, state.finished(), decision);
        return decision.build();
    }

    /** A finished task is part of every later checkpoint with its last snapshot. */
    private void storeIfComplete(
            PendingBarrier pending,
            Map<TaskId, TaskSnapshot> parts,
            Map<TaskId, TaskSnapshot> finished,
            Decision.Builder decision) {
        if (!pending.barrier.purpose().isCheckpoint() || pending.storing) {
            return;
        }
        Map<TaskId, TaskSnapshot> all = new TreeMap<>(finished);
        all.putAll(parts);
        if (all.size() == state.tasks().size()) {
            long id = pending.barrier.id();
            decision.record(new JobRecord.StoringBegun(id, Completion.RUNNING));
            decision.command(new JobCommand.StoreCheckpoint(id, Map.copyOf(all), Completion.RUNNING));
        }
    }

    private Decision epochReached(TaskEvent.EpochReached part, long nowMillis) {
        PendingBarrier pending = state.pending();
        if (pending == null || pending.barrier.id() != part.barrier()) {
            return Decision.NOTHING;
        }
        Decision.Builder decision =
                new Decision.Builder().record(new JobRecord.EpochReached(part.task(), part.barrier(), part.coverage()));
        Set<TaskId> reached = new TreeSet<>(pending.epochs);
        reached.add(part.task());
        boolean partial = pending.partial || part.coverage() == TaskEvent.Coverage.PARTIAL;
        epochIfComplete(pending, reached, partial, nowMillis, decision);
        return decision.build();
    }

    /**
     * An epoch that keeps no snapshot is published as soon as it has passed everywhere; a partial one with the next.
     */
    private void epochIfComplete(
            PendingBarrier pending, Set<TaskId> reached, boolean partial, long nowMillis, Decision.Builder decision) {
        if (pending.barrier.purpose().isCheckpoint()) {
            return;
        }
        Set<TaskId> all = new TreeSet<>(reached);
        all.addAll(state.finished().keySet());
        if (all.size() < state.tasks().size()) {
            return;
        }
        if (partial) {
            decision.record(new JobRecord.BarrierAborted(pending.barrier.id(), nowMillis));
        } else {
            commitInto(decision, pending.barrier.id(), nowMillis);
        }
    }

    private Decision finished(TaskEvent.TaskFinished done, long nowMillis) {
        if (state.phase() != Phase.RUNNING) {
            return Decision.NOTHING;
        }
        Map<TaskId, TaskSnapshot> finished = new TreeMap<>(state.finished());
        finished.put(done.task(), done.snapshot());
        Decision.Builder decision =
                new Decision.Builder().record(new JobRecord.TaskFinished(done.task(), done.snapshot()));
        if (finished.size() == state.tasks().size()) {
            long id = state.lastBarrier() + 1;
            if (policy.keepsCheckpoints()) {
                decision.record(new JobRecord.StoringBegun(id, Completion.FINISHED));
                decision.command(new JobCommand.StoreCheckpoint(id, Map.copyOf(finished), Completion.FINISHED));
            } else {
                commitInto(decision, Operator.END_OF_JOB, nowMillis);
            }
            return decision.build();
        }
        PendingBarrier pending = state.pending();
        if (pending != null) {
            storeIfComplete(pending, pending.snapshots, finished, decision);
            Set<TaskId> reached = new TreeSet<>(pending.epochs);
            reached.add(done.task());
            epochIfComplete(pending, reached, pending.partial, nowMillis, decision);
        }
        return decision.build();
    }

    private Decision commit(long barrier, long nowMillis) {
        Decision.Builder decision = new Decision.Builder();
        commitInto(decision, barrier, nowMillis);
        return decision.build();
    }

    private void commitInto(Decision.Builder decision, long barrier, long nowMillis) {
        decision.record(new JobRecord.BarrierCompleted(barrier, nowMillis));
        state.tasks()
                .forEach(task ->
                        decision.command(new JobCommand.TellTask(task, new TaskCommand.CommitBarrier(barrier))));
    }

    private Decision committed(TaskEvent.BarrierCommitted done) {
        if (done.barrier() != state.committing() || state.hasCommitted(done.task())) {
            return Decision.NOTHING;
        }
        Decision.Builder decision =
                new Decision.Builder().record(new JobRecord.TaskCommitted(done.task(), done.barrier()));
        if (state.committedCount() + 1 == state.tasks().size()) {
            if (done.barrier() == Operator.END_OF_JOB) {
                endInto(decision, new JobOutcome.Finished());
            } else if (state.isStopping() && state.phase() == Phase.RUNNING && state.hasTakenWantedCheckpoint()) {
                endInto(decision, new JobOutcome.Stopped());
            }
        }
        return decision.build();
    }

    private Decision failed(TaskEvent.TaskFailed failed) {
        Decision.Builder decision = new Decision.Builder();
        if (state.phase() != Phase.ENDING && state.phase() != Phase.ENDED) {
            endInto(decision, new JobOutcome.Failed(failed.cause()));
        }
        closedInto(
                decision,
                failed.task(),
                state.outcome() == null ? new JobOutcome.Failed(failed.cause()) : state.outcome());
        return decision.build();
    }

    private Decision closed(TaskId task) {
        Decision.Builder decision = new Decision.Builder();
        JobOutcome outcome = state.outcome();
        if (outcome != null) {
            closedInto(decision, task, outcome);
        }
        return decision.build();
    }

    private void closedInto(Decision.Builder decision, TaskId task, JobOutcome outcome) {
        if (state.isClosed(task)) {
            return;
        }
        decision.record(new JobRecord.TaskClosed(task));
        if (state.closedCount() + 1 == state.tasks().size()) {
            decision.command(new JobCommand.EndJob(outcome));
        }
    }

    private Decision end(JobOutcome outcome) {
        Decision.Builder decision = new Decision.Builder();
        endInto(decision, outcome);
        return decision.build();
    }

    /**
     * Tells every task to close; those that were never deployed, or are closed already, answer too or have answered.
     */
    private void endInto(Decision.Builder decision, JobOutcome outcome) {
        decision.record(new JobRecord.EndBegun(outcome));
        state.tasks()
                .forEach(task -> {
                    if (!state.isClosed(task)) {
                        decision.command(new JobCommand.TellTask(task, new TaskCommand.CancelTask()));
                    }
                });
    }

    /** The sources of the job, by vertex, for the driver's enumerators. */
    public List<Integer> sourceVertices() {
        List<Integer> vertices = new ArrayList<>();
        for (int vertex = 0; vertex < graph.job().vertices().size(); vertex++) {
            if (graph.job().vertices().get(vertex).spec().inputCount() == 0) {
                vertices.add(vertex);
            }
        }
        return vertices;
    }
}
