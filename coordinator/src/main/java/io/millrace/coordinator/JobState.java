package io.millrace.coordinator;

import io.millrace.coordinator.JobCommand.Completion;
import io.millrace.dataflow.Signal.Barrier;
import io.millrace.dataflow.Signal.Barrier.Purpose;
import io.millrace.protocol.TaskEvent.Coverage;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a job master knows. Changed by {@link #replay} alone; read by the handlers. */
final class JobState {
    /** The life of a job; a failure or a stop leads from any of the first four to {@code ENDING}. */
    enum Phase {
        CREATED,
        /** Tasks are being opened. */
        DEPLOYING,
        RUNNING,
        /** Every task has finished; what they prepared is being committed. */
        COMPLETING,
        /** Tasks are being closed. */
        ENDING,
        ENDED
    }

    private final Set<TaskId> tasks;
    private final long firstBarrier;
    private final BarrierPolicy policy;
    private final Set<TaskId> opened = new HashSet<>();
    private final Map<TaskId, TaskSnapshot> finished = new TreeMap<>();
    private final Set<TaskId> closed = new HashSet<>();
    private final Set<TaskId> committed = new HashSet<>();
    private Phase phase = Phase.CREATED;
    private @Nullable PendingBarrier pending;
    private @Nullable JobOutcome outcome;
    private long lastBarrier;
    private long nextBarrierMillis = BarrierPolicy.NEVER;
    private long committing;
    private boolean stopping;
    private boolean checkpointWanted;

    /** A barrier on its way through the tasks. */
    static final class PendingBarrier {
        final Barrier barrier;
        final long injectedMillis;
        final Map<TaskId, TaskSnapshot> snapshots = new TreeMap<>();
        final Set<TaskId> epochs = new TreeSet<>();
        boolean partial;
        boolean storing;

        PendingBarrier(Barrier barrier, long injectedMillis) {
            this.barrier = barrier;
            this.injectedMillis = injectedMillis;
        }
    }

    JobState(Set<TaskId> tasks, BarrierPolicy policy) {
        this.tasks = tasks;
        this.firstBarrier = policy.firstId();
        this.policy = policy;
        this.lastBarrier = firstBarrier - 1;
    }

    void replay(JobRecord record) {
        switch (record) {
            case JobRecord.JobStarted started -> phase = Phase.DEPLOYING;
            case JobRecord.TaskOpened open -> opened.add(open.task());
            case JobRecord.TasksStarted started -> {
                phase = Phase.RUNNING;
                nextBarrierMillis = later(started.nowMillis());
            }
            case JobRecord.BarrierInjected injected -> {
                pending = new PendingBarrier(injected.barrier(), injected.nowMillis());
                lastBarrier = injected.barrier().id();
                nextBarrierMillis = later(injected.nowMillis());
                checkpointWanted = false;
            }
            case JobRecord.TaskSnapshotted part ->
                    ifPending(part.barrier(), p -> p.snapshots.put(part.task(), part.snapshot()));
            case JobRecord.EpochReached part ->
                    ifPending(
                            part.barrier(),
                            p -> {
                                p.epochs.add(part.task());
                                p.partial |= part.coverage() == Coverage.PARTIAL;
                            });
            case JobRecord.StoringBegun storing -> {
                if (storing.completion() == Completion.FINISHED) {
                    phase = Phase.COMPLETING;
                    lastBarrier = storing.barrier();
                    pending = null;
                } else {
                    ifPending(storing.barrier(), p -> p.storing = true);
                }
            }
            case JobRecord.BarrierCompleted completed -> {
                ifPending(completed.barrier(), p -> makeRoom(p.injectedMillis, completed.nowMillis()));
                pending = null;
                committing = completed.barrier();
                committed.clear();
                if (finished.size() == tasks.size()) {
                    phase = Phase.COMPLETING;
                }
            }
            case JobRecord.BarrierKept kept -> {
                ifPending(kept.barrier(), p -> makeRoom(p.injectedMillis, kept.nowMillis()));
                pending = null;
            }
            case JobRecord.BarrierAborted aborted -> {
                pending = null;
                nextBarrierMillis = later(aborted.nowMillis());
            }
            case JobRecord.TaskFinished done -> finished.put(done.task(), done.snapshot());
            case JobRecord.TaskCommitted done -> {
                if (done.barrier() == committing) {
                    committed.add(done.task());
                }
            }
            case JobRecord.StopBegun stop -> stopping = true;
            case JobRecord.CheckpointWanted wanted -> checkpointWanted = true;
            case JobRecord.EndBegun end -> {
                phase = Phase.ENDING;
                outcome = end.outcome();
                pending = null;
            }
            case JobRecord.TaskClosed done -> {
                closed.add(done.task());
                if (phase == Phase.ENDING && closed.size() == tasks.size()) {
                    phase = Phase.ENDED;
                }
            }
        }
    }

    Set<TaskId> tasks() {
        return tasks;
    }

    Phase phase() {
        return phase;
    }

    @Nullable PendingBarrier pending() {
        return pending;
    }

    @Nullable JobOutcome outcome() {
        return outcome;
    }

    Map<TaskId, TaskSnapshot> finished() {
        return finished;
    }

    boolean isOpen(TaskId task) {
        return opened.contains(task);
    }

    boolean isClosed(TaskId task) {
        return closed.contains(task);
    }

    boolean hasCommitted(TaskId task) {
        return committed.contains(task);
    }

    int openedCount() {
        return opened.size();
    }

    int committedCount() {
        return committed.size();
    }

    int closedCount() {
        return closed.size();
    }

    long lastBarrier() {
        return lastBarrier;
    }

    long nextBarrierMillis() {
        return checkpointWanted ? Long.MIN_VALUE : nextBarrierMillis;
    }

    /** The barrier whose commits are awaited; 0 before the first. */
    long committing() {
        return committing;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean wantsCheckpoint() {
        return checkpointWanted;
    }

    /** Whether no checkpoint is on its way, nor asked for. */
    boolean hasTakenWantedCheckpoint() {
        return pending == null && !checkpointWanted;
    }

    private long later(long nowMillis) {
        return nowMillis + policy.intervalMillis();
    }

    private void makeRoom(long injectedMillis, long completedMillis) {
        if (policy.purpose() == Purpose.CHECKPOINT_AND_EPOCH) {
            long room = BarrierPolicy.EPOCHS_ROOM * (completedMillis - injectedMillis);
            nextBarrierMillis = Math.max(nextBarrierMillis, injectedMillis + room);
        }
    }

    private void ifPending(long barrier, java.util.function.Consumer<PendingBarrier> change) {
        PendingBarrier current = pending;
        if (current != null && current.barrier.id() == barrier) {
            change.accept(current);
        }
    }
}
