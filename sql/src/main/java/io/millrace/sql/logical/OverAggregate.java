package io.millrace.sql.logical;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.util.ImmutableBitSet;

/** Adds to each row the aggregates over its neighbours: those of the same partition within a frame around it. */
public final class OverAggregate extends SingleRel {

    /** Which rows are a row's neighbours. */
    public record Frame(
            ImmutableBitSet partition, RelCollation order, Unit unit, RexWindowBound lower, RexWindowBound upper) {}

    /** What the bounds of a frame count. */
    public enum Unit {
        ROWS,
        RANGE
    }

    private final Frame frame;
    private final List<AggregateCall> calls;

    public OverAggregate(RelNode input, Frame frame, List<AggregateCall> calls) {
        super(input.getCluster(), input.getCluster().traitSet(), input);
        this.frame = frame;
        this.calls = List.copyOf(calls);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new OverAggregate(inputs.getFirst(), frame, calls);
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataTypeFactory.Builder builder = getCluster().getTypeFactory().builder();
        builder.addAll(input.getRowType().getFieldList());
        for (int i = 0; i < calls.size(); i++) {
            builder.add("over" + i, calls.get(i).getType());
        }
        return builder.uniquify().build();
    }

    public Frame frame() {
        return frame;
    }

    public List<AggregateCall> calls() {
        return calls;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("frame", frame).item("calls", calls);
    }
}
