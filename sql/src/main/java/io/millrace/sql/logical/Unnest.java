package io.millrace.sql.logical;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;

/** Gives each row once for each element of its last column, an array or map, with the element after its own columns. */
public final class Unnest extends SingleRel {

    /** What becomes of a row without elements. */
    public enum WhenEmpty {
        DROP,
        KEEP
    }

    /** Whether the number of the element comes last. */
    public enum Numbering {
        HIDDEN,
        SHOWN
    }

    private final List<RelDataTypeField> added;
    private final WhenEmpty whenEmpty;
    private final Numbering numbering;

    /**
     * @param added the columns of an element
     */
    Unnest(RelNode input, List<RelDataTypeField> added, WhenEmpty whenEmpty, Numbering numbering) {
        super(input.getCluster(), input.getCluster().traitSet(), input);
        this.added = List.copyOf(added);
        this.whenEmpty = whenEmpty;
        this.numbering = numbering;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return over(inputs.getFirst());
    }

    /** The same over another input, whose last column is the same. */
    Unnest over(RelNode other) {
        return new Unnest(other, added, whenEmpty, numbering);
    }

    @Override
    protected RelDataType deriveRowType() {
        var builder = getCluster().getTypeFactory().builder();
        builder.addAll(input.getRowType().getFieldList());
        added.forEach(field -> builder.add(field.getName(), field.getType()));
        return builder.uniquify().build();
    }

    /** The column with the elements. */
    public int column() {
        return input.getRowType().getFieldCount() - 1;
    }

    public int addedCount() {
        return added.size();
    }

    public WhenEmpty whenEmpty() {
        return whenEmpty;
    }

    public Numbering numbering() {
        return numbering;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("added", added)
                .item("whenEmpty", whenEmpty)
                .item("numbering", numbering);
    }
}
