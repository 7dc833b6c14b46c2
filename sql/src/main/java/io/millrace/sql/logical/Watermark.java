package io.millrace.sql.logical;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rex.RexNode;

/**
 * Declares a column as event time and derives the watermark from each row. Stands close above the table it belongs to.
 */
public final class Watermark extends SingleRel {
    private final int timeColumn;
    private final RexNode expression;

    public Watermark(RelNode input, int timeColumn, RexNode expression) {
        super(input.getCluster(), input.getCluster().traitSet(), input);
        this.timeColumn = timeColumn;
        this.expression = expression;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new Watermark(inputs.getFirst(), timeColumn, expression);
    }

    public int timeColumn() {
        return timeColumn;
    }

    /** Over the input's columns: no later row is expected before its value. */
    public RexNode expression() {
        return expression;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("time", timeColumn).item("watermark", expression);
    }
}
