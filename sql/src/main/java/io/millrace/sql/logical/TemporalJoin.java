package io.millrace.sql.logical;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Joins each row of the left input with the right table as it was at a time that the row gives (FOR SYSTEM_TIME AS OF).
 */
public final class TemporalJoin extends BiRel {
    private final JoinRelType kind;
    private final RexNode time;
    private final RexNode condition;

    /**
     * @param kind INNER or LEFT
     * @param time over the left input's columns
     * @param condition over the columns of both, left first
     */
    public TemporalJoin(RelNode left, RelNode right, JoinRelType kind, RexNode time, RexNode condition) {
        super(left.getCluster(), left.getCluster().traitSet(), left, right);
        this.kind = kind;
        this.time = time;
        this.condition = condition;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new TemporalJoin(inputs.get(0), inputs.get(1), kind, time, condition);
    }

    @Override
    protected RelDataType deriveRowType() {
        return SqlValidatorUtil.deriveJoinRowType(
                left.getRowType(), right.getRowType(), kind, getCluster().getTypeFactory(), null, List.of());
    }

    public JoinRelType kind() {
        return kind;
    }

    public RexNode time() {
        return time;
    }

    public RexNode condition() {
        return condition;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("kind", kind).item("time", time).item("condition", condition);
    }
}
