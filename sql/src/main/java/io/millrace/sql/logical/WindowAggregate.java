package io.millrace.sql.logical;

import java.time.ZoneId;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Aggregates per key and window, and gives each window's rows once, when it is complete. Output: the keys in the
 * input's order, the aggregates, then window_start, window_end and window_time.
 */
public final class WindowAggregate extends SingleRel {

    /** Where the windows of the input's rows come from. */
    public sealed interface Windows {

        /** They follow from a time column. */
        record Assigned(WindowShape shape, int timeColumn) implements Windows {}

        /** The rows are results of windows already, cut by clocks of this zone, and carry the bounds. */
        record Attached(int startColumn, int endColumn, ZoneId zone) implements Windows {}
    }

    private final Windows windows;
    private final ImmutableBitSet keys;
    private final List<AggregateCall> calls;

    public WindowAggregate(RelNode input, Windows windows, ImmutableBitSet keys, List<AggregateCall> calls) {
        super(input.getCluster(), input.getCluster().traitSet(), input);
        this.windows = windows;
        this.keys = keys;
        this.calls = List.copyOf(calls);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new WindowAggregate(inputs.getFirst(), windows, keys, calls);
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataTypeFactory factory = getCluster().getTypeFactory();
        RelDataTypeFactory.Builder builder = factory.builder();
        for (int key : keys) {
            builder.add(input.getRowType().getFieldList().get(key));
        }
        for (int i = 0; i < calls.size(); i++) {
            String name = calls.get(i).getName();
            builder.add(name == null ? "agg" + i : name, calls.get(i).getType());
        }
        RelDataType bound = factory.createSqlType(SqlTypeName.TIMESTAMP, 3);
        SqlTypeName time =
                switch (windows) {
                    case Windows.Assigned assigned ->
                            input.getRowType().getFieldList().get(assigned.timeColumn()).getType().getSqlTypeName();
                    case Windows.Attached ignored -> SqlTypeName.TIMESTAMP;
                };
        return builder.add("window_start", bound)
                .add("window_end", bound)
                .add("window_time", factory.createSqlType(time, 3))
                .uniquify()
                .build();
    }

    public Windows windows() {
        return windows;
    }

    public ImmutableBitSet keys() {
        return keys;
    }

    public List<AggregateCall> calls() {
        return calls;
    }

    /** The output column of window_start; window_end and window_time follow it. */
    public int startColumn() {
        return keys.cardinality() + calls.size();
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("windows", windows).item("keys", keys).item("calls", calls);
    }
}
