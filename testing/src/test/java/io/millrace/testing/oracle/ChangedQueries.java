package io.millrace.testing.oracle;

import io.millrace.server.evolution.Allowed;
import io.millrace.server.evolution.Allowed.DroppedState;
import io.millrace.server.evolution.Allowed.PartialState;
import java.util.List;

/** Pairs of scripts, and what must come of the change. */
final class ChangedQueries {
    static final String TABLES =
            """
            CREATE TABLE orders (id BIGINT, customer INT, city STRING, amount INT, price DOUBLE)
                WITH ('connector' = 'gated', 'stream' = 'orders');
            CREATE TABLE timed (id BIGINT, customer INT, amount INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
                WITH ('connector' = 'gated', 'stream' = 'timed', 'splits' = '1');
            CREATE TABLE wider (id BIGINT, customer BIGINT, amount BIGINT)
                WITH ('connector' = 'gated', 'stream' = 'orders');
            CREATE TABLE visits (id BIGINT, customer INT, city STRING) WITH ('connector' = 'gated', 'stream' = 'visits');
            CREATE TABLE once (id BIGINT, customer INT) WITH ('connector' = 'gated', 'stream' = 'once', 'once' = 'true');
            CREATE TABLE sums (k INT, n BIGINT) WITH ('connector' = 'gated');
            CREATE TABLE lasting (k INT, n BIGINT) WITH ('connector' = 'gated', 'lasting' = 'true');
            CREATE TABLE other (k INT, n BIGINT) WITH ('connector' = 'gated');
            """;

    private static final String COUNTS = "SELECT customer, COUNT(*), SUM(amount) FROM orders GROUP BY customer;";

    private static final Allowed DROPPING = new Allowed(PartialState.REFUSED, DroppedState.TAKEN);

    private ChangedQueries() {}

    /** A change of a script, and what must come of it. */
    record Pair(String name, String before, String after, Expected expected) {}

    /** What must come of a change. */
    sealed interface Expected {
        /** What the user says to the change. */
        Allowed allowed();

        /** All that the second script keeps is found; the report says this. */
        record Found(Allowed allowed, List<String> report) implements Expected {}

        /**
         * With a backfill: these outputs have all rows of the second script in the end, the others go on. The report
         * says this.
         */
        record Backfilled(Allowed allowed, List<String> outputs, List<String> report) implements Expected {

            /** Whether a row with its output before it is of one that was filled. */
            boolean isFilled(String row) {
                return outputs.stream().anyMatch(output -> row.startsWith(output + ": "));
            }
        }

        /** State is partial: the rows that are there in the end are those of this script. The report says this. */
        record Like(String script, List<String> report) implements Expected {
            @Override
            public Allowed allowed() {
                return Allowed.NOTHING;
            }
        }

        /** It is refused with a message that has all of this in it. */
        record Refused(Allowed allowed, List<String> message) implements Expected {}
    }

    private static Pair found(String name, String before, String after, String... report) {
        return new Pair(name, before, after, new Expected.Found(Allowed.NOTHING, List.of(report)));
    }

    private static Pair dropping(String name, String before, String after, String... report) {
        return new Pair(name, before, after, new Expected.Found(DROPPING, List.of(report)));
    }

    private static Pair like(String name, String before, String after, String same, String... report) {
        return new Pair(name, before, after, new Expected.Like(same, List.of(report)));
    }

    private static Pair refused(String name, Allowed allowed, String before, String after, String... message) {
        return new Pair(name, before, after, new Expected.Refused(allowed, List.of(message)));
    }

    static List<Pair> pairs() {
        return List.of(
                found("the same script", COUNTS, COUNTS, "kept        GROUP BY [customer]"),
                found(
                        "columns in another order, aliases, expressions over them",
                        COUNTS,
                        "SELECT SUM(amount) * 2 AS twice, customer AS c, 7, COUNT(*) AS n FROM orders GROUP BY customer;",
                        "kept        GROUP BY [customer]"),
                found(
                        "the table behind a view and a CTE",
                        COUNTS,
                        "CREATE VIEW v AS SELECT amount AS a, customer AS c, city FROM orders;"
                                + " WITH w AS (SELECT c AS who, a FROM v)"
                                + " SELECT who, COUNT(*), SUM(a) FROM w GROUP BY who;"),
                found(
                        "a filter behind the state",
                        COUNTS,
                        "SELECT customer, COUNT(*), SUM(amount) FROM orders GROUP BY customer HAVING COUNT(*) > 0;"),
                found(
                        "an aggregate less",
                        COUNTS,
                        "SELECT customer, SUM(amount) FROM orders GROUP BY customer;",
                        "kept        GROUP BY [customer]"),
                found(
                        "keys in another order",
                        "SELECT customer, city, COUNT(*) FROM orders GROUP BY customer, city;",
                        "SELECT city, customer, COUNT(*) FROM orders GROUP BY city, customer;"),
                found(
                        "wider types",
                        "SELECT customer, SUM(CAST(amount AS BIGINT)), MAX(amount) FROM orders GROUP BY customer;",
                        "SELECT customer, SUM(amount), MAX(amount) FROM wider GROUP BY customer;"),
                found(
                        "distinct, least and greatest values",
                        "SELECT customer, COUNT(DISTINCT city), MIN(amount), MAX(price), AVG(price) FROM orders"
                                + " GROUP BY customer;",
                        "SELECT AVG(price), MAX(price), COUNT(DISTINCT city), customer FROM orders GROUP BY customer;"),
                found(
                        "a filter written otherwise",
                        "SELECT customer, COUNT(*) FROM orders WHERE amount > 10 AND city = 'city 1' GROUP BY customer;",
                        "SELECT customer, COUNT(*) FROM (SELECT * FROM orders WHERE city = 'city 1') WHERE 10 < amount"
                                + " GROUP BY customer;"),
                found(
                        "another sink",
                        "INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "EXECUTE STATEMENT SET BEGIN"
                                + " INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer;"
                                + " INSERT INTO other SELECT customer, id FROM orders WHERE amount > 50; END;",
                        "from now on write table other"),
                found(
                        "statements in another order",
                        "EXECUTE STATEMENT SET BEGIN"
                                + " INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer;"
                                + " INSERT INTO other SELECT customer, COUNT(*) FROM visits GROUP BY customer; END;",
                        "EXECUTE STATEMENT SET BEGIN"
                                + " INSERT INTO other SELECT customer, COUNT(*) FROM visits GROUP BY customer;"
                                + " INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer; END;"),
                dropping(
                        "a sink and its state less",
                        "EXECUTE STATEMENT SET BEGIN"
                                + " INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer;"
                                + " INSERT INTO other SELECT customer, MAX(id) FROM visits GROUP BY customer; END;",
                        "INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "dropped     GROUP BY [customer]: [MAX(id)]",
                        "dropped     read stream visits"),
                found(
                        "a source that was not there",
                        "INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "EXECUTE STATEMENT SET BEGIN"
                                + " INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer; END;",
                        "kept        read stream orders"),
                found(
                        "a join with its sides renamed",
                        "SELECT o.id, v.id FROM orders o JOIN visits v ON o.customer = v.customer"
                                + " WHERE o.amount > 90 AND v.city = 'city 1';",
                        "SELECT b.id AS b, a.id AS a, 'x' FROM (SELECT id, customer AS c FROM orders WHERE amount > 90) a"
                                + " JOIN (SELECT * FROM visits WHERE city = 'city 1') b ON b.customer = a.c;"),
                found(
                        "a column less of a join",
                        "SELECT o.id, o.city, v.id FROM orders o JOIN visits v ON o.customer = v.customer"
                                + " WHERE o.amount > 90 AND v.city = 'city 1';",
                        "SELECT o.city, v.id FROM orders o JOIN visits v ON o.customer = v.customer"
                                + " WHERE o.amount > 90 AND v.city = 'city 1';"),
                found(
                        "an outer join",
                        "SELECT o.id, v.id FROM orders o LEFT JOIN (SELECT * FROM visits WHERE id > 500) v"
                                + " ON o.id = v.id WHERE o.amount > 50;",
                        "SELECT v.id, o.id + 1 FROM (SELECT * FROM visits WHERE id > 500) v RIGHT JOIN"
                                + " (SELECT * FROM orders WHERE amount > 50) o ON o.id = v.id;"),
                found(
                        "a table joined with itself",
                        "SELECT a.id, b.id FROM orders a JOIN orders b ON a.id = b.id + 1"
                                + " WHERE a.amount > 30 AND b.amount > 50;",
                        "SELECT b.id, a.id, a.id + b.id FROM orders a JOIN orders b ON a.id = b.id + 1"
                                + " WHERE b.amount > 50 AND a.amount > 30;"),
                found(
                        "two equal aggregates over two views",
                        "CREATE VIEW a AS SELECT customer AS c, amount FROM orders;"
                                + " CREATE VIEW b AS SELECT amount, customer AS c, city FROM orders;"
                                + " SELECT x.c, x.n, y.s FROM (SELECT c, COUNT(*) AS n FROM a GROUP BY c) x JOIN"
                                + " (SELECT c, SUM(amount) AS s FROM b GROUP BY c) y ON x.c = y.c;",
                        "SELECT x.n + y.s, x.customer FROM (SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer) x"
                                + " JOIN (SELECT customer, SUM(amount) AS s FROM orders GROUP BY customer) y"
                                + " ON x.customer = y.customer;"),
                found(
                        "a union of two branches",
                        "SELECT customer, COUNT(*) FROM (SELECT customer FROM orders UNION ALL SELECT customer FROM visits)"
                                + " GROUP BY customer;",
                        "SELECT COUNT(*) * 2, c FROM (SELECT customer AS c FROM visits UNION ALL SELECT customer FROM orders)"
                                + " GROUP BY c;"),
                found(
                        "windows",
                        "SELECT window_start, customer, COUNT(*), SUM(amount) FROM"
                                + " TABLE(TUMBLE(TABLE timed, DESCRIPTOR(ts), INTERVAL '5' MINUTE))"
                                + " GROUP BY window_start, window_end, customer;",
                        "SELECT SUM(amount) AS s, customer AS c, window_end FROM"
                                + " TABLE(TUMBLE(TABLE timed, DESCRIPTOR(ts), INTERVAL '5' MINUTE))"
                                + " GROUP BY window_start, window_end, customer;"),
                found(
                        "sliding windows",
                        "SELECT window_start, customer, COUNT(*), SUM(amount) FROM"
                                + " TABLE(HOP(TABLE timed, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE))"
                                + " GROUP BY window_start, window_end, customer;",
                        "SELECT SUM(amount) AS s, customer AS c, window_end FROM"
                                + " TABLE(HOP(TABLE timed, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE))"
                                + " GROUP BY window_start, window_end, customer;"),
                found(
                        "sessions behind a view",
                        "SELECT SESSION_START(ts, INTERVAL '3' SECOND), customer, COUNT(*) FROM timed WHERE amount > 80"
                                + " GROUP BY SESSION(ts, INTERVAL '3' SECOND), customer;",
                        "CREATE VIEW v AS SELECT customer AS c, ts AS t, amount FROM timed WHERE amount > 80;"
                                + " SELECT COUNT(*) + 1, c, SESSION_START(t, INTERVAL '3' SECOND) FROM v"
                                + " GROUP BY SESSION(t, INTERVAL '3' SECOND), c;"),
                found(
                        "the first rows of a join",
                        "SELECT customer, id FROM (SELECT o.customer, o.id, ROW_NUMBER() OVER (PARTITION BY o.customer"
                                + " ORDER BY o.amount DESC, o.id) AS r FROM orders o JOIN visits v ON o.id = v.id)"
                                + " WHERE r <= 3;",
                        "SELECT id * 10, c, r FROM (SELECT x.customer AS c, x.id, ROW_NUMBER() OVER (PARTITION BY x.customer"
                                + " ORDER BY x.amount DESC, x.id) AS r FROM orders x JOIN visits y ON x.id = y.id)"
                                + " WHERE r <= 3;"),
                found(
                        "functions over partitions",
                        "SELECT id, SUM(amount) OVER (PARTITION BY customer ORDER BY ts) FROM timed;",
                        "SELECT SUM(a) OVER (PARTITION BY c ORDER BY t) + 1, i FROM"
                                + " (SELECT ts AS t, id AS i, customer AS c, amount AS a FROM timed);"),
                found(
                        "distinct rows",
                        "SELECT DISTINCT customer, city FROM orders;",
                        "SELECT customer AS c, city AS t FROM orders GROUP BY city, customer;"),
                found(
                        "an aggregate of aggregates",
                        "SELECT n, COUNT(*) FROM (SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer) GROUP BY n;",
                        "SELECT COUNT(*) AS m, k FROM (SELECT COUNT(*) AS k, customer FROM orders GROUP BY customer)"
                                + " GROUP BY k;"),
                like(
                        "an aggregate more",
                        "SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "SELECT customer, COUNT(*), MAX(amount), COUNT(amount), SUM(price) FROM orders GROUP BY customer;",
                        "SELECT customer, COUNT(*), MAX(CASE WHEN id >= 600 THEN amount END),"
                                + " COUNT(CASE WHEN id >= 600 THEN amount END), SUM(CASE WHEN id >= 600 THEN price END)"
                                + " FROM orders GROUP BY customer;",
                        "partial     GROUP BY [customer]",
                        "MAX(amount) is new here"),
                like(
                        "distinct values more",
                        "SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "SELECT customer, COUNT(*), COUNT(DISTINCT city) FROM orders GROUP BY customer;",
                        "SELECT customer, COUNT(*), COUNT(DISTINCT CASE WHEN id >= 600 THEN city END) FROM orders"
                                + " GROUP BY customer;",
                        "distinct"),
                like(
                        "a filter before the state",
                        "SELECT customer, COUNT(*) FROM orders WHERE amount > 10 GROUP BY customer;",
                        "SELECT customer, COUNT(*) FROM orders WHERE amount > 40 GROUP BY customer;",
                        "SELECT customer, COUNT(*) FROM orders WHERE (amount > 10 AND id < 600) OR amount > 40"
                                + " GROUP BY customer;",
                        "the filter before it was (10 < amount)",
                        "is (40 < amount)"),
                like(
                        "another branch with state",
                        "INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "EXECUTE STATEMENT SET BEGIN"
                                + " INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer;"
                                + " INSERT INTO other SELECT customer + 1, COUNT(*) FROM orders GROUP BY customer + 1; END;",
                        "EXECUTE STATEMENT SET BEGIN"
                                + " INSERT INTO sums SELECT customer, COUNT(*) FROM orders GROUP BY customer;"
                                + " INSERT INTO other SELECT customer + 1, COUNT(*) FROM orders WHERE id >= 600"
                                + " GROUP BY customer + 1; END;",
                        "is new here"),
                refused(
                        "other keys",
                        DROPPING,
                        "SELECT customer, COUNT(*) FROM orders GROUP BY customer;",
                        "SELECT city, COUNT(*) FROM orders GROUP BY city;",
                        "GROUP BY was [customer], is [city]",
                        "--allow-partial-state",
                        "--fresh",
                        "Nothing was started"),
                refused(
                        "state that nobody needs",
                        Allowed.NOTHING,
                        COUNTS,
                        "SELECT id FROM orders;",
                        "dropped     GROUP BY [customer]: [COUNT(*), SUM(amount)]",
                        "--allow-dropped-state"),
                refused(
                        "a source that is not read any more",
                        Allowed.NOTHING,
                        "EXECUTE STATEMENT SET BEGIN INSERT INTO sums SELECT customer, id FROM orders;"
                                + " INSERT INTO other SELECT customer, id FROM visits; END;",
                        "INSERT INTO sums SELECT customer, id FROM orders;",
                        "dropped     read stream visits"),
                refused(
                        "a column more of a join",
                        Allowed.NOTHING,
                        "SELECT o.id FROM orders o JOIN visits v ON o.customer = v.customer;",
                        "SELECT o.id, o.city FROM orders o JOIN visits v ON o.customer = v.customer;",
                        "city is new here",
                        "JOIN ON [customer = customer]"),
                refused(
                        "another condition of a join",
                        DROPPING,
                        "SELECT o.id FROM orders o JOIN visits v ON o.customer = v.customer;",
                        "SELECT o.id FROM orders o JOIN visits v ON o.city = v.city;",
                        "ON was [customer = customer"),
                refused(
                        "narrower types",
                        new Allowed(PartialState.TAKEN, DroppedState.TAKEN),
                        "SELECT customer, MAX(amount) FROM wider GROUP BY customer;",
                        "SELECT customer, MAX(amount) FROM orders GROUP BY customer;",
                        "customer was BIGINT, which does not fit into INT"),
                refused(
                        "more of the first rows",
                        DROPPING,
                        "SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY id DESC) AS r"
                                + " FROM orders) WHERE r <= 3;",
                        "SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY id DESC) AS r"
                                + " FROM orders) WHERE r <= 5;",
                        "rows was 0 to 3, is 0 to 5"));
    }
}
