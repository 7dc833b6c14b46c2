package io.millrace.testing.simulation;

import io.millrace.data.MillraceException;
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

    private final Map<String, List<Entry>> prepared = new HashMap<>();
    private final Map<String, List<Entry>> committed = new TreeMap<>();
    private final Map<String, Map<String, Long>> tables = new TreeMap<>();
    private int tickets;
    private Runnable whenWhole = () -> {};

    /** A row that was written. */
    record Entry(String table, String row, int weight) {}

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

    String prepare(String hint, List<Entry> rows) {
        String ticket = hint + "#" + tickets++;
        prepared.put(ticket, new ArrayList<>(rows));
        return ticket;
    }

    void commit(String ticket) {
        if (committed.containsKey(ticket)) {
            return;
        }
        List<Entry> rows = prepared.remove(ticket);
        if (rows == null) {
            throw MillraceException.internal("nobody prepared " + ticket);
        }
        committed.put(ticket, rows);
        for (Entry row : rows) {
            table(row.table()).merge(row.row(), (long) row.weight(), (a, b) -> a + b == 0 ? null : a + b);
        }
        if (prepared.isEmpty()) {
            whenWhole.run();
        }
    }

    /** What can be seen of a table: rows with the sums of their weights, none of them 0. */
    public Map<String, Long> table(String name) {
        return tables.computeIfAbsent(name, n -> new TreeMap<>());
    }
}
