package io.millrace.sql.logical;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelOptUtil.InputFinder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Moves conditions below a node that passes columns through, where it gives the same rows: below a window for all but
 * its bounds, below OVER and Top-N for whole partitions.
 */
@SuppressWarnings("deprecation")
final class FilterTranspose extends RelOptRule {
    private FilterTranspose(Class<? extends SingleRel> below) {
        super(operand(Filter.class, operand(below, any())), "FilterTranspose:" + below.getSimpleName());
    }

    static RelOptRule windowAssign() {
        return new FilterTranspose(WindowAssign.class);
    }

    static RelOptRule overAggregate() {
        return new FilterTranspose(OverAggregate.class);
    }

    static RelOptRule topN() {
        return new FilterTranspose(TopN.class);
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        Filter filter = call.rel(0);
        SingleRel node = call.rel(1);
        ImmutableBitSet movable = movable(node);
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            ImmutableBitSet columns = InputFinder.bits(condition);
            boolean moves = !columns.isEmpty() && movable.contains(columns) && RexUtil.isDeterministic(condition);
            (moves ? below : above).add(condition);
        }
        if (below.isEmpty()) {
            return;
        }
        RelNode input =
                LogicalFilter.create(node.getInput(), RexUtil.composeConjunction(Expressions.builder(filter), below));
        RelNode moved = node.copy(node.getTraitSet(), List.of(input));
        call.transformTo(
                above.isEmpty()
                        ? moved
                        : LogicalFilter.create(moved, RexUtil.composeConjunction(Expressions.builder(filter), above)));
    }

    private static ImmutableBitSet movable(SingleRel node) {
        int columns = node.getInput().getRowType().getFieldCount();
        return switch (node) {
            case WindowAssign assign ->
                    assign.shape() instanceof WindowShape.Session session
                            ? session.keys()
                            : ImmutableBitSet.range(columns);
            case OverAggregate over -> over.frame().partition();
            case TopN top -> top.choice().partition();
            default -> ImmutableBitSet.of();
        };
    }
}
