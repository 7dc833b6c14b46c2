package io.millrace.testing.simulation;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.expression.Expression.Call;
import io.millrace.dataflow.expression.Expression.Function.Named;
import io.millrace.dataflow.expression.Expression.Input;
import io.millrace.dataflow.expression.Expression.Literal;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.Aggregate;
import io.millrace.operators.aggregate.AggregateCall;
import io.millrace.operators.aggregate.AggregateFunction;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.aggregate.Phase;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.join.BuildProbeJoin;
import io.millrace.operators.join.BuildProbeJoin.Placement;
import io.millrace.operators.join.JoinCondition;
import io.millrace.operators.join.JoinType;
import io.millrace.operators.join.StreamJoin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A job to be simulated, and what its tables hold when it is done, by a model that knows nothing of streams.
 *
 * @param ledger names where its sinks write to
 * @param expected the rows of each table with their weights
 */
public record SimulatedJob(String ledger, JobGraph graph, Map<String, Map<String, Long>> expected) {

    /** The shapes of jobs that are simulated. */
    public enum Shape {
        CHAIN,
        EXCHANGE,
        UNION,
        DIAMOND_IN_A_CHAIN,
        STREAM_JOIN,
        HASH_JOIN_OF_ONE_SCAN,
        CROSSWISE_HASH_JOINS,
        EXPLODING_JOIN,
        JOIN_THEN_CHAINED_JOIN,
        BROADCAST_JOIN,
        LOOKUP_JOIN,
        AGGREGATE,
        AGGREGATE_IN_TWO
    }

    /** A job of this shape that writes to this ledger. */
    public static SimulatedJob of(Shape shape, String ledger, int rows) {
        JobBuilder builder = new JobBuilder(ledger);
        Map<String, Map<String, Long>> expected = new TreeMap<>();
        switch (shape) {
            case CHAIN -> chain(builder, expected, rows);
            case EXCHANGE -> exchange(builder, expected, rows);
            case UNION -> union(builder, expected, rows);
            case DIAMOND_IN_A_CHAIN -> diamond(builder, expected, rows);
            case STREAM_JOIN -> streamJoin(builder, expected, rows);
            case HASH_JOIN_OF_ONE_SCAN -> hashJoin(builder, expected, rows);
            case CROSSWISE_HASH_JOINS -> crosswise(builder, expected, rows);
            case EXPLODING_JOIN -> exploding(builder, expected, rows);
            case JOIN_THEN_CHAINED_JOIN -> chainedJoin(builder, expected, rows);
            case BROADCAST_JOIN ->
                    broadcastJoin(builder, expected, rows, new JoinCondition(List.of(), Optional.empty()));
            case LOOKUP_JOIN -> broadcastJoin(builder, expected, 8 * rows, onKeys());
            case AGGREGATE -> aggregate(builder, expected, rows);
            case AGGREGATE_IN_TWO -> aggregateInTwo(builder, expected, rows);
        }
        return new SimulatedJob(ledger, builder.build(), expected);
    }

    private static NumberSource source(String name, int splits, int rows, int keys, long salt) {
        return new NumberSource(name, splits, Math.max(1, rows / splits), keys, salt);
    }

    private static void chain(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource source = source("a", 3, rows, 10, 1);
        int scan = builder.scan(source, 4);
        int odd = builder.after(scan, oddIds(builder.schema(scan)), new Exchange.Forward());
        builder.write(odd, "odd", new Exchange.Forward());
        Map<String, Long> table = table(expected, "odd");
        source.rows().stream().filter(row -> row[1] % 2 == 1).forEach(row -> add(table, 1, full(row)));
    }

    private static void exchange(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource source = source("a", 5, rows, 10, 1);
        int scan = builder.scan(source, 2);
        builder.write(scan, "all", new Exchange.Hash(List.of(0)));
        builder.write(scan, "again", new Exchange.Rebalance());
        source.rows()
                .forEach(row -> {
                    add(table(expected, "all"), 1, cells(row));
                    add(table(expected, "again"), 1, cells(row));
                });
    }

    private static void union(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource a = source("a", 2, rows, 10, 1);
        NumberSource b = source("b", 1, rows / 5, 10, 2);
        int left = builder.scan(a, 2);
        int right = builder.scan(b, 2);
        int both = builder.after(left, oddIds(builder.schema(left)), new Exchange.Hash(List.of(1)));
        builder.connect(right, both, 0, new Exchange.Hash(List.of(1)));
        builder.write(both, "both", new Exchange.Forward());
        for (NumberSource source : List.of(a, b)) {
            source.rows().stream()
                    .filter(row -> row[1] % 2 == 1)
                    .forEach(row -> add(table(expected, "both"), 1, cells(row)));
        }
    }

    private static void diamond(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource source = source("a", 2, rows, 10, 1);
        int scan = builder.scan(source, 2);
        int odd = builder.after(scan, oddIds(builder.schema(scan)), new Exchange.Forward());
        int all = builder.after(scan, Calc.identity(builder.schema(scan)), new Exchange.Forward());
        int union = builder.after(odd, Calc.identity(builder.schema(scan)), new Exchange.Forward());
        builder.connect(all, union, 0, new Exchange.Forward());
        builder.write(union, "union", new Exchange.Hash(List.of(0)));
        source.rows().forEach(row -> add(table(expected, "union"), 1 + row[1] % 2, cells(row)));
    }

    private static void streamJoin(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource a = source("a", 3, rows / 2, 12, 1);
        NumberSource b = source("b", 2, rows / 4, 12, 2);
        int left = builder.scan(a, 2);
        int right = builder.scan(b, 2);
        int join = builder.join(left, List.of(0), right, List.of(0), streamJoin(builder, left, right, JoinType.LEFT));
        builder.write(join, "joined", new Exchange.Forward());
        join(a.rows(), b.rows(), JoinType.LEFT, table(expected, "joined"));
    }

    private static void hashJoin(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource a = source("a", 3, rows / 2, 12, 1);
        int scan = builder.scan(a, 2);
        int odd = builder.after(scan, oddIds(builder.schema(scan)), new Exchange.Forward());
        int join = builder.join(odd, List.of(0), scan, List.of(0), hashJoin(builder, odd, scan, JoinType.LEFT));
        builder.write(join, "joined", new Exchange.Forward());
        List<long[]> build = a.rows().stream().filter(row -> row[1] % 2 == 1).toList();
        join(a.rows(), build, JoinType.LEFT, table(expected, "joined"));
    }

    private static void crosswise(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource a = source("a", 2, rows / 2, 12, 1);
        NumberSource b = source("b", 2, rows / 2, 12, 2);
        int left = builder.scan(a, 2);
        int right = builder.scan(b, 2);
        int first = builder.join(left, List.of(0), right, List.of(0), hashJoin(builder, left, right, JoinType.INNER));
        int second = builder.join(right, List.of(0), left, List.of(0), hashJoin(builder, right, left, JoinType.ANTI));
        builder.write(first, "first", new Exchange.Forward());
        builder.write(second, "second", new Exchange.Rebalance());
        join(b.rows(), a.rows(), JoinType.INNER, table(expected, "first"));
        join(a.rows(), b.rows(), JoinType.ANTI, table(expected, "second"));
    }

    private static void exploding(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource a = source("a", 1, 12, 1, 1);
        NumberSource b = source("b", 2, rows, 1, 2);
        int left = builder.scan(a, 2);
        int right = builder.scan(b, 2);
        int join = builder.join(left, List.of(0), right, List.of(0), streamJoin(builder, left, right, JoinType.FULL));
        builder.write(join, "joined", new Exchange.Rebalance()); // A queue, which one row fills.
        join(a.rows(), b.rows(), JoinType.FULL, table(expected, "joined"));
    }

    /**
     * The second join gets its left rows by direct calls: what waits between the two is cut by key when the job is
     * rescaled.
     */
    private static void chainedJoin(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource a = source("a", 2, rows / 3, 8, 1);
        NumberSource b = source("b", 2, rows / 3, 8, 2);
        NumberSource c = source("c", 1, 9, 8, 3);
        int left = builder.scan(a, 2);
        int right = builder.scan(b, 2);
        int third = builder.scan(c, 2);
        int join = builder.join(left, List.of(0), right, List.of(0), streamJoin(builder, left, right, JoinType.SEMI));
        int calc = builder.after(join, Calc.identity(builder.schema(join)), new Exchange.Forward());
        int last = builder.vertex(streamJoin(builder, calc, third, JoinType.INNER), JobGraph.Spread.PARALLEL);
        builder.connect(calc, last, 0, new Exchange.Forward());
        builder.connect(third, last, 1, new Exchange.Hash(List.of(0)));
        builder.write(last, "joined", new Exchange.Forward());
        Map<String, Long> semi = new TreeMap<>();
        join(a.rows(), b.rows(), JoinType.SEMI, semi);
        List<long[]> kept = a.rows().stream().filter(row -> semi.containsKey(cells(row))).toList();
        join(kept, c.rows(), JoinType.INNER, table(expected, "joined"));
    }

    /** Every instance keeps all rows of the build side. */
    private static void broadcastJoin(
            JobBuilder builder, Map<String, Map<String, Long>> expected, int rows, JoinCondition condition) {
        NumberSource a = source("a", 3, rows, 12, 1);
        NumberSource b = source("b", 2, 14, 12, 2);
        int probe = builder.scan(a, 2);
        int build = builder.scan(b, 2);
        Schema joined = output(builder.schema(probe), builder.schema(build), JoinType.INNER);
        BuildProbeJoin spec =
                new BuildProbeJoin(
                        Flow.append(builder.schema(build)),
                        Placement.EVERYWHERE,
                        Flow.append(builder.schema(probe)),
                        JoinType.INNER,
                        condition,
                        joined);
        int join = builder.vertex(spec, JobGraph.Spread.PARALLEL);
        builder.connect(build, join, 0, new Exchange.Broadcast());
        builder.connect(probe, join, 1, new Exchange.Forward());
        builder.write(join, "joined", new Exchange.Forward());
        boolean all = condition.keys().isEmpty();
        a.rows()
                .forEach(left ->
                        b.rows().stream()
                                .filter(right -> all || (left[0] >= 0 && left[0] == right[0]))
                                .forEach(right -> add(table(expected, "joined"), 1, cells(left) + "," + cells(right))));
    }

    private static void aggregate(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource a = source("a", 3, rows, 12, 1);
        int scan = builder.scan(a, 2);
        Aggregate byKey = countAndSum(Flow.append(builder.schema(scan)), List.of(0));
        int first = builder.after(scan, byKey, new Exchange.Hash(List.of(0)));
        builder.write(first, "groups", new Exchange.Forward());
        Aggregate byCount = countAndSum(Flow.weights(builder.schema(first)), List.of(1));
        int second = builder.after(first, byCount, new Exchange.Hash(List.of(1)));
        builder.write(second, "counts", new Exchange.Forward());
        Map<Long, long[]> groups = groups(a);
        Map<Long, long[]> counts = new TreeMap<>();
        groups.forEach((key, group) -> {
            add(table(expected, "groups"), 1, (key < 0 ? "null" : key) + "," + group[0] + "," + group[1]);
            long[] count = counts.computeIfAbsent(group[0], k -> new long[2]);
            count[0]++;
            count[1] += group[0];
        });
        counts.forEach((key, count) -> add(table(expected, "counts"), 1, key + "," + count[0] + "," + count[1]));
    }

    private static void aggregateInTwo(JobBuilder builder, Map<String, Map<String, Long>> expected, int rows) {
        NumberSource a = source("a", 3, rows, 12, 1);
        int scan = builder.scan(a, 2);
        Aggregate whole = countAndSum(Flow.append(builder.schema(scan)), List.of(0));
        int local = builder.after(scan, whole.local(), new Exchange.Forward());
        int global = builder.after(local, whole.global(), new Exchange.Hash(List.of(0)));
        builder.write(global, "groups", new Exchange.Forward());
        groups(a)
                .forEach((key, group) ->
                        add(table(expected, "groups"), 1, (key < 0 ? "null" : key) + "," + group[0] + "," + group[1]));
    }

    /** Counts and the sums of the second column. */
    private static Aggregate countAndSum(Flow input, List<Integer> keys) {
        AggregateCall count =
                new AggregateCall(
                        AggregateFunction.COUNT,
                        List.of(),
                        AggregateCall.Distinctness.ALL,
                        Optional.empty(),
                        Plain.BIGINT);
        AggregateCall sum =
                new AggregateCall(
                        AggregateFunction.SUM,
                        List.of(1),
                        AggregateCall.Distinctness.ALL,
                        Optional.empty(),
                        Plain.BIGINT);
        Field key = input.schema().field(keys.getFirst());
        Schema output = Schema.of(key, Field.required("n", Plain.BIGINT), Field.of("total", Plain.BIGINT));
        return new Aggregate(
                input, new Grouping(keys, List.of(count, sum)), Phase.COMPLETE, Aggregate.Emission.CHANGES, output);
    }

    private static Map<Long, long[]> groups(NumberSource source) {
        Map<Long, long[]> groups = new TreeMap<>();
        for (long[] row : source.rows()) {
            long[] group = groups.computeIfAbsent(row[0], k -> new long[2]);
            group[0]++;
            group[1] += row[1];
        }
        return groups;
    }

    private static Calc oddIds(Schema schema) {
        Expression modulo =
                new Call(
                        new Named("MOD"),
                        List.of(new Input(1, Plain.BIGINT), new Literal(2L, Plain.BIGINT)),
                        Plain.BIGINT);
        Expression odd =
                new Call(new Named("="), List.of(modulo, new Literal(1L, Plain.BIGINT)), DataType.Plain.BOOLEAN);
        Calc identity = Calc.identity(schema);
        return new Calc(schema, identity.projections(), Optional.of(odd), schema);
    }

    private static StreamJoin streamJoin(JobBuilder builder, int left, int right, JoinType type) {
        Schema l = builder.schema(left);
        Schema r = builder.schema(right);
        return new StreamJoin(Flow.weights(l), Flow.weights(r), type, onKeys(), output(l, r, type));
    }

    private static BuildProbeJoin hashJoin(JobBuilder builder, int build, int probe, JoinType type) {
        Schema b = builder.schema(build);
        Schema p = builder.schema(probe);
        return new BuildProbeJoin(
                Flow.weights(b), Placement.BY_KEY, Flow.weights(p), type, onKeys(), output(p, b, type));
    }

    private static JoinCondition onKeys() {
        return new JoinCondition(
                List.of(new JoinCondition.JoinKey(0, 0, JoinCondition.Nulls.DIFFER)), Optional.empty());
    }

    private static Schema output(Schema left, Schema right, JoinType type) {
        List<Field> fields = new ArrayList<>(left.fields());
        if (!type.isLeftOnly()) {
            fields.addAll(right.fields());
        }
        return new Schema(fields.stream().map(field -> Field.of(field.name(), field.type())).toList());
    }

    private static void join(List<long[]> left, List<long[]> right, JoinType type, Map<String, Long> into) {
        boolean[] found = new boolean[right.size()];
        for (long[] l : left) {
            boolean any = false;
            for (int i = 0; i < right.size(); i++) {
                long[] r = right.get(i);
                if (l[0] >= 0 && l[0] == r[0]) {
                    any = true;
                    found[i] = true;
                    if (!type.isLeftOnly()) {
                        add(into, 1, cells(l) + "," + cells(r));
                    }
                }
            }
            if (type.isLeftOnly() ? any == (type == JoinType.SEMI) : !any && type.keepsLeft()) {
                add(into, 1, type.isLeftOnly() ? cells(l) : cells(l) + ",null,null");
            }
        }
        for (int i = 0; i < right.size() && type.keepsRight(); i++) {
            if (!found[i]) {
                add(into, 1, "null,null," + cells(right.get(i)));
            }
        }
    }

    private static Map<String, Long> table(Map<String, Map<String, Long>> expected, String name) {
        return expected.computeIfAbsent(name, n -> new TreeMap<>());
    }

    private static void add(Map<String, Long> table, long weight, String row) {
        table.merge(row, weight, Long::sum);
    }

    private static String cells(long[] row) {
        return (row[0] < 0 ? "null" : row[0]) + "," + row[1];
    }

    private static String full(long[] row) {
        java.time.LocalDateTime time =
                java.time.LocalDateTime.ofEpochSecond(row[1] % NumberSource.ID_STEP, 0, java.time.ZoneOffset.UTC);
        return cells(row) + "," + time + ",text " + row[1] % 7;
    }
}
