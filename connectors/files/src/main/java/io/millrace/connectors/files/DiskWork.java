package io.millrace.connectors.files;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.Executor;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a writer has the disk do, piece by piece in this order, beside its own thread. After a failure nothing more is
 * done. The writer's thread adds and asks; one thread at a time works.
 */
final class DiskWork {
    private final Executor executor;
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Object working = new Object();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    DiskWork(Executor executor) {
        this.executor = executor;
    }

    void add(Runnable work) {
        unfinished.incrementAndGet();
        synchronized (queue) {
            queue.add(work);
        }
        try {
            executor.execute(this::work);
        } catch (MillraceException e) {
            if (e.kind() != MillraceException.Kind.RESOURCES) {
                throw e;
            }
            work(); // The executor has no room.
        }
    }

    /** How many pieces are not done yet. */
    int unfinished() {
        requireSuccess();
        return unfinished.get();
    }

    /** Waits until all is done. */
    void await() {
        work();
        requireSuccess();
    }

    /** Does what was begun, for who does not want to hear of it any more. */
    void end() {
        work();
    }

    private void requireSuccess() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void work() {
        synchronized (working) {
            for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
                try {
                    if (failure.isEmpty()) {
                        next.get().run();
                    }
                } catch (RuntimeException e) {
                    failure = Optional.of(e);
                }
                unfinished.decrementAndGet();
            }
        }
    }

    private Optional<Runnable> next() {
        synchronized (queue) {
            return Optional.ofNullable(queue.poll());
        }
    }
}
