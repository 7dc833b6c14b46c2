package io.millrace.sql.logical;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Turns GROUPING SETS, ROLLUP and CUBE into the union of one aggregation for each set. They share their input, and each
 * is one that the passes after this one know, windows included.
 */
final class GroupingSets {
    private GroupingSets() {}

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(
                plan, node -> node instanceof Aggregate aggregate && isComposed(aggregate) ? union(aggregate) : node);
    }

    private static boolean isComposed(Aggregate aggregate) {
        return aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || aggregate.getAggCallList().stream().anyMatch(GroupingSets::isGrouping);
    }

    private static RelNode union(Aggregate aggregate) {
        List<RelNode> parts = new ArrayList<>();
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            parts.add(part(aggregate, set));
        }
        return parts.size() == 1 ? parts.getFirst() : LogicalUnion.create(parts, true);
    }

    private static RelNode part(Aggregate aggregate, ImmutableBitSet set) {
        List<AggregateCall> calls = aggregate.getAggCallList().stream().filter(call -> !isGrouping(call)).toList();
        RelNode one = LogicalAggregate.create(aggregate.getInput(), aggregate.getHints(), set, null, calls);
        RexBuilder rex = Expressions.builder(aggregate);
        var fields = aggregate.getRowType().getFieldList();
        List<RexNode> outputs = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            var type = fields.get(outputs.size()).getType();
            outputs.add(
                    set.get(key)
                            ? rex.ensureType(type, rex.makeInputRef(one, set.indexOf(key)), true)
                            : rex.makeNullLiteral(type));
        }
        int next = set.cardinality();
        for (AggregateCall call : aggregate.getAggCallList()) {
            var type = fields.get(outputs.size()).getType();
            outputs.add(
                    isGrouping(call)
                            ? rex.makeLiteral(number(call, set), type, true)
                            : rex.ensureType(type, rex.makeInputRef(one, next++), true));
        }
        return Expressions.project(one, outputs, aggregate.getRowType().getFieldNames());
    }

    /** A bit for each argument: whether the rows of this set are not grouped by it. */
    private static java.math.BigDecimal number(AggregateCall call, ImmutableBitSet set) {
        long bits = 0;
        for (int column : call.getArgList()) {
            bits = 2 * bits + (set.get(column) ? 0 : 1);
        }
        return java.math.BigDecimal.valueOf(bits);
    }

    private static boolean isGrouping(AggregateCall call) {
        SqlKind kind = call.getAggregation().getKind();
        return kind == SqlKind.GROUPING || kind == SqlKind.GROUPING_ID || kind == SqlKind.GROUP_ID;
    }
}
