package io.millrace.server.command;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * Ctrl-C and a polite kill: the first asks whatever runs to stop, the second ends the process at once. In the shell it
 * is the query that stops.
 */
public final class Interrupts {
    private static final int INTERRUPTED_STATUS = 130;

    private final AtomicInteger count = new AtomicInteger();
    private final @Nullable Runnable onSecond;
    private volatile @Nullable Runnable stop;

    private Interrupts(@Nullable Runnable onSecond) {
        this.onSecond = onSecond;
    }

    /** Takes the signals of this process. */
    public static Interrupts ofProcess() {
        Interrupts interrupts = new Interrupts(() -> Runtime.getRuntime().halt(INTERRUPTED_STATUS));
        interrupts.take("INT");
        interrupts.take("TERM");
        return interrupts;
    }

    /** For commands inside another process, which has signals of its own. */
    public static Interrupts none() {
        return new Interrupts(() -> {});
    }

    /** For a shell: each asks again. */
    static Interrupts repeated() {
        return new Interrupts(null);
    }

    /** From now on an interrupt does this; one that came before does it now. */
    void whileRunning(Runnable wanted) {
        stop = wanted;
        if (count.get() > 0) {
            wanted.run();
        }
    }

    /** Nothing runs that could be stopped. */
    void idle() {
        stop = null;
    }

    boolean isInterrupted() {
        return count.get() > 0;
    }

    /** Forgets what came: the next statement of a shell is another matter. */
    void reset() {
        count.set(0);
    }

    /** As the user does it. Any thread. */
    void interrupt() {
        if (count.incrementAndGet() > 1 && onSecond != null) {
            onSecond.run();
            return;
        }
        Runnable wanted = stop;
        if (wanted != null) {
            wanted.run();
        }
    }

    private void take(String signal) {
        try {
            Signal.handle(new Signal(signal), taken -> interrupt());
        } catch (IllegalArgumentException e) {
            // The JVM was told to keep this signal to itself; then it ends the process.
        }
    }
}
