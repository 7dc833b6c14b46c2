package io.millrace.sql.logical;

import io.millrace.sql.logical.OverAggregate.Frame;
import io.millrace.sql.logical.TopN.Choice;
import io.millrace.sql.logical.TopN.RankColumn;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil.InputFinder;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexPermuteInputsShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mapping;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Removes columns that nobody above reads, through all nodes of a plan; scans are narrowed afterwards, to single fields
 * of rows.
 *
 * <p>The planner finds the methods named trimFields by the type of their first parameter.
 */
@SuppressWarnings("ReferenceEquality") // Whether a node was replaced at all.
public final class ColumnTrimmer extends RelFieldTrimmer {
    private ColumnTrimmer(RelNode plan) {
        super(null, RelFactories.LOGICAL_BUILDER.create(plan.getCluster(), null));
    }

    static RelNode apply(RelNode plan) {
        return new ColumnTrimmer(plan).trim(plan);
    }

    public TrimResult trimFields(TableRead read, ImmutableBitSet used, Set<RelDataTypeField> extra) {
        int columns = read.getRowType().getFieldCount();
        if (used.cardinality() == columns) {
            return unchanged(read);
        }
        if (used.isEmpty()) {
            return dummyProject(columns, read);
        }
        // A projection for now: the pruning of paths narrows the scan itself.
        List<String> names = read.getRowType().getFieldNames();
        RelNode narrowed =
                Expressions.project(
                        read,
                        used.asList().stream().map(column -> Expressions.columns(read).get(column)).toList(),
                        used.asList().stream().map(names::get).toList());
        Mapping mapping = Mappings.create(MappingType.INVERSE_SURJECTION, columns, used.cardinality());
        int next = 0;
        for (int column : used) {
            mapping.set(column, next++);
        }
        return result(narrowed, mapping);
    }

    public TrimResult trimFields(Watermark watermark, ImmutableBitSet used, Set<RelDataTypeField> extra) {
        ImmutableBitSet needed = used.set(watermark.timeColumn()).union(InputFinder.bits(watermark.expression()));
        TrimResult below = trimChild(watermark, watermark.getInput(), needed, Set.of());
        if (below.left == watermark.getInput()) {
            return unchanged(watermark);
        }
        return result(
                new Watermark(
                        below.left,
                        below.right.getTarget(watermark.timeColumn()),
                        watermark.expression().accept(new RexPermuteInputsShuttle(below.right, below.left))),
                below.right);
    }

    public TrimResult trimFields(WindowAssign assign, ImmutableBitSet used, Set<RelDataTypeField> extra) {
        int columns = assign.getInput().getRowType().getFieldCount();
        ImmutableBitSet needed = used.intersect(ImmutableBitSet.range(columns)).set(assign.timeColumn());
        if (assign.shape() instanceof WindowShape.Session session) {
            needed = needed.union(session.keys());
        }
        TrimResult below = trimChild(assign, assign.getInput(), needed, Set.of());
        if (below.left == assign.getInput()) {
            return unchanged(assign);
        }
        WindowShape shape =
                assign.shape() instanceof WindowShape.Session session
                        ? new WindowShape.Session(
                                session.gapMicros(), permuted(session.keys(), below.right), session.zone())
                        : assign.shape();
        return result(
                new WindowAssign(below.left, shape, below.right.getTarget(assign.timeColumn())),
                extended(below.right, columns, below.left, WindowAssign.ADDED));
    }

    public TrimResult trimFields(Unnest unnest, ImmutableBitSet used, Set<RelDataTypeField> extra) {
        int columns = unnest.getInput().getRowType().getFieldCount();
        ImmutableBitSet needed = used.intersect(ImmutableBitSet.range(columns)).set(unnest.column());
        TrimResult below = trimChild(unnest, unnest.getInput(), needed, Set.of());
        if (below.left == unnest.getInput()) {
            return unchanged(unnest);
        }
        return result(unnest.over(below.left), extended(below.right, columns, below.left, unnest.addedCount()));
    }

    public TrimResult trimFields(TopN top, ImmutableBitSet used, Set<RelDataTypeField> extra) {
        int columns = top.getInput().getRowType().getFieldCount();
        Choice choice = top.choice();
        ImmutableBitSet needed =
                used.intersect(ImmutableBitSet.range(columns))
                        .union(choice.partition())
                        .union(orderColumns(choice.order().getFieldCollations()));
        TrimResult below = trimChild(top, top.getInput(), needed, Set.of());
        RankColumn rank =
                top.rankColumn() == RankColumn.LAST && used.get(columns) ? RankColumn.LAST : RankColumn.ABSENT;
        if (below.left == top.getInput() && rank == top.rankColumn()) {
            return unchanged(top);
        }
        Choice moved =
                new Choice(
                        permuted(choice.partition(), below.right),
                        RexUtil.apply(below.right, choice.order()),
                        choice.first(),
                        choice.last());
        Mapping mapping;
        if (top.rankColumn() == RankColumn.ABSENT) {
            mapping = below.right;
        } else if (rank == RankColumn.LAST) {
            mapping = extended(below.right, columns, below.left, 1);
        } else {
            mapping =
                    Mappings.create(
                            MappingType.INVERSE_SURJECTION, columns + 1, below.left.getRowType().getFieldCount());
            copy(below.right, mapping);
        }
        return result(new TopN(below.left, moved, rank), mapping);
    }

    public TrimResult trimFields(OverAggregate over, ImmutableBitSet used, Set<RelDataTypeField> extra) {
        int columns = over.getInput().getRowType().getFieldCount();
        Frame frame = over.frame();
        ImmutableBitSet.Builder needed = ImmutableBitSet.builder();
        needed.addAll(used.intersect(ImmutableBitSet.range(columns)));
        needed.addAll(frame.partition());
        needed.addAll(orderColumns(frame.order().getFieldCollations()));
        over.calls().forEach(call -> needed.addAll(ImmutableBitSet.of(call.getArgList())));
        TrimResult below = trimChild(over, over.getInput(), needed.build(), Set.of());
        if (below.left == over.getInput()) {
            return unchanged(over);
        }
        Frame moved =
                new Frame(
                        permuted(frame.partition(), below.right),
                        RexUtil.apply(below.right, frame.order()),
                        frame.unit(),
                        frame.lower(),
                        frame.upper());
        Mapping mapping = below.right;
        return result(
                new OverAggregate(
                        below.left, moved, over.calls().stream().map(call -> call.transform(mapping)).toList()),
                extended(mapping, columns, below.left, over.calls().size()));
    }

    public TrimResult trimFields(TemporalJoin join, ImmutableBitSet used, Set<RelDataTypeField> extra) {
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        int rightColumns = join.getRight().getRowType().getFieldCount();
        ImmutableBitSet both = used.union(InputFinder.bits(join.condition()));
        ImmutableBitSet leftUsed =
                both.intersect(ImmutableBitSet.range(leftColumns)).union(InputFinder.bits(join.time()));
        ImmutableBitSet rightUsed =
                both.intersect(ImmutableBitSet.range(leftColumns, leftColumns + rightColumns)).shift(-leftColumns);
        TrimResult left = trimChild(join, join.getLeft(), leftUsed, Set.of());
        TrimResult right = trimChild(join, join.getRight(), rightUsed, Set.of());
        if (left.left == join.getLeft() && right.left == join.getRight()) {
            return unchanged(join);
        }
        int newLeft = left.left.getRowType().getFieldCount();
        int newRight = right.left.getRowType().getFieldCount();
        Mapping mapping =
                Mappings.create(MappingType.INVERSE_SURJECTION, leftColumns + rightColumns, newLeft + newRight);
        copy(left.right, mapping);
        for (var pair : right.right) {
            mapping.set(pair.source + leftColumns, pair.target + newLeft);
        }
        return result(
                new TemporalJoin(
                        left.left,
                        right.left,
                        join.kind(),
                        join.time().accept(new RexPermuteInputsShuttle(left.right, left.left)),
                        join.condition().accept(new RexPermuteInputsShuttle(mapping, left.left, right.left))),
                mapping);
    }

    private TrimResult unchanged(RelNode node) {
        return result(node, identity(node.getRowType().getFieldCount()));
    }

    private static Mapping identity(int columns) {
        Mapping mapping = Mappings.create(MappingType.INVERSE_SURJECTION, columns, columns);
        for (int i = 0; i < columns; i++) {
            mapping.set(i, i);
        }
        return mapping;
    }

    private static ImmutableBitSet orderColumns(List<RelFieldCollation> order) {
        return ImmutableBitSet.of(order.stream().map(RelFieldCollation::getFieldIndex).toList());
    }

    private static ImmutableBitSet permuted(ImmutableBitSet columns, Mapping mapping) {
        return columns.permute(mapping);
    }

    /** The mapping of an input's columns, and of the columns that a node adds after them. */
    private static Mapping extended(Mapping below, int columns, RelNode input, int added) {
        int newColumns = input.getRowType().getFieldCount();
        Mapping mapping = Mappings.create(MappingType.INVERSE_SURJECTION, columns + added, newColumns + added);
        copy(below, mapping);
        for (int i = 0; i < added; i++) {
            mapping.set(columns + i, newColumns + i);
        }
        return mapping;
    }

    private static void copy(Mapping from, Mapping to) {
        for (var pair : from) {
            to.set(pair.source, pair.target);
        }
    }
}
