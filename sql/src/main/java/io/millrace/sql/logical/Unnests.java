package io.millrace.sql.logical;

import io.millrace.data.MillraceException;
import io.millrace.sql.logical.Unnest.Numbering;
import io.millrace.sql.logical.Unnest.WhenEmpty;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Turns UNNEST, alone or joined with the rows whose arrays it is over, into an {@link Unnest}. */
final class Unnests {
    private Unnests() {}

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(
                plan,
                node ->
                        switch (node) {
                            case Correlate correlate -> joined(correlate);
                            case Uncollect uncollect when !isCorrelated(uncollect) -> alone(uncollect);
                            default -> node;
                        });
    }

    private static boolean isCorrelated(Uncollect uncollect) {
        return !org.apache.calcite.plan.RelOptUtil.getVariablesUsed(uncollect).isEmpty();
    }

    private static RelNode alone(Uncollect uncollect) {
        RelNode input = uncollect.getInput();
        checkOne(uncollect);
        Unnest unnest = new Unnest(input, uncollect.getRowType().getFieldList(), WhenEmpty.DROP, numbering(uncollect));
        List<RexNode> columns = Expressions.columns(unnest);
        return Expressions.project(unnest, columns.subList(1, columns.size()), uncollect.getRowType().getFieldNames());
    }

    /** What stands above an UNNEST on the right of a join: expressions over its columns, and conditions. */
    private record Right(Uncollect uncollect, List<RexNode> outputs, List<RexNode> conditions) {}

    private static @Nullable Right right(RelNode node) {
        return switch (node) {
            case Uncollect uncollect -> new Right(uncollect, Expressions.columns(uncollect), List.of());
            case Project project -> {
                Right below = right(project.getInput());
                yield below == null
                        ? null
                        : new Right(
                                below.uncollect,
                                project.getProjects().stream()
                                        .map(output -> Expressions.replaceColumns(output, below.outputs))
                                        .toList(),
                                below.conditions);
            }
            case Filter filter -> {
                Right below = right(filter.getInput());
                if (below == null) {
                    yield null;
                }
                List<RexNode> conditions = new ArrayList<>(below.conditions);
                conditions.add(Expressions.replaceColumns(filter.getCondition(), below.outputs));
                yield new Right(below.uncollect, below.outputs, conditions);
            }
            default -> null;
        };
    }

    private static RelNode joined(Correlate correlate) {
        Right right = right(correlate.getRight());
        JoinRelType kind = correlate.getJoinType();
        if (right == null
                || !(right.uncollect.getInput() instanceof Project nested)
                || !(nested.getInput() instanceof Values)
                || (kind != JoinRelType.INNER && kind != JoinRelType.LEFT)) {
            return correlate;
        }
        checkOne(right.uncollect);
        boolean plain = right.conditions.isEmpty() && right.outputs.stream().allMatch(RexInputRef.class::isInstance);
        if (kind == JoinRelType.LEFT && !plain) {
            throw MillraceException.user(
                    "unsupported", "LEFT JOIN UNNEST has ON TRUE; put conditions and expressions above it");
        }
        CorrelationId variable = correlate.getCorrelationId();
        RelNode left = correlate.getLeft();
        int count = left.getRowType().getFieldCount();
        List<RexNode> inputs = new ArrayList<>(Expressions.columns(left));
        inputs.add(moved(nested.getProjects().getFirst(), variable, count));
        List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
        names.add("$nested");
        Unnest unnest =
                new Unnest(
                        Expressions.project(left, inputs, names),
                        added(right.uncollect, kind),
                        kind == JoinRelType.LEFT ? WhenEmpty.KEEP : WhenEmpty.DROP,
                        numbering(right.uncollect));
        RelNode node = unnest;
        for (RexNode condition : right.conditions) {
            node = LogicalFilter.create(node, moved(condition, variable, count + 1));
        }
        List<RexNode> outputs = new ArrayList<>(Expressions.columns(unnest).subList(0, count));
        IntFunction<RexNode> element = column -> Expressions.columns(unnest).get(count + 1 + column);
        for (RexNode output : right.outputs) {
            outputs.add(
                    output instanceof RexInputRef ref
                            ? element.apply(ref.getIndex())
                            : moved(output, variable, count + 1));
        }
        return Expressions.project(node, outputs, correlate.getRowType().getFieldNames());
    }

    private static List<RelDataTypeField> added(Uncollect uncollect, JoinRelType kind) {
        if (kind == JoinRelType.INNER) {
            return uncollect.getRowType().getFieldList();
        }
        var factory = uncollect.getCluster().getTypeFactory();
        var builder = factory.builder();
        uncollect
                .getRowType()
                .getFieldList()
                .forEach(field ->
                        builder.add(field.getName(), factory.createTypeWithNullability(field.getType(), true)));
        return builder.build().getFieldList();
    }

    private static Numbering numbering(Uncollect uncollect) {
        return uncollect.withOrdinality ? Numbering.SHOWN : Numbering.HIDDEN;
    }

    private static void checkOne(Uncollect uncollect) {
        var nested = uncollect.getInput().getRowType().getFieldList();
        SqlTypeName type = nested.getFirst().getType().getSqlTypeName();
        if (nested.size() != 1 || (type != SqlTypeName.ARRAY && type != SqlTypeName.MAP)) {
            throw MillraceException.user("unsupported", "UNNEST takes one ARRAY or MAP");
        }
    }

    /**
     * Over the rows of the left side followed by others: its own columns so many further, the variable's where they
     * are.
     */
    private static RexNode moved(RexNode expression, CorrelationId variable, int distance) {
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return new RexInputRef(ref.getIndex() + distance, ref.getType());
                    }

                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        return access.getReferenceExpr() instanceof RexCorrelVariable of && of.id.equals(variable)
                                ? new RexInputRef(access.getField().getIndex(), access.getType())
                                : super.visitFieldAccess(access);
                    }
                });
    }
}
