package io.millrace.worker;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.Clock;
import io.millrace.protocol.TaskCommand;
import io.millrace.protocol.TaskDeployment;
import io.millrace.protocol.TaskEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Steps its tasks in turn, the most downstream first, and those with sources only when the others are through, or have
 * had their time: what has begun leaves before more is let in. Sleeps when none has anything to do. {@link #run} gives
 * it a thread; everything else may be called by any.
 */
public final class Worker implements Runnable {
    /**
     * How long a task may go on before the next one has its turn. Not a number of steps: a poll of a source may take as
     * long as a hundred batches of a few rows, behind which a barrier waits.
     */
    private static final long TURN_NANOS = 1_000_000;

    /** How long tasks without a source go on before sources may let more in. */
    private static final long DRAIN_NANOS = 10_000_000;

    private static final long LONGEST_SLEEP_MILLIS = 1_000;

    private final Clock clock;
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Map<String, Meeting> meetings = new HashMap<>();
    private volatile @Nullable Thread thread;
    private volatile boolean awake = true;
    private volatile boolean stopping;

    /** A task to be made here. */
    private record Arrival(TaskDeployment deployment, TaskServices services, Handle handle) {}

    /** What a task knows of its worker. */
    interface Surroundings {
        /** Makes the worker look at the task again. Any thread. */
        void wake();

        /** Those of a job's sources here that are named by one number, {@code StageGraph.meeting}. */
        Meeting meeting(String job, int number);
    }

    /** How others reach a task of this worker. */
    public static final class Handle {
        private final Worker worker;
        private final Queue<TaskCommand> commands = new ConcurrentLinkedQueue<>();

        private Handle(Worker worker) {
            this.worker = worker;
        }

        /** Sends a command; one that comes before the task is open waits for it. */
        public void tell(TaskCommand command) {
            commands.add(command);
            worker.wake();
        }
    }

    public Worker(Clock clock) {
        this.clock = clock;
    }

    /** Opens a task here. It reports {@code TaskOpened}, or {@code TaskFailed}. */
    public Handle deploy(TaskDeployment deployment, TaskServices services) {
        Handle handle = new Handle(this);
        arrivals.add(new Arrival(deployment, services, handle));
        wake();
        return handle;
    }

    /** Lets it look at its tasks again. */
    public void wake() {
        if (!awake) {
            awake = true;
            LockSupport.unpark(thread);
        }
    }

    /** Ends {@link #run} once all tasks are closed. */
    public void stop() {
        stopping = true;
        wake();
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (true) {
            if (!turn()) {
                tasks.removeIf(Task::isClosed);
                if (tasks.isEmpty()) {
                    meetings.clear();
                }
                if (stopping && tasks.isEmpty() && arrivals.isEmpty()) {
                    return;
                }
                sleepUnlessWoken();
            }
        }
    }

    /**
     * Opens what was deployed and gives every task its turn, for a driver of its own; whether there was anything to do.
     */
    public boolean turn() {
        boolean admitted = admit();
        return stepAll() || admitted;
    }

    /**
     * Opens what was deployed and steps one task, chosen by a number, or lets all send on what they hold back where
     * that is none; for a driver of its own. Whether there was anything to do.
     */
    public boolean turn(int which) {
        boolean worked = admit();
        if (tasks.isEmpty()) {
            return worked;
        }
        int chosen = Math.floorMod(which, tasks.size() + 1);
        if (chosen < tasks.size()) {
            return guarded(tasks.get(chosen), Task::step) || worked;
        }
        for (int i = 0; i < tasks.size(); i++) {
            worked |= guarded(tasks.get(i), Task::flushIdle);
        }
        return worked;
    }

    private boolean stepAll() {
        long begun = clock.nanos();
        boolean worked = false;
        boolean drains = true;
        while (drains && clock.nanos() - begun < DRAIN_NANOS) {
            drains = stepEach(false);
            worked |= drains;
        }
        worked |= stepEach(true);
        if (!worked) {
            for (int i = 0; i < tasks.size(); i++) {
                worked |= guarded(tasks.get(i), Task::flushIdle);
            }
        }
        return worked;
    }

    /** Gives a turn to those tasks that have sources, or to those that have none; whether any did something. */
    private boolean stepEach(boolean haveSources) {
        boolean worked = false;
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            if (task.hasSources() == haveSources) {
                worked |= turn(task);
                guarded(task, Task::keepUp);
            }
        }
        return worked;
    }

    private boolean turn(Task task) {
        long begun = clock.nanos();
        boolean worked = false;
        while (guarded(task, Task::step)) {
            worked = true;
            if (clock.nanos() - begun > TURN_NANOS) {
                break;
            }
        }
        return worked;
    }

    private interface Work {
        boolean on(Task task);
    }

    private static boolean guarded(Task task, Work work) {
        try {
            return work.on(task);
        } catch (RuntimeException e) {
            task.fail(e);
        } catch (OutOfMemoryError e) {
            task.fail(
                    MillraceException.resources(
                            "out-of-memory",
                            "the heap is used up: give the process more memory, or the query less state"));
        } catch (StackOverflowError | LinkageError | AssertionError e) {
            task.fail(e);
        }
        return true;
    }

    private Surroundings surroundings() {
        return new Surroundings() {
            @Override
            public void wake() {
                Worker.this.wake();
            }

            @Override
            public Meeting meeting(String job, int number) {
                return meetings.computeIfAbsent(job + " " + number, name -> new Meeting());
            }
        };
    }

    private boolean admit() {
        boolean admitted = !arrivals.isEmpty();
        for (Arrival arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            TaskDeployment deployment = arrival.deployment();
            try {
                Task task =
                        TaskAssembly.assemble(
                                deployment, arrival.services(), arrival.handle().commands, surroundings());
                tasks.add(task);
                tasks.sort(Comparator.comparing(Task::id).reversed());
                arrival.services().events().accept(new TaskEvent.TaskOpened(deployment.task()));
            } catch (RuntimeException | Error e) {
                arrival.services().events().accept(new TaskEvent.TaskFailed(deployment.task(), e));
            }
        }
        return admitted;
    }

    @Override
    public String toString() {
        return "worker with " + tasks;
    }

    private void sleepUnlessWoken() {
        awake = false;
        if (!arrivals.isEmpty() || stepAll()) {
            awake = true;
            return;
        }
        long now = clock.millis();
        long until = now + LONGEST_SLEEP_MILLIS;
        for (int i = 0; i < tasks.size(); i++) {
            // Some say "long ago", which must not wrap around to a time far ahead.
            until = Math.min(until, Math.max(now + 1, tasks.get(i).nextStepMillis()));
        }
        long millis = until - clock.millis();
        if (millis > 0 && !awake) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
        }
        awake = true;
    }
}
