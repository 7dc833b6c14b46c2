package io.millrace.operators.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Batch;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.operators.Changes;
import io.millrace.operators.Difference;
import io.millrace.operators.Drive;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.AggregateCall.Distinctness;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class AggregateTest {
    private static final DataType DECIMAL = new DataType.Decimal(10, 2);
    private static final Schema INPUT =
            Schema.of(
                    Field.of("k", DataType.STRING),
                    Field.of("i", Plain.INT),
                    Field.required("l", Plain.BIGINT),
                    Field.of("d", Plain.DOUBLE),
                    Field.of("n", DECIMAL),
                    Field.of("b", Plain.BOOLEAN));

    private static AggregateCall call(AggregateFunction function, DataType type, Integer... arguments) {
        return new AggregateCall(function, List.of(arguments), Distinctness.ALL, Optional.empty(), type);
    }

    private static AggregateCall distinct(AggregateFunction function, DataType type, Integer... arguments) {
        return new AggregateCall(function, List.of(arguments), Distinctness.DISTINCT, Optional.empty(), type);
    }

    private static final List<AggregateCall> SPLITTABLE =
            List.of(
                    call(AggregateFunction.COUNT, Plain.BIGINT),
                    call(AggregateFunction.COUNT, Plain.BIGINT, 1),
                    call(AggregateFunction.SUM, Plain.INT, 1),
                    call(AggregateFunction.AVG, Plain.INT, 1),
                    call(AggregateFunction.SUM, new DataType.Decimal(38, 0), 2),
                    call(AggregateFunction.SUM, Plain.DOUBLE, 3),
                    call(AggregateFunction.AVG, new DataType.Decimal(38, 6), 4),
                    call(AggregateFunction.BOOL_AND, Plain.BOOLEAN, 5),
                    call(AggregateFunction.BOOL_OR, Plain.BOOLEAN, 5),
                    new AggregateCall(
                            AggregateFunction.COUNT, List.of(), Distinctness.ALL, Optional.of(5), Plain.BIGINT),
                    call(AggregateFunction.MIN, Plain.INT, 1),
                    call(AggregateFunction.MAX, Plain.DOUBLE, 3),
                    call(AggregateFunction.VAR_POP, Plain.DOUBLE, 1));

    private static final List<AggregateCall> ALL = new ArrayList<>(SPLITTABLE);

    static {
        ALL.add(distinct(AggregateFunction.COUNT, Plain.BIGINT, 1));
        ALL.add(distinct(AggregateFunction.SUM, new DataType.Decimal(38, 0), 2));
        ALL.add(
                new AggregateCall(
                        AggregateFunction.COUNT, List.of(4), Distinctness.DISTINCT, Optional.of(5), Plain.BIGINT));
    }

    private static Schema output(List<Integer> keys, List<AggregateCall> calls) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(INPUT.field(key)));
        for (int i = 0; i < calls.size(); i++) {
            fields.add(Field.of("a" + i, calls.get(i).type()));
        }
        return new Schema(fields);
    }

    private static List<Object> row(Random random) {
        return Arrays.asList(
                random.nextInt(8) == 0 ? null : "key-" + random.nextInt(5),
                random.nextInt(6) == 0 ? null : random.nextInt(20) - 10,
                random.nextInt(10) == 0 ? Long.MAX_VALUE / 4 : (long) random.nextInt(10),
                random.nextInt(6) == 0 ? null : Math.scalb(random.nextInt(7) - 3.5, random.nextInt(200) - 100),
                random.nextInt(6) == 0 ? null : BigDecimal.valueOf(random.nextInt(1000) - 500, 2),
                random.nextInt(6) == 0 ? null : random.nextBoolean());
    }

    /** The batch result. */
    private static Map<List<Object>, Integer> model(
            List<List<Object>> rows, List<Integer> keys, List<AggregateCall> calls) {
        Map<List<Object>, List<List<Object>>> groups = new HashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        for (List<Object> row : rows) {
            List<Object> key = new ArrayList<>();
            keys.forEach(column -> key.add(row.get(column)));
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        Map<List<Object>, Integer> result = new HashMap<>();
        groups.forEach((key, members) -> {
            List<Object> out = new ArrayList<>(key);
            calls.forEach(call -> out.add(result(call, members)));
            result.put(out, 1);
        });
        return result;
    }

    private static Object result(AggregateCall call, List<List<Object>> members) {
        List<List<Object>> counted =
                members.stream()
                        .filter(row -> call.filter().isEmpty() || Boolean.TRUE.equals(row.get(call.filter().get())))
                        .toList();
        if (call.arguments().isEmpty()) {
            return (long) counted.size();
        }
        List<Object> values =
                counted.stream().map(row -> row.get(call.arguments().getFirst())).filter(Objects::nonNull).toList();
        if (call.distinctness() == Distinctness.DISTINCT) {
            values = values.stream().distinct().toList();
        }
        if (call.function() == AggregateFunction.COUNT) {
            return (long) values.size();
        }
        if (values.isEmpty()) {
            return null;
        }
        switch (call.function()) {
            case BOOL_AND:
                return values.stream().allMatch(v -> (Boolean) v);
            case BOOL_OR:
                return values.stream().anyMatch(v -> (Boolean) v);
            case MIN:
                return new TreeMap<>(
                                values.stream().collect(java.util.stream.Collectors.toMap(v -> v, v -> 1, (a, b) -> a)))
                        .firstKey();
            case MAX:
                return new TreeMap<>(
                                values.stream().collect(java.util.stream.Collectors.toMap(v -> v, v -> 1, (a, b) -> a)))
                        .lastKey();
            default:
        }
        BigDecimal sum =
                values.stream()
                        .map(v ->
                                v instanceof BigDecimal n
                                        ? n
                                        : v instanceof Double d
                                                ? new BigDecimal(d)
                                                : BigDecimal.valueOf(((Number) v).longValue()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal count = BigDecimal.valueOf(values.size());
        if (call.function() == AggregateFunction.VAR_POP) {
            BigDecimal squares =
                    values.stream()
                            .map(v -> BigDecimal.valueOf(((Number) v).longValue()).pow(2))
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            return squares.multiply(count)
                    .subtract(sum.pow(2))
                    .divide(count.pow(2), java.math.MathContext.DECIMAL128)
                    .doubleValue();
        }
        boolean average = call.function() == AggregateFunction.AVG;
        if (call.type() == Plain.DOUBLE) {
            return sum.doubleValue();
        }
        if (call.type() instanceof DataType.Decimal decimal) {
            return average ? sum.divide(count, decimal.scale(), RoundingMode.HALF_UP) : sum;
        }
        BigDecimal whole = average ? sum.divide(count, 0, RoundingMode.DOWN) : sum;
        return call.type() == Plain.INT ? (Object) whole.intValueExact() : (Object) whole.longValueExact();
    }

    private static void check(
            long seed, List<Integer> keys, List<AggregateCall> calls, boolean weighted, Aggregate.Emission emission) {
        Random random = new Random(seed);
        Aggregate spec =
                new Aggregate(
                        weighted ? Flow.weights(INPUT) : Flow.append(INPUT),
                        new Grouping(keys, calls),
                        Phase.COMPLETE,
                        emission,
                        output(keys, calls));
        Drive drive = new Drive(spec, random);
        int count = random.nextInt(300);
        Changes changes =
                weighted
                        ? Changes.weighted(random, count, () -> row(random))
                        : Changes.append(random, count, () -> row(random));
        for (Batch batch : changes.batches(drive, INPUT)) {
            drive.feed(0, batch);
        }
        drive.end(0);
        Difference.check("seed " + seed, drive.result(), model(changes.table(), keys, calls));
    }

    @Test
    void changesOfAnyOrderGiveTheResultOfTheTable() {
        for (long seed = 0; seed < 60; seed++) {
            check(seed, List.of(0), ALL, true, Aggregate.Emission.CHANGES);
            check(seed, List.of(0), ALL, false, Aggregate.Emission.CHANGES);
            check(seed, List.of(0, 5), ALL, true, Aggregate.Emission.CHANGES);
        }
    }

    @Test
    void oneGroupHasARowEvenWithoutInput() {
        for (long seed = 0; seed < 60; seed++) {
            check(seed, List.of(), ALL, true, Aggregate.Emission.CHANGES);
            check(seed, List.of(), ALL, false, Aggregate.Emission.AT_END);
        }
    }

    @Test
    void finalResultsComeOnce() {
        for (long seed = 0; seed < 60; seed++) {
            check(seed, List.of(0), ALL, false, Aggregate.Emission.AT_END);
        }
    }

    @Test
    void localAndGlobalTogetherAreTheWhole() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Integer> keys = seed % 3 == 0 ? List.of() : List.of(0);
            Aggregate whole =
                    new Aggregate(
                            Flow.append(INPUT),
                            new Grouping(keys, SPLITTABLE),
                            Phase.COMPLETE,
                            Aggregate.Emission.CHANGES,
                            output(keys, SPLITTABLE));
            assertThat(whole.isSplittable()).isTrue();
            Drive local = new Drive(whole.local(), random);
            Changes changes = Changes.append(random, random.nextInt(400), () -> row(random));
            for (Batch batch : changes.batches(local, INPUT)) {
                local.feed(0, batch);
            }
            local.end(0);
            Aggregate global = whole.global();
            Drive second = new Drive(global, random);
            Schema partials = whole.local().output();
            Changes merged = Changes.append(random, local.emitted.size(), local.emitted.iterator()::next);
            for (Batch batch : merged.batches(second, partials)) {
                second.feed(0, batch);
            }
            second.end(0);
            Difference.check("seed " + seed, second.result(), model(changes.table(), keys, SPLITTABLE));
        }
    }

    @Test
    void infinitiesGoAsTheyCame() {
        Schema schema = Schema.of(Field.of("x", Plain.DOUBLE));
        Aggregate spec =
                new Aggregate(
                        Flow.weights(schema),
                        new Grouping(List.of(), List.of(call(AggregateFunction.SUM, Plain.DOUBLE, 0))),
                        Phase.COMPLETE,
                        Aggregate.Emission.CHANGES,
                        schema);
        Drive drive = new Drive(spec, new Random(5));
        double huge = Double.MAX_VALUE;
        List<List<Object>> rows = new ArrayList<>();
        for (double value : new double[] {1.5, Double.POSITIVE_INFINITY, huge, huge, Double.NaN, 1e-300}) {
            rows.add(List.of(value));
        }
        for (int i = 0; i < rows.size(); i++) {
            drive.feed(0, drive.batch(schema, List.of(rows.get(i)), new int[] {1}));
        }
        drive.flush();
        assertThat(drive.result()).containsOnlyKeys(List.of(Double.NaN));
        for (int i : new int[] {4, 1, 2, 3}) {
            drive.feed(0, drive.batch(schema, List.of(rows.get(i)), new int[] {-1}));
        }
        drive.flush();
        assertThat(drive.result()).containsOnlyKeys(List.of(1.5 + 1e-300));
    }
}
