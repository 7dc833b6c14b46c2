package io.millrace.sql.logical;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Gives each row once for each window that it is in, with window_start, window_end and window_time after its own
 * columns.
 */
public final class WindowAssign extends SingleRel {
    /** How many columns it adds. */
    public static final int ADDED = 3;

    private final WindowShape shape;
    private final int timeColumn;

    public WindowAssign(RelNode input, WindowShape shape, int timeColumn) {
        super(input.getCluster(), input.getCluster().traitSet(), input);
        this.shape = shape;
        this.timeColumn = timeColumn;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new WindowAssign(inputs.getFirst(), shape, timeColumn);
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataTypeFactory factory = getCluster().getTypeFactory();
        SqlTypeName time = input.getRowType().getFieldList().get(timeColumn).getType().getSqlTypeName();
        RelDataType bound = factory.createSqlType(SqlTypeName.TIMESTAMP, 3);
        return factory.builder()
                .addAll(input.getRowType().getFieldList())
                .add("window_start", bound)
                .add("window_end", bound)
                .add("window_time", factory.createSqlType(time, 3))
                .build();
    }

    public WindowShape shape() {
        return shape;
    }

    public int timeColumn() {
        return timeColumn;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("window", shape).item("time", timeColumn);
    }
}
