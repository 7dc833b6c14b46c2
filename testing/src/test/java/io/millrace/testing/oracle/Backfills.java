package io.millrace.testing.oracle;

import io.millrace.server.evolution.Allowed;
import io.millrace.server.evolution.Allowed.DroppedState;
import io.millrace.server.evolution.Allowed.History;
import io.millrace.server.evolution.Allowed.PartialState;
import io.millrace.testing.oracle.ChangedQueries.Expected;
import io.millrace.testing.oracle.ChangedQueries.Pair;
import java.util.List;

/** Changes of scripts of which a part has no history, and is to have all rows nevertheless. */
final class Backfills {
    private static final Allowed BACKFILL = new Allowed(PartialState.REFUSED, DroppedState.REFUSED, History.BACKFILLED);
    private static final Allowed DROPPING = new Allowed(PartialState.REFUSED, DroppedState.TAKEN, History.BACKFILLED);

    private static final String SUMS = " INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer;";
    private static final String WINDOWS =
            " INSERT INTO sums SELECT customer, COUNT(*) FROM"
                    + " TABLE(TUMBLE(TABLE timed, DESCRIPTOR(ts), INTERVAL '5' MINUTE))"
                    + " GROUP BY window_start, window_end, customer;";

    private Backfills() {}

    private static String both(String one, String other) {
        return "EXECUTE STATEMENT SET BEGIN" + one + other + " END;";
    }

    private static Pair filled(String name, String before, String after, String output, String... report) {
        return new Pair(name, before, after, new Expected.Backfilled(BACKFILL, List.of(output), List.of(report)));
    }

    private static Pair refused(String name, Allowed allowed, String before, String after, String... message) {
        return new Pair(name, before, after, new Expected.Refused(allowed, List.of(message)));
    }

    static List<Pair> pairs() {
        return List.of(
                filled(
                        "backfill of a branch of a shared scan",
                        SUMS.strip(),
                        both(
                                SUMS,
                                " INSERT INTO other SELECT customer + 1, SUM(id) FROM orders GROUP BY customer + 1;"),
                        "other",
                        "kept        GROUP BY [customer]",
                        "kept        read stream orders",
                        "kept        write table sums",
                        "backfill    read stream orders",
                        "is read from its beginning, by a scan of its own",
                        "backfill    write table other"),
                filled(
                        "backfill of a branch without state",
                        SUMS.strip(),
                        both(SUMS, " INSERT INTO other SELECT customer, id FROM orders WHERE amount > 50;"),
                        "other",
                        "backfill    write table other"),
                filled(
                        "backfill of a branch from the same aggregate",
                        SUMS.strip(),
                        both(
                                SUMS,
                                " INSERT INTO other SELECT CAST(n AS INT), COUNT(*) FROM (SELECT customer, COUNT(*) AS n"
                                        + " FROM orders GROUP BY customer) GROUP BY n;"),
                        "other",
                        "kept        GROUP BY [customer]"),
                filled(
                        "backfill of a join of an old and a new part",
                        SUMS.strip(),
                        both(
                                SUMS,
                                " INSERT INTO other SELECT x.customer, x.n + y.m FROM (SELECT customer, COUNT(*) AS n FROM"
                                        + " orders GROUP BY customer) x JOIN (SELECT customer, MAX(id) AS m FROM visits GROUP"
                                        + " BY customer) y ON x.customer = y.customer;"),
                        "other",
                        "backfill    read stream visits"),
                filled(
                        "backfill of windows of event time",
                        WINDOWS.strip(),
                        both(
                                WINDOWS,
                                " INSERT INTO other SELECT customer, SUM(amount) FROM"
                                        + " TABLE(HOP(TABLE timed, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE))"
                                        + " GROUP BY window_start, window_end, customer;"),
                        "other",
                        "backfill    read stream timed"),
                filled(
                        "backfill of a printed aggregate",
                        "SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "SELECT customer, COUNT(*), MAX(amount) FROM orders GROUP BY customer;",
                        "",
                        "gets all rows"),
                filled(
                        "backfill of other keys",
                        "SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "SELECT city, COUNT(*) FROM orders WHERE amount > 20 GROUP BY city;",
                        ""),
                new Pair(
                        "backfill of another place",
                        "INSERT INTO lasting SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "INSERT INTO sums SELECT customer, SUM(id) FROM orders GROUP BY customer;",
                        new Expected.Backfilled(DROPPING, List.of("sums"), List.of("ended       write table lasting"))),
                refused(
                        "no backfill of what was written for good",
                        DROPPING,
                        "INSERT INTO lasting SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "INSERT INTO lasting SELECT customer + 1, COUNT(*) FROM orders GROUP BY customer + 1;",
                        "refused     write table lasting",
                        "write to another place, which --backfill fills from the beginning",
                        "--allow-partial-state",
                        "--fresh"),
                refused(
                        "no backfill from what is read once",
                        BACKFILL,
                        "INSERT INTO sums SELECT customer, COUNT(*) FROM once GROUP BY customer;",
                        both(
                                " INSERT INTO sums SELECT customer, COUNT(*) FROM once GROUP BY customer;",
                                " INSERT INTO other SELECT customer + 1, COUNT(*) FROM once GROUP BY customer + 1;"),
                        "refused     read stream once",
                        "cannot be read again: what was read of it is gone"),
                refused(
                        "a choice where history lacks",
                        Allowed.NOTHING,
                        SUMS.strip(),
                        both(
                                SUMS,
                                " INSERT INTO other SELECT customer + 1, SUM(id) FROM orders GROUP BY customer + 1;"),
                        "--backfill",
                        "--allow-partial-state"));
    }
}
