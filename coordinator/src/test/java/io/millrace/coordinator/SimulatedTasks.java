package io.millrace.coordinator;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.Signal.Barrier;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.dataflow.state.Manifest;
import io.millrace.protocol.RunSettings;
import io.millrace.protocol.TaskCommand;
import io.millrace.protocol.TaskEvent;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tasks and a store as a job master sees them: each answers in its own time, in the order of what it was told. After
 * every event the invariants are checked, and a second master that only replays the records is compared with the first.
 */
final class SimulatedTasks {
    private static final int PATIENCE = 20_000;

    private final Random random;
    private final BarrierPolicy policy;
    private final Temper temper;
    private final JobMaster master;
    private final JobMaster shadow;
    private final Map<TaskId, Simulated> tasks = new TreeMap<>();
    private final Set<TaskId> sources = new TreeSet<>();
    private final ArrayDeque<JobCommand.StoreCheckpoint> storing = new ArrayDeque<>();
    private final Set<Long> stored = new HashSet<>();
    private final List<String> history = new ArrayList<>();
    private long now;
    private long lastInjected;
    private boolean finishedStored;
    private JobOutcome outcome;

    /** What goes wrong. */
    enum Temper {
        CALM,
        STORE_FAILS,
        TASKS_FAIL,
        STOPPED
    }

    /** What a task is about to report, and how it is. */
    private static final class Simulated {
        final ArrayDeque<TaskEvent> reports = new ArrayDeque<>();
        final Set<Long> passed = new TreeSet<>();
        boolean deployed;
        boolean running;
        boolean finished;
        boolean closed;
        boolean endCommitted;
    }

    SimulatedTasks(StageGraph graph, RunSettings run, BarrierPolicy policy, Temper temper, Random random) {
        this.random = random;
        this.policy = policy;
        this.temper = temper;
        this.master = new JobMaster(graph, run, policy);
        this.shadow = new JobMaster(graph, run, policy);
        this.lastInjected = policy.firstId() - 1;
        for (TaskId task : tasksOf(graph, run)) {
            tasks.put(task, new Simulated());
            boolean reads =
                    graph.stage(task.stage()).vertices().stream()
                            .anyMatch(vertex -> graph.job().vertices().get(vertex).spec().inputCount() == 0);
            if (reads) {
                sources.add(task);
            }
        }
    }

    static List<TaskId> tasksOf(StageGraph graph, RunSettings run) {
        List<TaskId> all = new ArrayList<>();
        for (StageGraph.Stage stage : graph.stages()) {
            for (int index = 0; index < stage.taskCount(run.parallelism()); index++) {
                all.add(new TaskId(stage.index(), index));
            }
        }
        return all;
    }

    static void replayAll(JobMaster master, Decision decision) {
        decision.records().forEach(master::replay);
    }

    void run() {
        hear(new JobEvent.JobSubmitted(now));
        for (int step = 0; outcome == null; step++) {
            if (step > PATIENCE) {
                throw new AssertionError("the job never ends");
            }
            act();
        }
        check(tasks.values().stream().allMatch(task -> task.closed), "the job ended before its tasks");
        if (outcome instanceof JobOutcome.Finished) {
            check(!policy.keepsCheckpoints() || finishedStored, "finished without a last checkpoint");
            check(tasks.values().stream().allMatch(task -> task.endCommitted), "finished without committing the end");
        }
        check(temper != Temper.CALM || outcome instanceof JobOutcome.Finished, "ended " + outcome);
    }

    private void act() {
        now += random.nextInt(4);
        switch (random.nextInt(8)) {
            case 0 -> hear(new JobEvent.ClockTicked(now));
            case 1 -> store();
            case 2 -> progress();
            case 3 -> rarely();
            default -> report();
        }
    }

    private void rarely() {
        if (random.nextInt(10) == 0) {
            hear(new JobEvent.CheckpointRequested(now));
        }
        if (temper == Temper.STOPPED && random.nextInt(20) == 0) {
            hear(new JobEvent.StopRequested(now));
        }
        if (temper == Temper.TASKS_FAIL && random.nextInt(20) == 0) {
            Simulated task = any();
            if (task.deployed && !task.closed) {
                task.closed = true;
                task.reports.add(new TaskEvent.TaskFailed(id(task), MillraceException.internal("on purpose")));
            }
        }
    }

    private Simulated any() {
        List<Simulated> all = List.copyOf(tasks.values());
        return all.get(random.nextInt(all.size()));
    }

    private TaskId id(Simulated task) {
        return tasks.entrySet().stream().filter(entry -> entry.getValue() == task).findFirst().orElseThrow().getKey();
    }

    /** A task finishes once its sources have; sources whenever they like. */
    private void progress() {
        Simulated task = any();
        boolean mayFinish =
                sources.contains(id(task)) || sources.stream().allMatch(source -> tasks.get(source).finished);
        if (task.running && !task.closed && !task.finished && mayFinish && random.nextInt(6) == 0) {
            task.finished = true;
            task.reports.add(new TaskEvent.TaskFinished(id(task), snapshot()));
        }
    }

    private void report() {
        TaskEvent event = any().reports.poll();
        if (event != null) {
            hear(new JobEvent.TaskReported(event, now));
        }
    }

    private void store() {
        JobCommand.StoreCheckpoint next = storing.poll();
        if (next == null) {
            return;
        }
        if (temper == Temper.STORE_FAILS && random.nextInt(3) == 0) {
            hear(new JobEvent.CheckpointNotStored(next.id(), "full", now));
        } else {
            stored.add(next.id());
            finishedStored |= next.completion() == JobCommand.Completion.FINISHED;
            hear(new JobEvent.CheckpointStored(next.id(), now));
        }
    }

    private void hear(JobEvent event) {
        Decision decision = master.handle(event);
        history.add(event + " -> " + decision);
        decision.records()
                .forEach(record -> {
                    master.replay(record);
                    shadow.replay(record);
                });
        check(master.nextTickMillis() == shadow.nextTickMillis(), "replaying the records gives another tick");
        JobEvent tick = new JobEvent.ClockTicked(now + 1_000_000);
        check(master.handle(tick).equals(shadow.handle(tick)), "replaying the records gives another master");
        decision.commands().forEach(this::obey);
    }

    private void obey(JobCommand command) {
        switch (command) {
            case JobCommand.DeployTask deploy -> {
                Simulated task = tasks.get(deploy.task());
                check(!task.deployed, "deployed twice: " + deploy);
                task.deployed = true;
                task.reports.add(new TaskEvent.TaskOpened(deploy.task()));
            }
            case JobCommand.TellTask tell -> tell(tell.task(), tasks.get(tell.task()), tell.command());
            case JobCommand.AnswerSplitRequest request -> {}
            case JobCommand.InjectBarrier inject -> inject(inject.barrier(), inject.tasks());
            case JobCommand.StoreCheckpoint store -> {
                check(store.tasks().keySet().equals(tasks.keySet()), "a checkpoint of some tasks only");
                storing.add(store);
            }
            case JobCommand.EndJob end -> {
                check(outcome == null, "ended twice");
                outcome = end.outcome();
            }
            case JobCommand.Notify notify -> {}
        }
    }

    private void inject(Barrier barrier, List<TaskId> into) {
        check(barrier.id() > lastInjected, "barrier " + barrier + " after " + lastInjected);
        check(sources.containsAll(into), "a barrier is injected at sources");
        lastInjected = barrier.id();
        for (Map.Entry<TaskId, Simulated> entry : tasks.entrySet()) {
            Simulated task = entry.getValue();
            if (!task.running || task.finished || task.closed) {
                continue;
            }
            task.passed.add(barrier.id());
            if (barrier.purpose().isEpoch()) {
                TaskEvent.Coverage coverage =
                        random.nextInt(6) == 0 ? TaskEvent.Coverage.PARTIAL : TaskEvent.Coverage.COMPLETE;
                task.reports.add(new TaskEvent.EpochReached(entry.getKey(), barrier.id(), coverage));
            }
            if (barrier.purpose().isCheckpoint()) {
                boolean fails = temper == Temper.STORE_FAILS && random.nextInt(10) == 0;
                task.reports.add(
                        fails
                                ? new TaskEvent.SnapshotFailed(entry.getKey(), barrier.id(), "full")
                                : new TaskEvent.TaskSnapshotted(entry.getKey(), barrier.id(), snapshot()));
            }
        }
    }

    private void tell(TaskId id, Simulated task, TaskCommand command) {
        check(task.deployed, "told before it was deployed: " + command);
        if (task.closed) {
            return;
        }
        switch (command) {
            case TaskCommand.StartTask start -> task.running = true;
            case TaskCommand.CommitBarrier commit -> {
                checkCommit(commit.barrier());
                task.endCommitted |= commit.barrier() == Operator.END_OF_JOB;
                task.reports.add(new TaskEvent.BarrierCommitted(id, commit.barrier()));
            }
            case TaskCommand.CancelTask cancel -> {
                task.closed = true;
                task.reports.add(new TaskEvent.TaskCancelled(id));
            }
            case TaskCommand.AbortCheckpoint abort -> {}
            case TaskCommand.AssignSplit assign -> {}
            case TaskCommand.EndSplits end -> {}
            case TaskCommand.InjectBarrier inject -> {}
        }
    }

    private void checkCommit(long barrier) {
        if (barrier == Operator.END_OF_JOB) {
            check(tasks.values().stream().allMatch(task -> task.finished), "the end was committed before it came");
            check(!policy.keepsCheckpoints() || finishedStored, "the end was committed before it was stored");
        } else if (policy.keepsCheckpoints()) {
            check(stored.contains(barrier), "barrier " + barrier + " was committed before it was stored");
        } else {
            check(
                    barrier == lastInjected,
                    "barrier " + barrier + " was committed after " + lastInjected + " was injected");
            check(
                    tasks.values().stream().allMatch(task -> task.passed.contains(barrier) || task.finished),
                    "barrier " + barrier + " was committed before it passed everywhere");
        }
    }

    private static TaskSnapshot snapshot() {
        return new TaskSnapshot(Map.of(), Manifest.EMPTY);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public String toString() {
        return String.join("\n", history.subList(Math.max(0, history.size() - 30), history.size()));
    }
}
