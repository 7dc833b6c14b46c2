package io.millrace.sql.logical;

import io.millrace.data.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelOptUtil.InputFinder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the planner makes of FOR SYSTEM_TIME AS OF, a look at a snapshot for each row, into a {@link
 * TemporalJoin}.
 */
@SuppressWarnings("ReferenceEquality") // Whether an expression was replaced at all.
final class TemporalJoins {
    private TemporalJoins() {}

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(plan, node -> node instanceof Correlate correlate ? change(correlate) : node);
    }

    private static RelNode change(Correlate correlate) {
        List<RexNode> conditions = new ArrayList<>();
        RelNode right = correlate.getRight();
        CorrelationId id = correlate.getCorrelationId();
        int leftColumns = correlate.getLeft().getRowType().getFieldCount();
        while (right instanceof Filter filter) {
            conditions.add(RexUtil.shift(filter.getCondition(), leftColumns));
            right = filter.getInput();
        }
        if (!(right instanceof Snapshot snapshot)) {
            return correlate;
        }
        RexNode time = uncorrelated(snapshot.getPeriod(), id);
        if (time == snapshot.getPeriod()) {
            throw MillraceException.user(
                    "unsupported", "FOR SYSTEM_TIME AS OF needs a time column of the other table, not a constant");
        }
        RexNode condition =
                RexUtil.composeConjunction(
                        Expressions.builder(correlate),
                        conditions.stream().map(part -> uncorrelated(part, id)).toList());
        return withKeyColumns(correlate, snapshot.getInput(), time, condition);
    }

    /** Equalities of expressions become equalities of columns, computed below the join and dropped above it. */
    private static RelNode withKeyColumns(Correlate correlate, RelNode right, RexNode time, RexNode condition) {
        RelNode left = correlate.getLeft();
        int leftColumns = left.getRowType().getFieldCount();
        ImmutableBitSet leftSide = ImmutableBitSet.range(leftColumns);
        List<RexNode> below = new ArrayList<>(Expressions.columns(left));
        List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
        List<RexNode> parts = RelOptUtil.conjunctions(condition);
        int added = (int) parts.stream().filter(part -> computed(part, leftSide) != null).count();
        List<RexNode> moved = new ArrayList<>();
        for (RexNode part : parts) {
            RexNode key = computed(part, leftSide);
            if (key == null) {
                moved.add(shiftRight(part, leftColumns, added));
                continue;
            }
            RexNode column = new RexInputRef(below.size(), key.getType());
            below.add(key);
            names.add("$key" + below.size());
            List<RexNode> sides = ((RexCall) part).getOperands();
            RexNode other = sides.get(0).equals(key) ? sides.get(1) : sides.get(0);
            moved.add(((RexCall) part).clone(part.getType(), List.of(column, shiftRight(other, leftColumns, added))));
        }
        RelNode join =
                new TemporalJoin(
                        Expressions.project(left, below, names),
                        right,
                        correlate.getJoinType(),
                        time,
                        RexUtil.composeConjunction(Expressions.builder(correlate), moved));
        List<RexNode> outputs = new ArrayList<>(Expressions.columns(join));
        outputs.subList(leftColumns, leftColumns + added).clear();
        return Expressions.project(join, outputs, correlate.getRowType().getFieldNames());
    }

    /** The side of an equality that is computed of the left input's columns alone, or null. */
    private static @Nullable RexNode computed(RexNode condition, ImmutableBitSet leftSide) {
        if (condition.getKind() != SqlKind.EQUALS) {
            return null;
        }
        for (RexNode side : ((RexCall) condition).getOperands()) {
            ImmutableBitSet columns = InputFinder.bits(side);
            if (!(side instanceof RexInputRef) && !columns.isEmpty() && leftSide.contains(columns)) {
                return side;
            }
        }
        return null;
    }

    private static RexNode shiftRight(RexNode expression, int leftColumns, int added) {
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return ref.getIndex() < leftColumns
                                ? ref
                                : new RexInputRef(ref.getIndex() + added, ref.getType());
                    }
                });
    }

    /** A field of the row in hand is a column of the left input. */
    private static RexNode uncorrelated(RexNode expression, CorrelationId id) {
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        return access.getReferenceExpr() instanceof RexCorrelVariable variable && variable.id.equals(id)
                                ? new RexInputRef(access.getField().getIndex(), access.getType())
                                : super.visitFieldAccess(access);
                    }
                });
    }
}
