package io.millrace.sql.logical;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Puts the constants that mark a partner, where a sub-query became a join, into a projection above its aggregate. */
final class LiteralAggregates {
    private LiteralAggregates() {}

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(
                plan,
                node ->
                        node instanceof Aggregate aggregate
                                        && aggregate.getAggCallList().stream().anyMatch(LiteralAggregates::isLiteral)
                                ? change(aggregate)
                                : node);
    }

    private static RelNode change(Aggregate aggregate) {
        List<AggregateCall> others = aggregate.getAggCallList().stream().filter(call -> !isLiteral(call)).toList();
        Aggregate without =
                aggregate.copy(
                        aggregate.getTraitSet(),
                        aggregate.getInput(),
                        aggregate.getGroupSet(),
                        aggregate.getGroupSets(),
                        others);
        RexBuilder rex = Expressions.builder(aggregate);
        List<RexNode> outputs = new ArrayList<>();
        for (int i = 0; i < aggregate.getGroupCount(); i++) {
            outputs.add(rex.makeInputRef(without, i));
        }
        int column = aggregate.getGroupCount();
        for (AggregateCall call : aggregate.getAggCallList()) {
            outputs.add(isLiteral(call) ? call.rexList.getFirst() : rex.makeInputRef(without, column++));
        }
        return Expressions.project(without, outputs, aggregate.getRowType().getFieldNames());
    }

    private static boolean isLiteral(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.LITERAL_AGG;
    }
}
