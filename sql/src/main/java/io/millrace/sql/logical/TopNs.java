package io.millrace.sql.logical;

import io.millrace.sql.logical.TopN.Choice;
import io.millrace.sql.logical.TopN.RankColumn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes {@code ROW_NUMBER() OVER (PARTITION BY .. ORDER BY ..) <= n}: only n rows of a partition are kept, and few
 * are held.
 */
final class TopNs {
    private TopNs() {}

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(
                plan,
                node ->
                        node instanceof Filter filter && filter.getInput() instanceof OverAggregate over
                                ? topN(filter, over)
                                : node);
    }

    private static RelNode topN(Filter filter, OverAggregate over) {
        if (!isNumbering(over)) {
            return filter;
        }
        int rank = over.getInput().getRowType().getFieldCount();
        long first = 1;
        long last = Long.MAX_VALUE;
        List<RexNode> rest = new ArrayList<>();
        for (RexNode condition :
                RelOptUtil.conjunctions(
                        RexUtil.expandSearch(Expressions.builder(filter), null, filter.getCondition()))) {
            Bounds bounds = bounds(condition, rank);
            if (bounds == null) {
                rest.add(condition);
            } else {
                first = Math.max(first, bounds.first());
                last = Math.min(last, bounds.last());
            }
        }
        if (last == Long.MAX_VALUE) {
            return filter;
        }
        RelNode top =
                new TopN(
                        over.getInput(),
                        new Choice(over.frame().partition(), over.frame().order(), first, last),
                        RankColumn.LAST);
        return rest.isEmpty()
                ? top
                : LogicalFilter.create(top, RexUtil.composeConjunction(Expressions.builder(filter), rest));
    }

    /** Ranks with ties are left to OVER. */
    private static boolean isNumbering(OverAggregate over) {
        return over.calls().size() == 1
                && over.calls().getFirst().getAggregation().getKind() == SqlKind.ROW_NUMBER
                && !over.frame().order().getFieldCollations().isEmpty();
    }

    private record Bounds(long first, long last) {}

    private static @Nullable Bounds bounds(RexNode condition, int rank) {
        if (!(condition instanceof RexCall call) || call.getOperands().size() != 2) {
            return null;
        }
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        SqlKind kind = call.getKind();
        if (right instanceof RexInputRef && left instanceof RexLiteral) {
            RexNode swapped = left;
            left = right;
            right = swapped;
            kind = kind.reverse();
        }
        if (Expressions.column(left) != rank || !(right instanceof RexLiteral literal)) {
            return null;
        }
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        if (value == null) {
            return null;
        }
        long floor = value.setScale(0, java.math.RoundingMode.FLOOR).longValue();
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        return switch (kind) {
            case LESS_THAN_OR_EQUAL -> new Bounds(1, floor);
            case LESS_THAN -> new Bounds(1, whole ? floor - 1 : floor);
            case GREATER_THAN -> new Bounds(floor + 1, Long.MAX_VALUE);
            case GREATER_THAN_OR_EQUAL -> new Bounds(whole ? floor : floor + 1, Long.MAX_VALUE);
            case EQUALS -> whole ? new Bounds(floor, floor) : null;
            default -> null;
        };
    }
}
