package io.millrace.testing.simulation;

import io.millrace.data.MillraceException;
import io.millrace.testing.SimulatedStorage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A transactional system outside of the job: what is prepared survives a crash, what is committed is seen. One thread.
 */
public final class Ledger {
    private static final Map<String, Ledger> LEDGERS = new ConcurrentHashMap<>();

    private final Map<String, Rows> prepared = new HashMap<>();
    private final Map<String, Rows> committed = new TreeMap<>();
    private final Map<String, Map<String, Long>> tables = new TreeMap<>();
    private SimulatedStorage storage = new SimulatedStorage(0);
    private long untilCrash = Long.MAX_VALUE;
    private int tickets;
    private long withdrawals;
    private Runnable whenWhole = () -> {};

    /** A row that was written. */
    record Entry(String table, String row, int weight) {}

    /** What one ticket stands for, and the last barrier before it. */
    private record Rows(String table, long after, List<Entry> entries) {}

    static Ledger named(String name) {
        return LEDGERS.computeIfAbsent(name, n -> new Ledger());
    }

    static void forget(String name) {
        LEDGERS.remove(name);
    }

    /** Something to do whenever everything that was prepared is committed. */
    void whenWhole(Runnable action) {
        whenWhole = action;
    }

    /** Whose process is the one that writes here. */
    void beside(SimulatedStorage beside) {
        storage = beside;
    }

    /** At the operation with this number from now on the process dies. */
    void crashAt(long operation) {
        untilCrash = operation;
    }

    private void operation(String what) {
        if (--untilCrash == 0) {
            storage.die();
        }
        storage.requireAlive(what);
    }

    String prepare(String table, long after, List<Entry> rows) {
        operation("prepare " + table);
        String ticket = table + "#" + tickets++;
        prepared.put(ticket, new Rows(table, after, new ArrayList<>(rows)));
        return ticket;
    }

    void commit(String ticket) {
        operation("commit " + ticket);
        if (committed.containsKey(ticket)) {
            return;
        }
        Rows rows = prepared.remove(ticket);
        if (rows == null) {
            throw MillraceException.internal("nobody prepared " + ticket);
        }
        committed.put(ticket, rows);
        show(rows, 1);
        if (prepared.isEmpty()) {
            whenWhole.run();
        }
    }

    /** Takes back what was committed of a table and came after this barrier: it will be written again. */
    void withdraw(String table, long barrier) {
        operation("withdraw " + table);
        committed
                .values()
                .removeIf(rows -> {
                    boolean later = rows.table().equals(table) && rows.after() >= barrier;
                    if (later) {
                        show(rows, -1);
                        withdrawals++;
                    }
                    return later;
                });
    }

    /** How often something was taken back. */
    public long withdrawals() {
        return withdrawals;
    }

    private void show(Rows rows, long sign) {
        for (Entry row : rows.entries()) {
            table(row.table()).merge(row.row(), sign * row.weight(), (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /** What can be seen of all tables that were written to, as it is now. */
    Map<String, Map<String, Long>> tables() {
        Map<String, Map<String, Long>> seen = new TreeMap<>();
        tables.forEach((name, rows) -> seen.put(name, new TreeMap<>(rows)));
        return seen;
    }

    /** What can be seen of a table: rows with the sums of their weights, none of them 0. */
    public Map<String, Long> table(String name) {
        return tables.computeIfAbsent(name, n -> new TreeMap<>());
    }
}
