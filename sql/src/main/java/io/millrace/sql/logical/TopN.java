package io.millrace.sql.logical;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Keeps the rows of each partition whose place in an order is within bounds; adds that place as a column where it is
 * asked for.
 */
public final class TopN extends SingleRel {

    /** Whether the place in the order is a column of the output. */
    public enum RankColumn {
        ABSENT,
        LAST
    }

    /**
     * What is kept.
     *
     * @param first the first place, from 1
     * @param last the last place, including
     */
    public record Choice(ImmutableBitSet partition, RelCollation order, long first, long last) {}

    private final Choice choice;
    private final RankColumn rankColumn;

    public TopN(RelNode input, Choice choice, RankColumn rankColumn) {
        super(input.getCluster(), input.getCluster().traitSet(), input);
        this.choice = choice;
        this.rankColumn = rankColumn;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new TopN(inputs.getFirst(), choice, rankColumn);
    }

    @Override
    protected RelDataType deriveRowType() {
        if (rankColumn == RankColumn.ABSENT) {
            return input.getRowType();
        }
        var factory = getCluster().getTypeFactory();
        return factory.builder()
                .addAll(input.getRowType().getFieldList())
                .add("rank", factory.createSqlType(SqlTypeName.BIGINT))
                .uniquify()
                .build();
    }

    public Choice choice() {
        return choice;
    }

    public RankColumn rankColumn() {
        return rankColumn;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("choice", choice).item("rankColumn", rankColumn);
    }
}
