package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import io.millrace.server.print.Presentation.Ending;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Prints the rows of one query. Writers of all instances hand portions to a bounded queue; one thread takes them and
 * shows them.
 *
 * <p><b>Backpressure.</b> Making text of rows is the workers' part, so the printer's thread does little but copy bytes,
 * and the queue is full only when whoever reads the output does not. Then a worker waits here: nothing else could make
 * progress either. It stops waiting when the printer is told to, or when the output is closed; the rows that are left
 * are dropped.
 */
public final class Printer implements AutoCloseable {
    private static final int QUEUED_PORTIONS = 32;

    /** Portions of so many kilobytes in all may wait, or one that is larger. */
    private static final int QUEUED_KILOBYTES = 8 << 10;

    private static final long WAIT_MILLIS = 50;

    /** How long a writer goes on waiting for the reader after the user has asked to stop. */
    private static final long LAST_WAIT_MILLIS = 1_000;

    private static final Map<String, Printer> RUNNING = new ConcurrentHashMap<>();

    private final String name;
    private final Presentation presentation;
    private final Publishing publishing;
    private final Screen screen;
    private final Printing.Hooks hooks;
    private final BlockingQueue<Portion> queue = new ArrayBlockingQueue<>(QUEUED_PORTIONS);
    private final Semaphore room = new Semaphore(QUEUED_KILOBYTES);
    private final Thread thread;
    private volatile boolean ending;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;
    private @Nullable EpochGate gate;
    private volatile Ending end = Ending.CUT_SHORT;
    private boolean told;

    /** When rows are shown. */
    public enum Publishing {
        AT_ONCE,
        /** When the epoch they belong to is complete, all instances together. */
        BY_EPOCH
    }

    /**
     * @param hooks called on the printer's thread
     */
    Printer(String name, Presentation presentation, Publishing publishing, Screen screen, Printing.Hooks hooks) {
        this.name = name;
        this.presentation = presentation;
        this.publishing = publishing;
        this.screen = screen;
        this.hooks = hooks;
        this.thread = new Thread(this::run, "millrace-printer");
        this.thread.setDaemon(true);
        RUNNING.put(name, this);
        thread.start();
    }

    static Printer running(String name) {
        Printer printer = RUNNING.get(name);
        if (printer == null) {
            throw MillraceException.internal("there is no printer for " + name);
        }
        return printer;
    }

    SinkWriter writer(Sink.WriterContext context) {
        return switch (publishing) {
            case AT_ONCE -> new DirectWriter(this);
            case BY_EPOCH -> new EpochWriter(gate(context.parallelism()), context.index());
        };
    }

    /** How many rows were shown; right once it is closed. */
    public long rowCount() {
        return presentation.rowCount();
    }

    /** The user has asked to stop: a reader that does not read holds nobody up for long. */
    public void stop() {
        stopping = true;
    }

    /** Says that everything was written; without it the result was cut short. Before {@link #close}. */
    public void complete() {
        end = Ending.COMPLETE;
    }

    /** Shows what is left, and ends. */
    @Override
    public void close() {
        RUNNING.remove(name);
        ending = true;
        boolean interrupted = false;
        long waited = 0;
        while (thread.isAlive() && !(stopping && waited > LAST_WAIT_MILLIS)) {
            try {
                thread.join(WAIT_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
                stopping = true;
            }
            waited += WAIT_MILLIS;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable cause = failure;
        if (cause instanceof OutOfMemoryError) {
            throw CurrentRows.tooLargeForTheHeap();
        }
        if (cause != null) {
            throw cause instanceof MillraceException known
                    ? known
                    : new MillraceException(
                            "internal", MillraceException.Kind.INTERNAL, "printing failed: " + cause, cause);
        }
    }

    Portion portion(Batch batch, int from) {
        return presentation.portion(batch, from);
    }

    /** Hands a portion over. Workers call. */
    void put(Portion portion) {
        long waited = 0;
        int kilobytes = kilobytes(portion);
        boolean fits = false;
        try {
            while (true) {
                fits = fits || room.tryAcquire(kilobytes, WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (fits && queue.offer(portion, WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                waited += WAIT_MILLIS;
                if (failure != null || screen.isClosed() || (stopping && waited > LAST_WAIT_MILLIS)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (fits) {
            room.release(kilobytes);
        }
        release(portion);
    }

    private synchronized EpochGate gate(int instances) {
        if (gate == null) {
            gate = new EpochGate(instances, this::put);
        }
        return gate;
    }

    private void run() {
        try {
            while (!ending || !queue.isEmpty()) {
                Portion portion = queue.poll();
                if (portion == null) {
                    presentation.settle(System.nanoTime());
                    noticeClosedOutput();
                    portion = await();
                }
                if (portion != null) {
                    show(portion);
                }
            }
            presentation.end(end);
        } catch (RuntimeException | Error e) {
            failure = e;
            hooks.onClosedOutput().run();
        }
    }

    private @Nullable Portion await() {
        long wait = WAIT_MILLIS;
        if (presentation.settleNanos() != Presentation.NEVER) {
            wait = Math.min(wait, Math.max(1, (presentation.settleNanos() - System.nanoTime()) / 1_000_000));
        }
        try {
            return queue.poll(wait, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            ending = true;
            return null;
        }
    }

    private static int kilobytes(Portion portion) {
        return (int) Math.min(QUEUED_KILOBYTES, 1 + portion.sizeBytes() / 1024);
    }

    private void show(Portion portion) {
        int kilobytes = kilobytes(portion);
        try {
            if (!screen.isClosed()) {
                presentation.show(portion);
                hooks.onRows().accept(presentation.rowCount());
                if (presentation.settleNanos() <= System.nanoTime()) {
                    presentation.settle(System.nanoTime());
                }
                noticeClosedOutput();
            }
        } finally {
            room.release(kilobytes);
            release(portion);
        }
    }

    private void noticeClosedOutput() {
        if (screen.isClosed() && !told) {
            told = true;
            hooks.onClosedOutput().run();
        }
    }

    private static void release(Portion portion) {
        if (portion instanceof Portion.Rows rows) {
            List<Batch> batches = rows.batches();
            batches.forEach(Batch::release);
        }
    }
}
