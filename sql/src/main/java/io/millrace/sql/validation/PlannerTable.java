package io.millrace.sql.validation;

import io.millrace.sql.catalog.CatalogObject;
import java.util.List;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelDistribution;
import org.apache.calcite.rel.RelDistributions;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelReferentialConstraint;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.Wrapper;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlAccessType;
import org.apache.calcite.sql.validate.SqlModality;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.sql2rel.InitializerContext;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** A table or view as the planner sees it: a row type, and how it becomes a part of a plan. */
@SuppressWarnings({"deprecation", "rawtypes"}) // The interface has both.
final class PlannerTable implements Prepare.PreparingTable {

    /** Makes the plan that reads a table. */
    interface Expansion {
        RelNode expand(PlannerTable table, RelOptTable.ToRelContext context);
    }

    private final List<String> name;
    private final RelDataType rowType;
    private final @Nullable CatalogObject object;
    private final Expansion expansion;

    PlannerTable(String name, RelDataType rowType, @Nullable CatalogObject object, Expansion expansion) {
        this.name = List.of(name);
        this.rowType = rowType;
        this.object = object;
        this.expansion = expansion;
    }

    /** What the planner's schema holds; it hands out the table itself. */
    Entry entry() {
        return new Entry(this);
    }

    static final class Entry extends AbstractTable implements Wrapper {
        private final PlannerTable table;

        Entry(PlannerTable table) {
            this.table = table;
        }

        @Override
        public RelDataType getRowType(org.apache.calcite.rel.type.RelDataTypeFactory factory) {
            return table.rowType;
        }

        @Override
        public <C> @Nullable C unwrap(Class<C> type) {
            return type.isInstance(table) ? type.cast(table) : super.unwrap(type);
        }
    }

    @Override
    public List<String> getQualifiedName() {
        return name;
    }

    @Override
    public RelDataType getRowType() {
        return rowType;
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context) {
        return expansion.expand(this, context);
    }

    @Override
    public <C> @Nullable C unwrap(Class<C> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type == Table.class) {
            return type.cast(entry());
        }
        return type.isInstance(object) ? type.cast(object) : null;
    }

    @Override
    public double getRowCount() {
        return 1_000_000;
    }

    @Override
    public @Nullable RelOptSchema getRelOptSchema() {
        return null;
    }

    @Override
    public List<RelCollation> getCollationList() {
        return List.of();
    }

    @Override
    public RelDistribution getDistribution() {
        return RelDistributions.ANY;
    }

    @Override
    public boolean isKey(ImmutableBitSet columns) {
        return false;
    }

    @Override
    public List<ImmutableBitSet> getKeys() {
        return List.of();
    }

    @Override
    public List<RelReferentialConstraint> getReferentialConstraints() {
        return List.of();
    }

    @Override
    public @Nullable Expression getExpression(Class type) {
        return null;
    }

    @Override
    public RelOptTable extend(List<RelDataTypeField> fields) {
        throw new UnsupportedOperationException("a table cannot be extended in a query");
    }

    @Override
    public List<ColumnStrategy> getColumnStrategies() {
        return rowType.getFieldList().stream()
                .map(field -> field.getType().isNullable() ? ColumnStrategy.NULLABLE : ColumnStrategy.NOT_NULLABLE)
                .toList();
    }

    @Override
    public SqlMonotonicity getMonotonicity(String column) {
        return SqlMonotonicity.NOT_MONOTONIC;
    }

    @Override
    public SqlAccessType getAllowedAccess() {
        return SqlAccessType.ALL;
    }

    @Override
    public boolean supportsModality(SqlModality modality) {
        return true;
    }

    @Override
    public boolean isTemporal() {
        return true;
    }

    @Override
    public boolean columnHasDefaultValue(RelDataType type, int index, InitializerContext context) {
        return false;
    }
}
