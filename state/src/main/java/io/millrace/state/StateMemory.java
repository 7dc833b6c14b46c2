package io.millrace.state;

import io.millrace.dataflow.doors.FileStorage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory state may take, and where rows go that do not fit: files that nobody needs after the process has
 * ended. Any thread may call.
 */
public final class StateMemory {
    /** No limit, and so nothing goes to disk. */
    public static final StateMemory UNLIMITED = new StateMemory(StateBudget.UNLIMITED, Optional.empty());

    private static final String FOLDER = "cold";

    private final StateBudget budget;
    private final Optional<FileStorage> scratch;
    private final AtomicLong stores = new AtomicLong();
    private final AtomicLong writtenBytes = new AtomicLong();

    /**
     * @param scratch local and fast; without it a table over the budget is an error
     */
    public StateMemory(StateBudget budget, Optional<FileStorage> scratch) {
        this.budget = budget;
        this.scratch = scratch;
    }

    StateBudget budget() {
        return budget;
    }

    Optional<FileStorage> scratch() {
        return scratch;
    }

    /** A folder that no other store has. */
    String folder() {
        return FOLDER + "/" + stores.incrementAndGet();
    }

    /** How many bytes of rows were written to disk, those written anew by merges included. */
    public long writtenBytes() {
        return writtenBytes.get();
    }

    void wrote(long bytes) {
        writtenBytes.addAndGet(bytes);
    }
}
