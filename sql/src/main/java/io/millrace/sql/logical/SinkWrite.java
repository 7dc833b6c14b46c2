package io.millrace.sql.logical;

import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/** Writes its input, whose columns have the table's types, into a table. */
public final class SinkWrite extends SingleRel {
    private final TableDefinition table;

    public SinkWrite(RelNode input, TableDefinition table) {
        super(input.getCluster(), input.getCluster().traitSet(), input);
        this.table = table;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new SinkWrite(inputs.getFirst(), table);
    }

    public TableDefinition table() {
        return table;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("table", table.name());
    }
}
