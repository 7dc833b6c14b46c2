package io.millrace.testing.simulation;

import io.millrace.dataflow.doors.Executor;
import java.util.ArrayDeque;

/** Work that waits until the simulation lets it run; a crash forgets it. */
final class SimulatedExecutor implements Executor {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    @Override
    public void execute(Runnable work) {
        waiting.add(work);
    }

    /** Runs what has waited longest; whether there was anything. */
    boolean runOne() {
        Runnable work = waiting.poll();
        if (work != null) {
            work.run();
        }
        return work != null;
    }
}
