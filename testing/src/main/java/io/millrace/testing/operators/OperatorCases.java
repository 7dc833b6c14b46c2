package io.millrace.testing.operators;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.PoisoningPool;
import io.millrace.data.Schema;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.expression.Expression.Call;
import io.millrace.dataflow.expression.Expression.Function.Named;
import io.millrace.dataflow.expression.Expression.Input;
import io.millrace.dataflow.expression.Expression.Literal;
import io.millrace.dataflow.state.StateBackend;
import io.millrace.dataflow.verifier.CollectedRows;
import io.millrace.dataflow.verifier.OperatorVerifier;
import io.millrace.dataflow.verifier.OperatorVerifier.Case;
import io.millrace.dataflow.verifier.Script;
import io.millrace.dataflow.verifier.Script.Step;
import io.millrace.dataflow.verifier.Script.Step.Row;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.Aggregate;
import io.millrace.operators.aggregate.AggregateCall;
import io.millrace.operators.aggregate.AggregateCall.Distinctness;
import io.millrace.operators.aggregate.AggregateFunction;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.aggregate.Phase;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.join.BuildProbeJoin;
import io.millrace.operators.join.BuildProbeJoin.Placement;
import io.millrace.operators.join.JoinCondition;
import io.millrace.operators.join.JoinCondition.JoinKey;
import io.millrace.operators.join.JoinCondition.Nulls;
import io.millrace.operators.join.JoinType;
import io.millrace.operators.join.StreamJoin;
import io.millrace.operators.rank.Limit;
import io.millrace.operators.rank.Ranking;
import io.millrace.operators.rank.Sort;
import io.millrace.operators.rank.SortKey;
import io.millrace.operators.rank.TopN;
import io.millrace.operators.window.WindowAggregate;
import io.millrace.operators.window.Windowing;
import io.millrace.state.HeapStateBackend;
import io.millrace.state.StateBudget;
import io.millrace.state.StateMemory;
import io.millrace.testing.SimulatedStorage;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cases for the verifier, each made from a random number generator, with what a plain model says. */
public final class OperatorCases {
    private static final Schema ROWS =
            Schema.of(Field.of("a", Plain.BIGINT), Field.of("k", Plain.INT), Field.of("s", DataType.STRING));
    private static final Schema TIMED =
            Schema.of(
                    Field.of("k", Plain.INT),
                    Field.of("a", Plain.BIGINT),
                    Field.required("t", new DataType.Timestamp(6)));
    private static final long MINUTE = 60_000_000;
    private static final List<SortKey> BY_TEXT = List.of(SortKey.ascending(2));

    private OperatorCases() {}

    /** All cases by name. */
    public static Map<String, Function<Random, Case>> all() {
        Map<String, Function<Random, Case>> cases = new TreeMap<>();
        cases.put("calc", OperatorCases::calc);
        for (JoinType type : JoinType.values()) {
            cases.put("stream-join-" + type, random -> streamJoin(random, type, 1 + random.nextInt(6)));
            cases.put("cross-join-" + type, random -> streamJoin(random, type, 0));
            cases.put("interval-join-" + type, random -> IntervalJoinCase.make(random, type));
        }
        for (JoinType type : List.of(JoinType.INNER, JoinType.LEFT, JoinType.SEMI, JoinType.ANTI)) {
            cases.put("hash-join-" + type, random -> hashJoin(random, type));
        }
        cases.put("interval-join-far", IntervalJoinCase::far);
        cases.put("aggregate", random -> aggregate(random, Aggregate.Emission.CHANGES));
        cases.put("distinct-append", OperatorCases::distinct);
        cases.put("aggregate-at-end", random -> aggregate(random, Aggregate.Emission.AT_END));
        for (Ranking.Numbering numbering : Ranking.Numbering.values()) {
            cases.put("top-n-" + numbering, random -> topN(random, table(random, false, count(random), 3), numbering));
            cases.put("top-n-append-" + numbering, random -> appendTopN(random, random.nextInt(3), numbering));
            cases.put("first-row-" + numbering, random -> firstRow(random, numbering));
        }
        cases.put("sort", OperatorCases::sort);
        cases.put("limit", OperatorCases::limit);
        cases.put("tumble", random -> window(random, 1, AggregateFunction.MAX));
        cases.put("hop", random -> window(random, 3, AggregateFunction.MAX));
        cases.put("hop-reversible", random -> window(random, 3, AggregateFunction.SUM));
        return cases;
    }

    /** Verifies a case with so many data sets, and each of them with so many seeds. */
    public static void verify(String name, long firstSeed, int sets, int seeds) {
        for (long seed = firstSeed; seed < firstSeed + sets; seed++) {
            // Of every other data set nearly all state is on disk.
            OperatorVerifier verifier =
                    new OperatorVerifier(seed % 2 == 0 ? OperatorCases::cramped : OperatorCases::backend);
            try {
                verifier.verify(Objects.requireNonNull(all().get(name)).apply(new Random(seed)), seed, seeds);
            } catch (AssertionError e) {
                throw new AssertionError(name + ", data set " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** By hand: {@code OperatorCases SETS SEEDS [FIRST_SEED [CASE]]}. */
    public static void main(String[] arguments) {
        int sets = Integer.parseInt(arguments[0]);
        int seeds = Integer.parseInt(arguments[1]);
        long first = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        for (String name : all().keySet()) {
            if (arguments.length <= 3 || arguments[3].equals(name)) {
                try {
                    verify(name, first, sets, seeds);
                    System.out.println(name + ": " + sets * seeds + " runs");
                } catch (AssertionError e) {
                    e.printStackTrace(System.out);
                }
            }
        }
    }

    private static StateBackend backend() {
        return new HeapStateBackend(new SimulatedStorage(1), Runnable::run);
    }

    private static StateBackend cramped() {
        StateMemory memory = new StateMemory(new StateBudget(1), Optional.of(new SimulatedStorage(1)));
        return new HeapStateBackend(new SimulatedStorage(1), Runnable::run, memory, new PoisoningPool());
    }

    private static Row row(Random random, int keys) {
        return new Row(
                Arrays.asList(
                        random.nextInt(9) == 0 ? null : (Object) (long) random.nextInt(8),
                        random.nextInt(9) == 0 ? null : (Object) random.nextInt(Math.max(1, keys)),
                        "s" + random.nextInt(3)),
                1);
    }

    /** Rows whose weights are above zero in the end, as a list with each row so often, and as a script. */
    private record Table(List<List<@Nullable Object>> rows, Script script) {
        static Table weights(Random random, int count, Function<Random, Row> row) {
            List<Step> steps = new ArrayList<>();
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Row drawn = row.apply(random);
                int weight = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
                int deleted = random.nextInt(3) == 0 ? random.nextInt(weight + 1) : 0;
                steps.add(new Row(drawn.values(), weight));
                if (deleted > 0) {
                    steps.add(new Row(drawn.values(), -deleted));
                }
                rows.addAll(Collections.nCopies(weight - deleted, drawn.values()));
            }
            return new Table(rows, Script.weights(ROWS, steps));
        }

        static Table append(Random random, int count, Function<Random, Row> row) {
            List<Step> steps = new ArrayList<>();
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Row drawn = row.apply(random);
                steps.add(drawn);
                rows.add(drawn.values());
            }
            return new Table(rows, Script.append(ROWS, steps));
        }
    }

    private static int count(Random random) {
        int[] counts = {0, 3, 30, 150};
        return random.nextInt(1 + counts[random.nextInt(4)]);
    }

    private static Case calc(Random random) {
        Table table = Table.weights(random, count(random), r -> row(r, 5));
        Expression condition =
                new Call(new Named("<"), List.of(new Input(1, Plain.INT), new Literal(3, Plain.INT)), Plain.BOOLEAN);
        Expression sum =
                new Call(
                        new Named("+"),
                        List.of(new Input(0, Plain.BIGINT), new Literal(10L, Plain.BIGINT)),
                        Plain.BIGINT);
        Schema output = Schema.of(Field.of("s", DataType.STRING), Field.of("sum", Plain.BIGINT));
        Calc spec = new Calc(ROWS, List.of(new Input(2, DataType.STRING), sum), Optional.of(condition), output);
        CollectedRows expected = new CollectedRows(1);
        for (List<@Nullable Object> row : table.rows()) {
            if (row.get(1) instanceof Integer key && key < 3) {
                expected.add(0, Arrays.asList(row.get(2), row.get(0) instanceof Long a ? a + 10 : null), 1);
            }
        }
        return new Case(spec, List.of(table.script()), expected);
    }

    private static Case streamJoin(Random random, JoinType type, int keys) {
        int limit = keys == 0 ? 25 : 150;
        boolean append = random.nextInt(3) == 0;
        Table left = table(random, append, Math.min(limit, count(random)), keys);
        Table right = table(random, append, Math.min(limit, count(random)), keys);
        JoinCondition condition = condition(random, keys);
        Flow flow = append ? Flow.append(ROWS) : Flow.weights(ROWS);
        StreamJoin spec = new StreamJoin(flow, flow, type, condition, joined(type));
        return new Case(spec, List.of(left.script(), right.script()), join(left.rows(), right.rows(), type, condition));
    }

    private static Table table(Random random, boolean append, int count, int keys) {
        return append
                ? Table.append(random, count, r -> row(r, keys))
                : Table.weights(random, count, r -> row(r, keys));
    }

    private static Case hashJoin(Random random, JoinType type) {
        int keys = 1 + random.nextInt(6);
        Table build = Table.append(random, count(random), r -> row(r, keys));
        Table probe = Table.weights(random, count(random), r -> row(r, keys));
        JoinCondition condition = condition(random, keys);
        Placement placement = random.nextBoolean() ? Placement.BY_KEY : Placement.EVERYWHERE;
        BuildProbeJoin spec =
                new BuildProbeJoin(Flow.append(ROWS), placement, Flow.weights(ROWS), type, condition, joined(type));
        return new Case(
                spec, List.of(build.script(), probe.script()), join(probe.rows(), build.rows(), type, condition));
    }

    private static JoinCondition condition(Random random, int keys) {
        Nulls nulls = random.nextBoolean() ? Nulls.DIFFER : Nulls.EQUAL;
        Optional<Expression> residual =
                random.nextInt(3) > 0
                        ? Optional.empty()
                        : Optional.of(
                                new Call(
                                        new Named("<"),
                                        List.of(new Input(0, Plain.BIGINT), new Input(3, Plain.BIGINT)),
                                        Plain.BOOLEAN));
        return new JoinCondition(keys == 0 ? List.of() : List.of(new JoinKey(1, 1, nulls)), residual);
    }

    private static Schema joined(JoinType type) {
        List<Field> fields = new ArrayList<>(ROWS.fields());
        if (!type.isLeftOnly()) {
            fields.addAll(ROWS.fields());
        }
        return new Schema(fields);
    }

    private static boolean match(List<@Nullable Object> left, List<@Nullable Object> right, JoinCondition condition) {
        for (JoinKey key : condition.keys()) {
            Object l = left.get(key.left());
            Object r = right.get(key.right());
            if (!Objects.equals(l, r) || (l == null && key.nulls() == Nulls.DIFFER)) {
                return false;
            }
        }
        return condition.residual().isEmpty()
                || (left.get(0) instanceof Long l && right.get(0) instanceof Long r && l < r);
    }

    private static CollectedRows join(
            List<List<@Nullable Object>> lefts,
            List<List<@Nullable Object>> rights,
            JoinType type,
            JoinCondition condition) {
        CollectedRows expected = new CollectedRows(1);
        boolean[] found = new boolean[rights.size()];
        List<@Nullable Object> nothing = Arrays.asList(null, null, null);
        for (List<@Nullable Object> left : lefts) {
            boolean any = false;
            for (int i = 0; i < found.length; i++) {
                if (match(left, rights.get(i), condition)) {
                    any = true;
                    found[i] = true;
                    if (!type.isLeftOnly()) {
                        expected.add(0, both(left, rights.get(i)), 1);
                    }
                }
            }
            if (type.isLeftOnly() && any == (type == JoinType.SEMI)) {
                expected.add(0, left, 1);
            } else if (!type.isLeftOnly() && type.keepsLeft() && !any) {
                expected.add(0, both(left, nothing), 1);
            }
        }
        for (int i = 0; i < found.length && type.keepsRight(); i++) {
            if (!found[i]) {
                expected.add(0, both(nothing, rights.get(i)), 1);
            }
        }
        return expected;
    }

    private static List<@Nullable Object> both(List<@Nullable Object> left, List<@Nullable Object> right) {
        List<@Nullable Object> row = new ArrayList<>(left);
        row.addAll(right);
        return row;
    }

    private static AggregateCall call(
            AggregateFunction function, Distinctness distinctness, DataType type, Integer... columns) {
        return new AggregateCall(function, List.of(columns), distinctness, Optional.empty(), type);
    }

    private static Case aggregate(Random random, Aggregate.Emission emission) {
        Table table = Table.weights(random, count(random), r -> row(r, 6));
        List<AggregateCall> calls =
                List.of(
                        call(AggregateFunction.COUNT, Distinctness.ALL, Plain.BIGINT),
                        call(AggregateFunction.SUM, Distinctness.ALL, Plain.BIGINT, 0),
                        call(AggregateFunction.MIN, Distinctness.ALL, Plain.BIGINT, 0),
                        call(AggregateFunction.MAX, Distinctness.ALL, DataType.STRING, 2),
                        call(AggregateFunction.COUNT, Distinctness.DISTINCT, Plain.BIGINT, 0));
        Schema output =
                Schema.of(
                        Field.of("k", Plain.INT),
                        Field.required("n", Plain.BIGINT),
                        Field.of("sum", Plain.BIGINT),
                        Field.of("min", Plain.BIGINT),
                        Field.of("max", DataType.STRING),
                        Field.required("d", Plain.BIGINT));
        Aggregate spec =
                new Aggregate(Flow.weights(ROWS), new Grouping(List.of(1), calls), Phase.COMPLETE, emission, output);
        Map<String, List<List<@Nullable Object>>> groups = new TreeMap<>();
        table.rows().forEach(row -> groups.computeIfAbsent("" + row.get(1), k -> new ArrayList<>()).add(row));
        CollectedRows expected = new CollectedRows(1);
        for (List<List<@Nullable Object>> group : groups.values()) {
            List<Long> numbers = new ArrayList<>();
            group.forEach(row -> {
                if (row.get(0) instanceof Long number) {
                    numbers.add(number);
                }
            });
            expected.add(
                    0,
                    Arrays.asList(
                            group.getFirst().get(1),
                            (long) group.size(),
                            numbers.isEmpty() ? null : (Object) numbers.stream().mapToLong(n -> n).sum(),
                            numbers.isEmpty() ? null : (Object) Collections.min(numbers),
                            group.stream().map(row -> (String) row.get(2)).max(String::compareTo).orElseThrow(),
                            numbers.stream().distinct().count()),
                    1);
        }
        return new Case(spec, List.of(table.script()), expected);
    }

    /** Distinct values under several filters, of rows that stay. */
    private static Case distinct(Random random) {
        List<Field> fields = new ArrayList<>(ROWS.fields());
        fields.add(Field.of("f", Plain.BOOLEAN));
        Schema flagged = new Schema(fields);
        List<AggregateCall> calls = new ArrayList<>();
        calls.add(call(AggregateFunction.COUNT, Distinctness.DISTINCT, Plain.BIGINT, 0));
        calls.add(call(AggregateFunction.COUNT, Distinctness.DISTINCT, Plain.BIGINT, 2));
        for (int column : new int[] {0, 2}) {
            calls.add(
                    new AggregateCall(
                            AggregateFunction.COUNT,
                            List.of(column),
                            Distinctness.DISTINCT,
                            Optional.of(3),
                            Plain.BIGINT));
        }
        boolean filteredOnly = random.nextBoolean();
        if (filteredOnly) {
            calls.subList(0, 2).clear();
        }
        List<Field> output = new ArrayList<>(List.of(Field.of("k", Plain.INT)));
        for (int i = 0; i < calls.size(); i++) {
            output.add(Field.required("d" + i, Plain.BIGINT));
        }
        Aggregate spec =
                new Aggregate(
                        Flow.append(flagged),
                        new Grouping(List.of(1), calls),
                        Phase.COMPLETE,
                        Aggregate.Emission.CHANGES,
                        new Schema(output));
        List<Step> steps = new ArrayList<>();
        Map<String, List<List<@Nullable Object>>> groups = new TreeMap<>();
        int rows = count(random);
        for (int i = 0; i < rows; i++) {
            List<@Nullable Object> values = new ArrayList<>(row(random, 4).values());
            values.add(random.nextInt(5) == 0 ? null : (Object) random.nextBoolean());
            steps.add(new Row(values, 1));
            groups.computeIfAbsent("" + values.get(1), k -> new ArrayList<>()).add(values);
        }
        CollectedRows expected = new CollectedRows(1);
        for (List<List<@Nullable Object>> group : groups.values()) {
            List<@Nullable Object> result = new ArrayList<>();
            result.add(group.getFirst().get(1));
            for (AggregateCall call : calls) {
                result.add(
                        group.stream()
                                .filter(row -> call.filter().isEmpty() || Boolean.TRUE.equals(row.get(3)))
                                .map(row -> row.get(call.arguments().getFirst()))
                                .filter(Objects::nonNull)
                                .distinct()
                                .count());
            }
            expected.add(0, result, 1);
        }
        return new Case(spec, List.of(Script.append(flagged, steps)), expected);
    }

    /** Nulls first, as in {@link SortKey#ascending}; then the other columns, so that there are no ties. */
    private static int compare(List<?> left, List<?> right, int... columns) {
        for (int column : columns) {
            Object l = left.get(column);
            Object r = right.get(column);
            int order =
                    l == null || r == null
                            ? Boolean.compare(l != null, r != null)
                            : l instanceof String text
                                    ? text.compareTo((String) r)
                                    : Long.compare(((Number) l).longValue(), ((Number) r).longValue());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static Case appendTopN(Random random, long offset, Ranking.Numbering numbering) {
        Table table = table(random, true, count(random), 3);
        return topN(table, Flow.append(ROWS), new Ranking(BY_TEXT, offset, 1 + random.nextInt(4), numbering));
    }

    private static Case firstRow(Random random, Ranking.Numbering numbering) {
        Table table = table(random, true, count(random), 3);
        return topN(table, Flow.append(ROWS), new Ranking(BY_TEXT, 0, 1, numbering));
    }

    private static Case topN(Random random, Table table, Ranking.Numbering numbering) {
        Ranking ranking = new Ranking(BY_TEXT, random.nextInt(3), 1 + random.nextInt(4), numbering);
        return topN(table, Flow.weights(ROWS), ranking);
    }

    private static Case topN(Table table, Flow input, Ranking ranking) {
        long offset = ranking.offset();
        long limit = ranking.limit();
        Ranking.Numbering numbering = ranking.numbering();
        List<Field> fields = new ArrayList<>(ROWS.fields());
        if (numbering == Ranking.Numbering.SHOWN) {
            fields.add(Field.required("n", Plain.BIGINT));
        }
        TopN spec = new TopN(input, List.of(1), ranking, new Schema(fields));
        Map<String, List<List<@Nullable Object>>> groups = new TreeMap<>();
        table.rows().forEach(row -> groups.computeIfAbsent("" + row.get(1), k -> new ArrayList<>()).add(row));
        CollectedRows expected = new CollectedRows(1);
        for (List<List<@Nullable Object>> group : groups.values()) {
            group.sort((List<@Nullable Object> left, List<@Nullable Object> right) -> compare(left, right, 2, 0, 1));
            for (int i = (int) offset; i < Math.min(group.size(), offset + limit); i++) {
                List<@Nullable Object> row = new ArrayList<>(group.get(i));
                if (numbering == Ranking.Numbering.SHOWN) {
                    row.add(i + 1L);
                }
                expected.add(0, row, 1);
            }
        }
        return new Case(spec, List.of(table.script()), expected);
    }

    private static Case sort(Random random) {
        Table table = Table.weights(random, count(random), r -> row(r, 3));
        long limit = random.nextBoolean() ? Ranking.NO_LIMIT : 1 + random.nextInt(40);
        Sort spec =
                new Sort(
                        Flow.weights(ROWS),
                        new Ranking(List.of(SortKey.ascending(1)), 2, limit, Ranking.Numbering.HIDDEN));
        List<List<@Nullable Object>> rows = new ArrayList<>(table.rows());
        rows.sort((List<@Nullable Object> left, List<@Nullable Object> right) -> compare(left, right, 1, 0, 2));
        CollectedRows expected = new CollectedRows(1);
        for (int i = 2; i < rows.size() && i - 2 < limit; i++) {
            expected.add(0, rows.get(i), 1);
        }
        return new Case(spec, List.of(table.script()), expected);
    }

    private static Case limit(Random random) {
        Table table = Table.append(random, count(random), r -> row(r, 3));
        long limit = 1 + random.nextInt(40);
        Script ordered =
                new Script(
                        ROWS,
                        table.script().steps(),
                        io.millrace.dataflow.graph.JobGraph.Changes.APPEND,
                        Script.Order.FIXED);
        CollectedRows expected = new CollectedRows(1);
        for (int i = 3; i < table.rows().size() && i - 3 < limit; i++) {
            expected.add(0, table.rows().get(i), 1);
        }
        return new Case(new Limit(ROWS, 3, limit), List.of(ordered), expected);
    }

    /**
     * Windows of a few minutes, each of which a row is in {@code overlap} of.
     *
     * @param function SUM or MAX
     */
    private static Case window(Random random, int overlap, AggregateFunction function) {
        long slide = 5 * MINUTE;
        long size = slide * overlap;
        Windowing.Time time = new Windowing.Time.EventTime(2, ZoneOffset.UTC);
        Windowing windowing =
                overlap == 1 ? new Windowing.Tumble(time, size, 0) : new Windowing.Hop(time, size, slide, 0);
        List<AggregateCall> calls =
                List.of(
                        call(AggregateFunction.COUNT, Distinctness.ALL, Plain.BIGINT),
                        call(function, Distinctness.ALL, Plain.BIGINT, 1));
        Schema output =
                Schema.of(
                        Field.of("k", Plain.INT),
                        Field.required("n", Plain.BIGINT),
                        Field.of("of_values", Plain.BIGINT),
                        Field.required("window_start", new DataType.Timestamp(3)),
                        Field.required("window_end", new DataType.Timestamp(3)),
                        Field.required("window_time", new DataType.Timestamp(6)));
        WindowAggregate spec =
                new WindowAggregate(
                        Flow.append(TIMED), windowing, new Grouping(List.of(0), calls), Phase.COMPLETE, output);
        List<Step> steps = new ArrayList<>();
        Map<List<Long>, long[]> windows = new java.util.HashMap<>();
        long watermark = -30 * MINUTE;
        long none = function == AggregateFunction.SUM ? 0 : Long.MIN_VALUE;
        int rows = count(random);
        for (int i = 0; i < rows; i++) {
            long micros = watermark + random.nextInt(20) * MINUTE + random.nextInt(1_000_000);
            long key = random.nextInt(4);
            long value = random.nextInt(100);
            steps.add(Row.of(1, key == 0 ? null : (Object) (int) key, value, at(micros)));
            long last = Math.floorDiv(micros, slide) * slide;
            for (long start = last; start > last - size; start -= slide) {
                long[] window = windows.computeIfAbsent(List.of(key, start), k -> new long[] {0, none});
                window[0]++;
                window[1] = function == AggregateFunction.SUM ? window[1] + value : Math.max(window[1], value);
            }
            if (random.nextInt(8) == 0) {
                watermark += random.nextInt(10) * MINUTE;
                steps.add(new Step.Watermark(watermark));
            }
        }
        CollectedRows expected = new CollectedRows(1);
        windows.forEach((group, window) ->
                expected.add(
                        0,
                        Arrays.asList(
                                group.get(0) == 0 ? null : (Object) group.get(0).intValue(),
                                window[0],
                                window[1],
                                at(group.get(1)),
                                at(group.get(1) + size),
                                at(group.get(1) + size - 1000)),
                        1));
        return new Case(spec, List.of(Script.append(TIMED, steps)), expected);
    }

    private static LocalDateTime at(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }
}
