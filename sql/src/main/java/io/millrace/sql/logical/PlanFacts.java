package io.millrace.sql.logical;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelDistribution;
import org.apache.calcite.rel.RelDistributions;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What the rules may ask about a plan, answered directly and with caution.
 *
 * <p>The planner's own answers come from handlers that it compiles when it starts; the rules used here need next to
 * none of them.
 */
public final class PlanFacts extends RelMetadataQuery {
    private static final double ROWS = 1_000_000;

    public PlanFacts() {
        super(new NoHandlers());
    }

    /** Every question that a rule asks is answered in this class, so that no handler is ever called. */
    private static final class NoHandlers implements MetadataHandlerProvider {
        @Override
        @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
        public <H extends MetadataHandler<?>> H handler(Class<H> type) {
            return null;
        }
    }

    @Override
    public Double getRowCount(RelNode rel) {
        return rel.stripped() instanceof Values values ? (double) values.tuples.size() : ROWS;
    }

    @Override
    public @Nullable Double getMaxRowCount(RelNode rel) {
        return switch (rel.stripped()) {
            case Values values -> (double) values.tuples.size();
            case Aggregate aggregate when aggregate.getGroupCount() == 0 -> 1.0;
            case Project project -> getMaxRowCount(project.getInput());
            case Filter filter -> getMaxRowCount(filter.getInput());
            default -> null;
        };
    }

    @Override
    public Double getMinRowCount(RelNode rel) {
        return switch (rel.stripped()) {
            case Values values -> (double) values.tuples.size();
            case Aggregate aggregate when aggregate.getGroupCount() == 0 -> 1.0;
            case Project project -> getMinRowCount(project.getInput());
            default -> 0.0;
        };
    }

    /** False says that there are rows for certain. */
    @Override
    public @Nullable Boolean isEmpty(RelNode rel) {
        return rel.stripped() instanceof Values values ? values.tuples.isEmpty() : null;
    }

    @Override
    public @Nullable RelOptCost getCumulativeCost(RelNode rel) {
        return rel.getCluster().getPlanner().getCostFactory().makeTinyCost();
    }

    @Override
    public @Nullable RelOptCost getNonCumulativeCost(RelNode rel) {
        return rel.getCluster().getPlanner().getCostFactory().makeTinyCost();
    }

    @Override
    public @Nullable Double getPercentageOriginalRows(RelNode rel) {
        return null;
    }

    @Override
    public @Nullable Set<RelColumnOrigin> getColumnOrigins(RelNode rel, int column) {
        return null;
    }

    @Override
    public @Nullable RelColumnOrigin getColumnOrigin(RelNode rel, int column) {
        return null;
    }

    @Override
    public @Nullable Double getSelectivity(RelNode rel, @Nullable RexNode predicate) {
        return 0.25;
    }

    @Override
    public @Nullable Set<ImmutableBitSet> getUniqueKeys(RelNode rel) {
        return null;
    }

    @Override
    public @Nullable Set<ImmutableBitSet> getUniqueKeys(RelNode rel, boolean ignoreNulls) {
        return null;
    }

    @Override
    public @Nullable Boolean areRowsUnique(RelNode rel, boolean ignoreNulls) {
        return areColumnsUnique(rel, ImmutableBitSet.range(rel.getRowType().getFieldCount()), ignoreNulls);
    }

    @Override
    public @Nullable Boolean areRowsUnique(RelNode rel) {
        return areRowsUnique(rel, false);
    }

    @Override
    public @Nullable Boolean areColumnsUnique(RelNode rel, ImmutableBitSet columns) {
        return areColumnsUnique(rel, columns, false);
    }

    @Override
    public @Nullable Boolean areColumnsUnique(RelNode rel, ImmutableBitSet columns, boolean ignoreNulls) {
        if (rel.stripped() instanceof Aggregate aggregate && aggregate.getGroupType() == Aggregate.Group.SIMPLE) {
            return columns.contains(ImmutableBitSet.range(aggregate.getGroupCount()));
        }
        return null;
    }

    @Override
    public @Nullable ImmutableList<RelCollation> collations(RelNode rel) {
        return ImmutableList.of();
    }

    @Override
    public RelDistribution distribution(RelNode rel) {
        return RelDistributions.ANY;
    }

    @Override
    public @Nullable RelDistribution getDistribution(RelNode rel) {
        return null;
    }

    @Override
    public @Nullable Double getPopulationSize(RelNode rel, ImmutableBitSet columns) {
        return null;
    }

    @Override
    public @Nullable Double getAverageRowSize(RelNode rel) {
        return null;
    }

    @Override
    public @Nullable List<@Nullable Double> getAverageColumnSizes(RelNode rel) {
        return null;
    }

    @Override
    public @Nullable Double getDistinctRowCount(RelNode rel, ImmutableBitSet columns, @Nullable RexNode predicate) {
        return null;
    }

    @Override
    public RelOptPredicateList getPulledUpPredicates(RelNode rel) {
        return RelOptPredicateList.EMPTY;
    }

    @Override
    public @Nullable RelOptPredicateList getAllPredicates(RelNode rel) {
        return null;
    }

    @Override
    public Boolean isVisibleInExplain(RelNode rel, SqlExplainLevel level) {
        return true;
    }

    @Override
    public @Nullable Boolean isMeasure(RelNode rel, int column) {
        return false;
    }

    @Override
    public @Nullable Boolean determines(RelNode rel, int key, int column) {
        return null;
    }

    @Override
    public ImmutableBitSet getInputFieldsUsed(RelNode rel) {
        return ImmutableBitSet.range(rel.getRowType().getFieldCount());
    }
}
