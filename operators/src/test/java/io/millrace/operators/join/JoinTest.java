package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.Changes;
import io.millrace.operators.Difference;
import io.millrace.operators.Drive;
import io.millrace.operators.Flow;
import io.millrace.operators.join.BuildProbeJoin.Placement;
import io.millrace.operators.join.JoinCondition.JoinKey;
import io.millrace.operators.join.JoinCondition.Nulls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JoinTest {
    private static final Schema LEFT =
            Schema.of(Field.of("a", Plain.BIGINT), Field.of("k", Plain.INT), Field.of("s", DataType.STRING));
    private static final Schema RIGHT = Schema.of(Field.of("k", Plain.INT), Field.of("b", Plain.BIGINT));

    private static Schema output(JoinType type) {
        List<Field> fields = new ArrayList<>(LEFT.fields());
        if (!type.isLeftOnly()) {
            fields.addAll(RIGHT.fields());
        }
        return new Schema(fields);
    }

    private static List<Object> left(Random random, int keys) {
        return Arrays.asList(
                (long) random.nextInt(6),
                random.nextInt(8) == 0 ? null : random.nextInt(keys),
                "s" + random.nextInt(3));
    }

    private static List<Object> right(Random random, int keys) {
        return Arrays.asList(random.nextInt(8) == 0 ? null : random.nextInt(keys), (long) random.nextInt(6));
    }

    private static Optional<Expression> residual(boolean present) {
        return present
                ? Optional.of(
                        new Expression.Call(
                                new Expression.Function.Named("<"),
                                List.of(new Expression.Input(0, Plain.BIGINT), new Expression.Input(4, Plain.BIGINT)),
                                Plain.BOOLEAN))
                : Optional.empty();
    }

    private static boolean match(List<Object> left, List<Object> right, JoinCondition condition) {
        for (JoinKey key : condition.keys()) {
            Object l = left.get(key.left());
            Object r = right.get(key.right());
            if (l == null || r == null) {
                if (key.nulls() == Nulls.DIFFER || l != r) {
                    return false;
                }
            } else if (!Objects.equals(l, r)) {
                return false;
            }
        }
        return condition.residual().isEmpty() || (Long) left.get(0) < (Long) right.get(1);
    }

    private static Map<List<Object>, Integer> model(
            List<List<Object>> lefts, List<List<Object>> rights, JoinType type, JoinCondition condition) {
        List<List<Object>> result = new ArrayList<>();
        boolean[] used = new boolean[rights.size()];
        for (List<Object> left : lefts) {
            boolean any = false;
            for (int r = 0; r < rights.size(); r++) {
                if (match(left, rights.get(r), condition)) {
                    any = true;
                    used[r] = true;
                    if (!type.isLeftOnly()) {
                        List<Object> row = new ArrayList<>(left);
                        row.addAll(rights.get(r));
                        result.add(row);
                    }
                }
            }
            if (type == JoinType.SEMI && any || type == JoinType.ANTI && !any) {
                result.add(left);
            } else if (type.keepsLeft() && !any) {
                List<Object> row = new ArrayList<>(left);
                row.addAll(Arrays.asList(null, null));
                result.add(row);
            }
        }
        for (int r = 0; r < used.length; r++) {
            if (type.keepsRight() && !used[r]) {
                List<Object> row = new ArrayList<>(Arrays.asList(null, null, null));
                row.addAll(rights.get(r));
                result.add(row);
            }
        }
        return Difference.bag(result);
    }

    private static void stream(long seed, JoinType type, boolean withResidual, Nulls nulls, int keys, int rows) {
        Random random = new Random(seed);
        boolean weighted = seed % 2 == 0;
        JoinCondition condition =
                new JoinCondition(keys == 0 ? List.of() : List.of(new JoinKey(1, 0, nulls)), residual(withResidual));
        StreamJoin spec = new StreamJoin(Flow.weights(LEFT), Flow.weights(RIGHT), type, condition, output(type));
        Drive drive = new Drive(spec, random);
        int range = Math.max(1, keys);
        int leftCount = random.nextInt(rows);
        int rightCount = random.nextInt(rows);
        Changes lefts =
                weighted
                        ? Changes.weighted(random, leftCount, () -> left(random, range))
                        : Changes.append(random, leftCount, () -> left(random, range));
        Changes rights =
                weighted
                        ? Changes.weighted(random, rightCount, () -> right(random, range))
                        : Changes.append(random, rightCount, () -> right(random, range));
        List<Batch> leftBatches = lefts.batches(drive, LEFT);
        List<Batch> rightBatches = rights.batches(drive, RIGHT);
        int l = 0;
        int r = 0;
        while (l < leftBatches.size() || r < rightBatches.size()) {
            if (r == rightBatches.size() || l < leftBatches.size() && random.nextBoolean()) {
                drive.feed(0, leftBatches.get(l++));
            } else {
                drive.feed(1, rightBatches.get(r++));
            }
        }
        drive.end(0);
        drive.end(1);
        Difference.check(
                "seed " + seed + " " + spec.describe(),
                drive.result(),
                model(lefts.table(), rights.table(), type, condition));
    }

    @Test
    void streamsInAnyOrderGiveTheJoinOfTheTables() {
        for (long seed = 0; seed < 40; seed++) {
            for (JoinType type : JoinType.values()) {
                stream(seed, type, false, Nulls.DIFFER, 7, 60);
                stream(seed, type, false, Nulls.EQUAL, 7, 60);
                stream(seed, type, true, Nulls.DIFFER, 7, 60);
                stream(seed, type, true, Nulls.DIFFER, 0, 20);
            }
        }
    }

    @Test
    void aRowWithManyPartnersStopsInTheirMidst() {
        for (long seed = 0; seed < 6; seed++) {
            for (JoinType type : JoinType.values()) {
                stream(seed, type, false, Nulls.DIFFER, 1, 400);
            }
        }
    }

    @Test
    void theProbeSideStreamsPastTheBuildSide() {
        for (long seed = 0; seed < 60; seed++) {
            for (JoinType type : List.of(JoinType.INNER, JoinType.LEFT, JoinType.SEMI, JoinType.ANTI)) {
                probe(seed, type, seed % 3 == 0, seed % 2 == 0 ? Nulls.DIFFER : Nulls.EQUAL);
            }
        }
    }

    private static void probe(long seed, JoinType type, boolean withResidual, Nulls nulls) {
        Random random = new Random(seed);
        JoinCondition condition = new JoinCondition(List.of(new JoinKey(1, 0, nulls)), residual(withResidual));
        Placement placement = seed % 4 < 2 ? Placement.BY_KEY : Placement.EVERYWHERE;
        BuildProbeJoin spec =
                new BuildProbeJoin(Flow.append(RIGHT), placement, Flow.weights(LEFT), type, condition, output(type));
        Drive drive = new Drive(spec, random);
        Changes build = Changes.append(random, random.nextInt(100), () -> right(random, 7));
        Changes probe = Changes.weighted(random, random.nextInt(100), () -> left(random, 7));
        for (Batch batch : build.batches(drive, RIGHT)) {
            if (!drive.selects(0) || drive.selects(1)) {
                throw new AssertionError("the build side comes first");
            }
            drive.feed(0, batch);
        }
        drive.end(0);
        for (Batch batch : probe.batches(drive, LEFT)) {
            if (!drive.selects(1)) {
                throw new AssertionError("the probe side comes then");
            }
            drive.feed(1, batch);
        }
        drive.end(1);
        Difference.check(
                "seed " + seed + " " + spec.describe(),
                drive.result(),
                model(probe.table(), build.table(), type, condition));
    }
}
