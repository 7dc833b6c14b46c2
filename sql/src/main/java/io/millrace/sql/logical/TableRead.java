package io.millrace.sql.logical;

import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/** Reads parts of a table: each output column is one path into the columns that the connector reads. */
public final class TableRead extends AbstractRelNode {
    private final TableDefinition table;
    private final RelDataType readType;
    private final List<ColumnPath> paths;

    private TableRead(RelOptCluster cluster, TableDefinition table, RelDataType readType, List<ColumnPath> paths) {
        super(cluster, cluster.traitSet());
        this.table = table;
        this.readType = readType;
        this.paths = List.copyOf(paths);
        this.rowType = rowType(cluster.getTypeFactory(), readType, paths);
    }

    /** Reads all columns whole. */
    public static TableRead all(RelOptCluster cluster, TableDefinition table, RelDataType readType) {
        return new TableRead(cluster, table, readType, ColumnPath.all(readType.getFieldCount()));
    }

    /** The same table, only these paths of its columns. */
    public TableRead only(List<ColumnPath> chosen) {
        return new TableRead(getCluster(), table, readType, chosen);
    }

    private static RelDataType rowType(RelDataTypeFactory factory, RelDataType readType, List<ColumnPath> paths) {
        RelDataTypeFactory.Builder builder = factory.builder();
        for (ColumnPath path : paths) {
            builder.add(path.name(readType), path.type(factory, readType));
        }
        return builder.build();
    }

    public TableDefinition table() {
        return table;
    }

    public List<ColumnPath> paths() {
        return paths;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("table", table.name()).item("options", table.options()).item("columns", rowType.getFieldNames());
    }
}
