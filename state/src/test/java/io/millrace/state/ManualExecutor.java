package io.millrace.state;

import io.millrace.dataflow.doors.Executor;
import java.util.ArrayDeque;

/** Runs what it was given when it is told to. */
final class ManualExecutor implements Executor {
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();

    @Override
    public void execute(Runnable work) {
        queue.add(work);
    }

    void runAll() {
        while (!queue.isEmpty()) {
            queue.poll().run();
        }
    }
}
