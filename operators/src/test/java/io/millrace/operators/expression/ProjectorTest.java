package io.millrace.operators.expression;

import static io.millrace.operators.expression.Sql.bigint;
import static io.millrace.operators.expression.Sql.call;
import static io.millrace.operators.expression.Sql.cast;
import static io.millrace.operators.expression.Sql.column;
import static io.millrace.operators.expression.Sql.integer;
import static io.millrace.operators.expression.Sql.literal;
import static io.millrace.operators.expression.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.data.PoisoningPool;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Projections and conditions over random batches in all encodings, against the same in plain Java over objects. */
final class ProjectorTest {
    private static final DataType PRICE = new DataType.Decimal(10, 2);
    private static final DataType WIDE = new DataType.Decimal(30, 4);
    private static final List<DataType> TYPES =
            List.of(Plain.INT, Plain.BIGINT, Plain.DOUBLE, DataType.STRING, PRICE, WIDE, Plain.BOOLEAN);
    private static final Expression A = column(0, Plain.INT);
    private static final Expression B = column(1, Plain.BIGINT);
    private static final Expression D = column(2, Plain.DOUBLE);
    private static final Expression S = column(3, DataType.STRING);
    private static final Expression P = column(4, PRICE);
    private static final Expression W = column(5, WIDE);
    private static final Expression F = column(6, Plain.BOOLEAN);

    private record Case(Expression expression, Function<@Nullable Object[], @Nullable Object> java) {}

    /** A function of values that are all there, missing where one is not. */
    private static Function<@Nullable Object[], @Nullable Object> strict(
            Function<Object[], @Nullable Object> java, int... columns) {
        return row -> {
            Object[] values = new Object[columns.length];
            for (int i = 0; i < columns.length; i++) {
                Object value = row[columns[i]];
                if (value == null) {
                    return null;
                }
                values[i] = value;
            }
            return java.apply(values);
        };
    }

    private static List<Case> cases() {
        return List.of(
                new Case(A, row -> row[0]),
                new Case(S, row -> row[3]),
                new Case(literal(5, Plain.INT), row -> 5),
                new Case(literal(null, DataType.STRING), row -> null),
                new Case(call("+", Plain.BIGINT, A, B), strict(v -> (Integer) v[0] + (Long) v[1], 0, 1)),
                new Case(
                        call("*", Plain.DOUBLE, D, literal(0.908, Plain.DOUBLE)),
                        strict(v -> (Double) v[0] * 0.908, 2)),
                new Case(
                        call(
                                "*",
                                new DataType.Decimal(38, 3),
                                B,
                                literal(new BigDecimal("0.908"), new DataType.Decimal(3, 3))),
                        strict(v -> new BigDecimal((Long) v[0]).multiply(new BigDecimal("0.908")), 1)),
                new Case(
                        call("+", new DataType.Decimal(11, 2), P, P),
                        strict(v -> ((BigDecimal) v[0]).add((BigDecimal) v[0]), 4)),
                new Case(
                        call("*", new DataType.Decimal(38, 6), P, W),
                        strict(
                                v -> ((BigDecimal) v[0]).multiply((BigDecimal) v[1]).setScale(6, RoundingMode.HALF_UP),
                                4,
                                5)),
                new Case(
                        call("/", new DataType.Decimal(38, 6), W, P),
                        strict(v -> ((BigDecimal) v[0]).divide((BigDecimal) v[1], 6, RoundingMode.HALF_UP), 5, 4)),
                new Case(
                        call("<", Plain.BOOLEAN, P, W),
                        strict(v -> ((BigDecimal) v[0]).compareTo((BigDecimal) v[1]) < 0, 4, 5)),
                new Case(call("UPPER", DataType.STRING, S), strict(v -> ((String) v[0]).toUpperCase(Locale.ROOT), 3)),
                new Case(
                        call("||", DataType.STRING, S, text("-"), cast(A, DataType.STRING)),
                        strict(v -> v[0] + "-" + v[1], 3, 0)),
                new Case(
                        call("CHAR_LENGTH", Plain.INT, S),
                        strict(v -> ((String) v[0]).codePointCount(0, ((String) v[0]).length()), 3)),
                new Case(
                        call("AND", Plain.BOOLEAN, F, call(">", Plain.BOOLEAN, A, integer(3))),
                        row -> and((Boolean) row[6], row[0] == null ? null : (Integer) row[0] > 3)),
                new Case(
                        call("OR", Plain.BOOLEAN, F, call("LIKE", Plain.BOOLEAN, S, text("%b%"))),
                        row ->
                                not(
                                        and(
                                                not((Boolean) row[6]),
                                                row[3] == null ? null : !((String) row[3]).contains("b")))),
                new Case(
                        call(
                                "CASE",
                                DataType.STRING,
                                call(">", Plain.BOOLEAN, A, integer(5)),
                                S,
                                call("IS NULL", Plain.BOOLEAN, A),
                                text("none"),
                                literal(null, DataType.STRING)),
                        row -> row[0] == null ? "none" : (Integer) row[0] > 5 ? row[3] : null),
                new Case(
                        call("COALESCE", Plain.BIGINT, B, A, bigint(-1)),
                        row ->
                                row[1] != null
                                        ? row[1]
                                        : row[0] != null ? (Object) (long) (Integer) row[0] : (Object) (-1L)),
                new Case(
                        call("IS NOT DISTINCT FROM", Plain.BOOLEAN, A, B),
                        row ->
                                row[0] == null
                                        ? row[1] == null
                                        : row[1] != null && (long) (Integer) row[0] == (Long) row[1]),
                new Case(
                        call(
                                "CASE",
                                Plain.BIGINT,
                                call("<>", Plain.BOOLEAN, A, integer(0)),
                                call("/", Plain.BIGINT, B, A),
                                bigint(0)),
                        row ->
                                row[0] == null || (Integer) row[0] == 0
                                        ? (Object) 0L
                                        : row[1] == null ? null : (Object) ((Long) row[1] / (Integer) row[0])));
    }

    private static @Nullable Boolean and(@Nullable Boolean a, @Nullable Boolean b) {
        if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
            return false;
        }
        return a == null || b == null ? null : true;
    }

    private static @Nullable Boolean not(@Nullable Boolean a) {
        return a == null ? null : !a;
    }

    private static EncodedBatches.Source values(int nullsIn) {
        return (type, random) -> {
            if (nullsIn > 0 && random.nextInt(nullsIn) == 0) {
                return null;
            }
            return switch (type) {
                case Plain plain ->
                        switch (plain) {
                            case INT -> random.nextInt(-10, 11);
                            case BIGINT -> random.nextInt(4) == 0 ? random.nextLong(-10, 11) : random.nextLong() >> 2;
                            case DOUBLE -> random.nextDouble(-100, 100);
                            default -> random.nextBoolean();
                        };
                case DataType.Decimal decimal -> {
                    BigDecimal value = BigDecimal.valueOf(random.nextLong(1, 100_000), decimal.scale());
                    yield random.nextBoolean() ? value : value.negate();
                }
                default ->
                        List.of("", "a", "abc", "übel", "😀b", "a longer text with b in it, beyond sixteen")
                                .get(random.nextInt(6));
            };
        };
    }

    @Test
    void everyEncodingGivesWhatJavaGives() {
        List<Case> cases = cases();
        List<Expression> projections = cases.stream().map(Case::expression).toList();
        Projector projector = Projector.compile(projections, Optional.empty(), TYPES, SessionSettings.UTC);
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EncodedBatches.Encoded encoded =
                    EncodedBatches.random(
                            TYPES, 1 + random.nextInt(70), values(random.nextInt(4) == 0 ? 0 : 4), random);
            int from = random.nextInt(encoded.rows().size());
            PoisoningPool pool = new PoisoningPool();
            Batch result = projector.project(encoded.batch(), from, pool).orElseThrow();
            assertThat(result.size()).isEqualTo(encoded.rows().size() - from);
            for (int i = 0; i < cases.size(); i++) {
                for (int row = 0; row < result.size(); row++) {
                    Object expected = cases.get(i).java().apply(encoded.rows().get(from + row));
                    Object actual = Columns.value(result.column(i), projections.get(i).type(), result.position(row));
                    assertThat(same(actual, expected))
                            .as("seed %s, row %s, %s: %s and not %s", seed, row, projections.get(i), actual, expected)
                            .isTrue();
                }
            }
            result.release();
            pool.assertNothingLent();
        }
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        return a instanceof BigDecimal one && b instanceof BigDecimal other
                ? one.compareTo(other) == 0
                : Objects.equals(a, b);
    }

    @Test
    void conditionKeepsTheRowsThatAreTrue() {
        List<Expression> conditions =
                List.of(
                        call("=", Plain.BOOLEAN, A, integer(3)),
                        call(
                                "AND",
                                Plain.BOOLEAN,
                                call(">", Plain.BOOLEAN, A, integer(0)),
                                call("<", Plain.BOOLEAN, B, bigint(5))),
                        call("OR", Plain.BOOLEAN, F, call("<", Plain.BOOLEAN, D, literal(0.0, Plain.DOUBLE))),
                        call("AND", Plain.BOOLEAN, F, call("LIKE", Plain.BOOLEAN, S, text("a%"))),
                        call("NOT", Plain.BOOLEAN, F));
        List<Function<@Nullable Object[], @Nullable Boolean>> java =
                List.of(
                        row -> row[0] != null && (Integer) row[0] == 3,
                        row -> row[0] != null && (Integer) row[0] > 0 && row[1] != null && (Long) row[1] < 5,
                        row -> Boolean.TRUE.equals(row[6]) || (row[2] != null && (Double) row[2] < 0),
                        row -> Boolean.TRUE.equals(row[6]) && row[3] != null && ((String) row[3]).startsWith("a"),
                        row -> Boolean.FALSE.equals(row[6]));
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int which = seed % conditions.size();
            Projector projector =
                    Projector.compile(
                            List.of(A, call("UPPER", DataType.STRING, S)),
                            Optional.of(conditions.get(which)),
                            TYPES,
                            SessionSettings.UTC);
            EncodedBatches.Encoded encoded =
                    EncodedBatches.random(
                            TYPES, 1 + random.nextInt(70), values(random.nextInt(4) == 0 ? 0 : 4), random);
            PoisoningPool pool = new PoisoningPool();
            List<List<@Nullable Object>> actual = new ArrayList<>();
            projector
                    .project(encoded.batch(), 0, pool)
                    .ifPresent(result -> {
                        for (int row = 0; row < result.size(); row++) {
                            int position = result.position(row);
                            actual.add(
                                    Arrays.asList(
                                            Columns.value(result.column(0), Plain.INT, position),
                                            Columns.value(result.column(1), DataType.STRING, position)));
                        }
                        result.release();
                    });
            List<List<@Nullable Object>> expected = new ArrayList<>();
            for (@Nullable Object[] row : encoded.rows()) {
                if (Boolean.TRUE.equals(java.get(which).apply(row))) {
                    String upper = row[3] == null ? null : ((String) row[3]).toUpperCase(Locale.ROOT);
                    expected.add(Arrays.asList(row[0], upper));
                }
            }
            assertThat(actual).as("seed %s, %s", seed, conditions.get(which)).isEqualTo(expected);
            pool.assertNothingLent();
        }
    }

    @Test
    void failureNamesTheRowAndKeepsNothing() {
        Batch batch = Batch.of(4, Columns.of(Plain.INT, 5, 0, 7, 0)).select(new int[] {0, 2, 3}, 3, Lease.UNPOOLED);
        Projector projector =
                Projector.compile(
                        List.of(call("/", Plain.INT, integer(10), A)),
                        Optional.empty(),
                        List.of(Plain.INT),
                        SessionSettings.UTC);
        PoisoningPool pool = new PoisoningPool();
        assertThatThrownBy(() -> projector.project(batch, 0, pool))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("division-by-zero");
                            assertThat(e.getMessage()).contains("10 / 0");
                        });
        assertThat(projector.failedRow()).isEqualTo(2);
        pool.assertNothingLent();
    }

    @Test
    void plainColumnsAndFieldsAreShared() {
        Column numbers = Columns.of(Plain.INT, 1, 2, 3);
        Column inner = Columns.of(DataType.STRING, "a", null, "c");
        Column rows =
                new Column.RowColumn(3, new Column[] {numbers, inner}, io.millrace.data.Validity.ALL, Lease.UNPOOLED);
        DataType type =
                new DataType.Row(
                        List.of(
                                io.millrace.data.Field.of("n", Plain.INT),
                                io.millrace.data.Field.of("s", DataType.STRING)));
        Expression field = new Expression.FieldAccess(column(0, type), 1, DataType.STRING);
        Projector projector =
                Projector.compile(
                        List.of(field, column(0, type)),
                        Optional.of(
                                call(
                                        ">",
                                        Plain.BOOLEAN,
                                        new Expression.FieldAccess(column(0, type), 0, Plain.INT),
                                        integer(1))),
                        List.of(type),
                        SessionSettings.UTC);
        Batch result = projector.project(Batch.of(3, rows), 0, BufferPool.HEAP).orElseThrow();
        assertThat(result.column(0)).isSameAs(inner);
        assertThat(result.column(1)).isSameAs(rows);
        assertThat(result.size()).isEqualTo(2);
        assertThat(Columns.value(result.column(0), DataType.STRING, result.position(1))).isEqualTo("c");
    }

    @Test
    void whatTheConditionAskedOfEachRowIsNotAskedAgain() {
        Expression doubled =
                new Expression.Call(
                        new Expression.Function.Java(Counted.class.getName(), "doubled"), List.of(A), Plain.INT);
        Expression large = call(">", Plain.BOOLEAN, doubled, integer(4));
        Expression one = call("=", Plain.BOOLEAN, A, integer(1));
        Batch batch = Batch.of(5, Columns.of(Plain.INT, 1, 2, 3, 4, 5));
        for (Expression condition : List.of(large, call("OR", Plain.BOOLEAN, large, one))) {
            Counted.calls = 0;
            Projector projector =
                    Projector.compile(
                            List.of(doubled, call("+", Plain.INT, doubled, A)),
                            Optional.of(condition),
                            List.of(Plain.INT),
                            SessionSettings.UTC);
            Batch result = projector.project(batch, 2, BufferPool.HEAP).orElseThrow();
            assertThat(Counted.calls).isEqualTo(3);
            assertThat(result.size()).isEqualTo(3);
            assertThat(Columns.value(result.column(0), Plain.INT, result.position(0))).isEqualTo(6);
            assertThat(Columns.value(result.column(1), Plain.INT, result.position(2))).isEqualTo(15);
            result.release();
        }
        // Where the condition asks it of some rows alone, it is asked where it is needed.
        Projector guarded =
                Projector.compile(
                        List.of(doubled),
                        Optional.of(call("OR", Plain.BOOLEAN, one, large)),
                        List.of(Plain.INT),
                        SessionSettings.UTC);
        Counted.calls = 0;
        assertThat(guarded.project(batch, 0, BufferPool.HEAP).orElseThrow().size()).isEqualTo(4);
        assertThat(Counted.calls).isEqualTo(4 + 4);
    }

    /** A user's function that counts. */
    public static final class Counted {
        static int calls;

        private Counted() {}

        public static int doubled(int value) {
            calls++;
            return 2 * value;
        }
    }
}
