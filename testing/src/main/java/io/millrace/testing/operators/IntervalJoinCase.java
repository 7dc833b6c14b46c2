package io.millrace.testing.operators;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.verifier.CollectedRows;
import io.millrace.dataflow.verifier.OperatorVerifier.Case;
import io.millrace.dataflow.verifier.Script;
import io.millrace.dataflow.verifier.Script.Step;
import io.millrace.dataflow.verifier.Script.Step.Row;
import io.millrace.operators.join.IntervalJoin;
import io.millrace.operators.join.JoinCondition;
import io.millrace.operators.join.JoinCondition.JoinKey;
import io.millrace.operators.join.JoinCondition.Nulls;
import io.millrace.operators.join.JoinType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Joins within an interval of time, of sides whose watermarks go on at their own speeds. */
final class IntervalJoinCase {
    private static final Schema TIMED =
            Schema.of(Field.of("a", Plain.BIGINT), Field.of("k", Plain.INT), Field.of("t", new DataType.Timestamp(6)));
    private static final int KEY = 1;
    private static final int TIME = 2;

    private IntervalJoinCase() {}

    /** Some rows of two sides, none of them late. */
    static Case make(Random random, JoinType type) {
        long lower = random.nextInt(40) - 30;
        long upper = lower + random.nextInt(50);
        boolean keyed = random.nextInt(4) > 0;
        Side left = Side.draw(random);
        Side right = Side.draw(random);
        List<JoinKey> keys = keyed ? List.of(new JoinKey(KEY, KEY, Nulls.DIFFER)) : List.of();
        List<Field> fields = new ArrayList<>(TIMED.fields());
        if (!type.isLeftOnly()) {
            fields.addAll(TIMED.fields());
        }
        IntervalJoin spec =
                new IntervalJoin(
                        TIMED,
                        TIMED,
                        type,
                        new IntervalJoin.Condition(
                                new JoinCondition(keys, Optional.of(within(lower, upper))),
                                new IntervalJoin.Need(TIME, -lower),
                                new IntervalJoin.Need(TIME, upper)),
                        new Schema(fields));
        List<Script> scripts = List.of(Script.append(TIMED, left.steps), Script.append(TIMED, right.steps));
        return new Case(spec, scripts, expected(left, right, type, new Bounds(keyed, lower, upper)));
    }

    /** Some left rows with times up to which right rows are their partners. */
    static Case far(Random random) {
        List<Field> leftFields = new ArrayList<>(TIMED.fields());
        leftFields.add(Field.of("until", new DataType.Timestamp(6)));
        Schema timed = new Schema(leftFields);
        int until = TIMED.size();
        Side drawn = Side.draw(random);
        Side right = Side.draw(random);
        List<Step> steps = new ArrayList<>();
        List<List<@Nullable Object>> lefts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (Step step : drawn.steps) {
            if (step instanceof Row) {
                int row = lefts.size();
                long end = drawn.times.get(row) + random.nextInt(60) - 5;
                List<@Nullable Object> values = new ArrayList<>(drawn.rows.get(row));
                values.add(random.nextInt(9) == 0 ? null : at(end));
                ends.add(values.getLast() == null ? Long.MIN_VALUE : end);
                lefts.add(values);
                steps.add(new Row(values, 1));
            } else {
                steps.add(step);
            }
        }
        List<Field> fields = new ArrayList<>(leftFields);
        fields.addAll(TIMED.fields());
        Expression rightTime = new Expression.Input(timed.size() + TIME, TIMED.type(TIME));
        Expression pair =
                call(
                        "AND",
                        Plain.BOOLEAN,
                        call(">=", Plain.BOOLEAN, rightTime, new Expression.Input(TIME, timed.type(TIME))),
                        call("<=", Plain.BOOLEAN, rightTime, new Expression.Input(until, timed.type(until))));
        IntervalJoin spec =
                new IntervalJoin(
                        timed,
                        TIMED,
                        JoinType.INNER,
                        new IntervalJoin.Condition(
                                new JoinCondition(List.of(new JoinKey(KEY, KEY, Nulls.DIFFER)), Optional.of(pair)),
                                new IntervalJoin.Need(until, 0),
                                new IntervalJoin.Need(TIME, 0)),
                        new Schema(fields));
        CollectedRows expected = new CollectedRows(1);
        for (int l = 0; l < lefts.size(); l++) {
            for (int r = 0; r < right.rows.size(); r++) {
                Object key = lefts.get(l).get(KEY);
                long time = right.times.get(r);
                if (key != null
                        && key.equals(right.rows.get(r).get(KEY))
                        && time >= drawn.times.get(l)
                        && time <= ends.get(l)) {
                    expected.add(0, both(lefts.get(l), right.rows.get(r)), 1);
                }
            }
        }
        return new Case(spec, List.of(Script.append(timed, steps), Script.append(TIMED, right.steps)), expected);
    }

    /** The left time is at least the right one plus {@code lower}, and at most plus {@code upper}. */
    private static Expression within(long lower, long upper) {
        Expression left = new Expression.Input(TIME, TIMED.type(TIME));
        Expression right = new Expression.Input(TIMED.size() + TIME, TIMED.type(TIME));
        return call(
                "AND",
                Plain.BOOLEAN,
                call(">=", Plain.BOOLEAN, left, shifted(right, lower)),
                call("<=", Plain.BOOLEAN, left, shifted(right, upper)));
    }

    private static Expression shifted(Expression time, long micros) {
        return call("+", time.type(), time, new Expression.Literal(micros, new DataType.TimeInterval()));
    }

    private static Expression call(String function, DataType type, Expression... arguments) {
        return new Expression.Call(new Expression.Function.Named(function), List.of(arguments), type);
    }

    /** When two rows are partners. */
    private record Bounds(boolean keyed, long lower, long upper) {
        boolean match(Side left, int l, Side right, int r) {
            Object key = left.rows.get(l).get(KEY);
            long difference = left.times.get(l) - right.times.get(r);
            return (!keyed || (key != null && Objects.equals(key, right.rows.get(r).get(KEY))))
                    && difference >= lower
                    && difference <= upper;
        }
    }

    private record Side(List<Step> steps, List<List<@Nullable Object>> rows, List<Long> times) {
        static Side draw(Random random) {
            Side side = new Side(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            long watermark = -100;
            int count = random.nextInt(random.nextBoolean() ? 6 : 60);
            for (int i = 0; i < count; i++) {
                long time = watermark + random.nextInt(30);
                List<@Nullable Object> row =
                        Arrays.asList((long) i, random.nextInt(9) == 0 ? null : (Object) random.nextInt(3), at(time));
                side.steps.add(new Row(row, 1));
                side.rows.add(row);
                side.times.add(time);
                if (random.nextInt(4) == 0) {
                    watermark += random.nextInt(20);
                    side.steps.add(new Step.Watermark(watermark));
                }
            }
            return side;
        }
    }

    private static CollectedRows expected(Side left, Side right, JoinType type, Bounds bounds) {
        CollectedRows expected = new CollectedRows(1);
        boolean[] found = new boolean[right.rows.size()];
        List<@Nullable Object> nothing = Arrays.asList(null, null, null);
        for (int l = 0; l < left.rows.size(); l++) {
            boolean any = false;
            for (int r = 0; r < found.length; r++) {
                if (bounds.match(left, l, right, r)) {
                    any = true;
                    found[r] = true;
                    if (!type.isLeftOnly()) {
                        expected.add(0, both(left.rows.get(l), right.rows.get(r)), 1);
                    }
                }
            }
            if (type.isLeftOnly() && any == (type == JoinType.SEMI)) {
                expected.add(0, left.rows.get(l), 1);
            } else if (type.keepsLeft() && !any) {
                expected.add(0, both(left.rows.get(l), nothing), 1);
            }
        }
        for (int r = 0; r < found.length && type.keepsRight(); r++) {
            if (!found[r]) {
                expected.add(0, both(nothing, right.rows.get(r)), 1);
            }
        }
        return expected;
    }

    private static List<@Nullable Object> both(List<@Nullable Object> left, List<@Nullable Object> right) {
        List<@Nullable Object> row = new ArrayList<>(left);
        row.addAll(right);
        return row;
    }

    private static LocalDateTime at(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }
}
