package io.millrace.state;

import io.millrace.data.MillraceException;

/** Keeps one table within the budget of all state. Belongs to the task's thread. */
final class TableMemory implements AutoCloseable {
    /** After so many rows were looked up or added, the table says what it holds. */
    private static final int CHECKED_ROWS = 1024;

    /** Under a budget this small a table would be over it before it says so. */
    private static final long TINY_BYTES = 1 << 20;

    private final String owner;
    private final StateBudget.Share share;
    private final int interval;
    private int rows;

    /**
     * @param owner whose the table is, for messages
     */
    TableMemory(String owner, StateBudget budget) {
        this.owner = owner;
        this.share = budget.share();
        this.interval = budget.limitBytes() < TINY_BYTES ? 1 : CHECKED_ROWS;
    }

    /** To be called before a table looks up or adds rows: those looked up before need not stay. */
    void admit(RestorableTable table, int count) {
        rows += count;
        if (rows >= interval) {
            rows = 0;
            if (share.budget().isLimited()) {
                check(table);
            }
        }
    }

    @Override
    public void close() {
        share.close();
    }

    private void check(RestorableTable table) {
        long bytes = table.sizeBytes();
        share.hold(bytes);
        if (share.isOver()) {
            throw exceeded(table, bytes);
        }
    }

    private MillraceException exceeded(RestorableTable table, long bytes) {
        StateBudget budget = share.budget();
        return MillraceException.resources(
                "state-memory-exceeded",
                String.format(
                        java.util.Locale.ROOT,
                        "State takes %s, and state.memory is %s. Table '%s' of %s holds %s of it in %,d rows."
                                + " Give it more with --set state.memory=…, and the process a larger heap with"
                                + " MILLRACE_JAVA_OPTS=-Xmx…; or keep less: windows, fewer columns, a filter before",
                        size(budget.heldBytes()),
                        size(budget.limitBytes()),
                        table.rows().shape.name(),
                        owner,
                        size(bytes),
                        table.rows().size()));
    }

    private static String size(long bytes) {
        return bytes < 10 << 20 ? (bytes + 1023 >> 10) + " KB" : (bytes + (1 << 20) - 1 >> 20) + " MB";
    }
}
