package io.millrace.sql.physical;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.operators.Flow;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.join.BuildProbeJoin;
import io.millrace.operators.join.BuildProbeJoin.Placement;
import io.millrace.operators.join.IntervalJoin;
import io.millrace.operators.join.JoinCondition;
import io.millrace.operators.join.JoinCondition.JoinKey;
import io.millrace.operators.join.JoinCondition.Nulls;
import io.millrace.operators.join.JoinType;
import io.millrace.operators.join.StreamJoin;
import io.millrace.operators.join.WindowJoin;
import io.millrace.operators.window.WindowBest;
import io.millrace.operators.window.Windowing;
import io.millrace.sql.logical.JoinForm;
import io.millrace.sql.logical.KeptFor;
import io.millrace.sql.logical.TemporalJoin;
import io.millrace.sql.types.TypeConversion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/** Joins: by how long their rows must be remembered, and by which side can be read to its end first. */
final class JoinTranslation {
    private final GraphBuilder graph;
    private final ExpressionTranslation expressions;
    private final RexBuilder builder;

    JoinTranslation(GraphBuilder graph, ExpressionTranslation expressions, RexBuilder builder) {
        this.graph = graph;
        this.expressions = expressions;
        this.builder = builder;
    }

    Stream join(Stream left, Stream right, Join join) {
        Schema output = TypeConversion.toSchema(join.getRowType());
        JoinForm form = JoinForm.of(join);
        return switch (form) {
            case JoinForm.Window window -> {
                requireNoTtl(join, "a join of windows");
                yield windowJoin(left, right, join, window, output);
            }
            case JoinForm.Interval interval when isAppend(left, right) && Late.isInterval(join) -> {
                requireNoTtl(join, "a join within an interval");
                yield intervalJoin(left, right, join, interval, output);
            }
            case JoinForm.Interval ignored -> kept(left, right, join, output);
            case JoinForm.Regular ignored -> kept(left, right, join, output);
        };
    }

    private static void requireNoTtl(Join join, String what) {
        if (KeptFor.left(join).isPresent() || KeptFor.right(join).isPresent()) {
            throw MillraceException.user(
                    "bad-hint",
                    "STATE_TTL is for joins that keep both sides, and this is "
                            + what
                            + ", which forgets rows by their time: leave the hint out");
        }
    }

    private Stream kept(Stream left, Stream right, Join join, Schema output) {
        return regular(
                left.kept(KeptFor.left(join)),
                right.kept(KeptFor.right(join)),
                type(join.getJoinType()),
                join.getCondition(),
                output);
    }

    private Stream regular(Stream left, Stream right, JoinType type, RexNode condition, Schema output) {
        JoinCondition split = condition(left.schema(), condition, List.of());
        if (!sharesTable(left, right) && isAppend(left, right)) {
            if (right.isBounded() && !type.keepsRight()) {
                return buildProbe(right, placement(split), left, type, split, output);
            }
            if (left.isBounded() && !right.isBounded() && type == JoinType.INNER) {
                return buildLeft(left, right, split, output);
            }
        }
        StreamJoin spec = new StreamJoin(left.flow(), right.flow(), type, split, output);
        // A row without partner is given out, and taken back when a partner comes.
        boolean corrects = type != JoinType.INNER && type != JoinType.SEMI;
        Changes changes = isAppend(left, right) && !corrects ? Changes.APPEND : Changes.WEIGHTS;
        return graph.keyed("join", List.of(left, right), spec, changes, dealt(type, split));
    }

    private static boolean isAppend(Stream left, Stream right) {
        return left.isAppend() && right.isAppend();
    }

    /**
     * A scan that feeds both sides of a join is read once: neither side can be read to its end first without holding
     * the other back.
     */
    private static boolean sharesTable(Stream left, Stream right) {
        return !Collections.disjoint(left.origin().tables(), right.origin().tables());
    }

    private static Optional<List<Integer>> dealt(JoinType type, JoinCondition condition) {
        boolean leftKeysStay =
                !condition.keys().isEmpty() && (type == JoinType.INNER || type == JoinType.LEFT || type.isLeftOnly());
        return leftKeysStay ? Optional.of(condition.leftKeys()) : Optional.empty();
    }

    /** Without keys all rows may be partners. */
    private static Placement placement(JoinCondition condition) {
        return condition.keys().isEmpty() ? Placement.EVERYWHERE : Placement.BY_KEY;
    }

    private Stream buildProbe(
            Stream build, Placement placement, Stream probe, JoinType type, JoinCondition condition, Schema output) {
        BuildProbeJoin spec = new BuildProbeJoin(build.flow(), placement, probe.flow(), type, condition, output);
        if (placement == Placement.EVERYWHERE) {
            return graph.withBroadcast("hash-join", build, probe, spec);
        }
        return graph.keyed("hash-join", List.of(build, probe), spec, Changes.APPEND, Optional.of(condition.leftKeys()));
    }

    /** Reads the left side first; the columns come out right first, and are put in their order again. */
    private Stream buildLeft(Stream left, Stream right, JoinCondition condition, Schema output) {
        int leftColumns = left.schema().size();
        int rightColumns = right.schema().size();
        List<JoinKey> keys =
                condition.keys().stream().map(key -> new JoinKey(key.right(), key.left(), key.nulls())).toList();
        Optional<Expression> residual =
                condition
                        .residual()
                        .map(expression ->
                                Columns.moved(
                                        expression,
                                        column -> column < leftColumns ? column + rightColumns : column - leftColumns));
        List<io.millrace.data.Field> swapped = new ArrayList<>(output.fields().subList(leftColumns, output.size()));
        swapped.addAll(output.fields().subList(0, leftColumns));
        JoinCondition turned = new JoinCondition(keys, residual);
        Stream joined = buildProbe(left, placement(turned), right, JoinType.INNER, turned, new Schema(swapped));
        List<Expression> order = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            int column = i < leftColumns ? i + rightColumns : i - leftColumns;
            order.add(new Expression.Input(column, output.type(i)));
        }
        return graph.inPlace(
                "calc",
                joined,
                new Calc(joined.schema(), order, Optional.empty(), output),
                joined.changes(),
                Optional.empty());
    }

    private Stream windowJoin(Stream all, Stream right, Join join, JoinForm.Window window, Schema output) {
        if (!isAppend(all, right)) {
            throw AggregateTranslation.updating("a window join");
        }
        Stream left = greatest(all, WindowMaximum.of(join, window));
        List<Integer> bounds = List.of(window.leftStart(), window.leftEnd());
        JoinCondition split = condition(left.schema(), join.getCondition(), bounds);
        WindowJoin spec =
                new WindowJoin(
                        new WindowJoin.Side(
                                left.flow(),
                                new Windowing.Attached(window.leftStart(), window.leftEnd(), window.zone())),
                        new WindowJoin.Side(
                                right.flow(),
                                new Windowing.Attached(window.rightStart(), window.rightEnd(), window.zone())),
                        type(join.getJoinType()),
                        split,
                        output);
        return graph.keyed(
                "window-join", List.of(left, right), spec, Changes.APPEND, dealt(type(join.getJoinType()), split));
    }

    /** Without the rows that are known to have no partner, for there are greater ones. */
    private Stream greatest(Stream left, Optional<WindowMaximum> wanted) {
        return wanted.map(maximum ->
                        graph.inPlace(
                                "window-best",
                                left,
                                new WindowBest(left.schema(), maximum.window(), maximum.column()),
                                left.changes(),
                                left.dealtBy()))
                .orElse(left);
    }

    private Stream intervalJoin(Stream all, Stream right, Join join, JoinForm.Interval interval, Schema output) {
        Stream left = greatest(all, WindowMaximum.of(join, interval));
        JoinCondition split = condition(left.schema(), join.getCondition(), List.of());
        IntervalJoin spec =
                new IntervalJoin(
                        left.schema(),
                        right.schema(),
                        type(join.getJoinType()),
                        new IntervalJoin.Condition(
                                split,
                                new IntervalJoin.Need(interval.left().column(), interval.left().micros()),
                                new IntervalJoin.Need(interval.right().column(), interval.right().micros())),
                        output);
        return graph.keyed("interval-join", List.of(left, right), spec, Changes.APPEND, dealt(spec.type(), split));
    }

    /**
     * A look at a table as of now is a hash join with a table that ends. Such tables are looked things up in, and small
     * beside the rows that look: every instance has all of it, so that those rows stay where they are.
     */
    Stream temporal(Stream left, Stream right, TemporalJoin join, boolean processingTime) {
        if (!processingTime) {
            throw MillraceException.user(
                    "unsupported", "FOR SYSTEM_TIME AS OF an event time is not supported; PROCTIME() is");
        }
        if (!right.isBounded() || !right.isAppend()) {
            throw MillraceException.user(
                    "unsupported", "FOR SYSTEM_TIME AS OF needs a table on its right that ends, such as a file");
        }
        JoinType type = type(join.kind());
        JoinCondition split = condition(left.schema(), join.condition(), List.of());
        Schema output = TypeConversion.toSchema(join.getRowType());
        if (!left.isAppend()) {
            return graph.keyed(
                    "join",
                    List.of(left, right),
                    new StreamJoin(left.flow(), new Flow(right.schema(), right.changes()), type, split, output),
                    Changes.WEIGHTS,
                    dealt(type, split));
        }
        return buildProbe(right, Placement.EVERYWHERE, left, type, split, output);
    }

    /**
     * Pairs of equal columns of one type, and the rest; equalities of the left columns that are left out are in
     * neither.
     */
    private JoinCondition condition(Schema left, RexNode condition, List<Integer> leftOut) {
        List<JoinKey> keys = new ArrayList<>();
        List<RexNode> rest = new ArrayList<>();
        for (RexNode part : RelOptUtil.conjunctions(RexUtil.expandSearch(builder, null, condition))) {
            Optional<JoinKey> key = key(part, left.size());
            if (key.isPresent() && !leftOut.contains(key.get().left())) {
                keys.add(key.get());
            } else if (key.isEmpty() && !part.isAlwaysTrue()) {
                rest.add(part);
            }
        }
        Optional<Expression> residual =
                rest.isEmpty()
                        ? Optional.empty()
                        : Optional.of(expressions.translate(RexUtil.composeConjunction(builder, rest)));
        return new JoinCondition(keys, residual);
    }

    private static Optional<JoinKey> key(RexNode condition, int leftColumns) {
        boolean equals = condition.getKind() == SqlKind.EQUALS;
        if (!equals && condition.getKind() != SqlKind.IS_NOT_DISTINCT_FROM) {
            return Optional.empty();
        }
        RexNode first = ((RexCall) condition).getOperands().get(0);
        RexNode second = ((RexCall) condition).getOperands().get(1);
        if (!(first instanceof RexInputRef a) || !(second instanceof RexInputRef b) || !sameType(a, b)) {
            return Optional.empty();
        }
        int left = Math.min(a.getIndex(), b.getIndex());
        int right = Math.max(a.getIndex(), b.getIndex()) - leftColumns;
        return left < leftColumns && right >= 0
                ? Optional.of(new JoinKey(left, right, equals ? Nulls.DIFFER : Nulls.EQUAL))
                : Optional.empty();
    }

    private static boolean sameType(RexInputRef a, RexInputRef b) {
        DataType first = TypeConversion.toData(a.getType());
        DataType second = TypeConversion.toData(b.getType());
        return first.equals(second) || (first instanceof DataType.Varchar && second instanceof DataType.Varchar);
    }

    static JoinType type(JoinRelType type) {
        return switch (type) {
            case INNER -> JoinType.INNER;
            case LEFT -> JoinType.LEFT;
            case RIGHT -> JoinType.RIGHT;
            case FULL -> JoinType.FULL;
            case SEMI -> JoinType.SEMI;
            case ANTI -> JoinType.ANTI;
            default -> throw MillraceException.user("unsupported", type + " joins are not supported");
        };
    }
}
