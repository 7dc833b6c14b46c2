package io.millrace.sql.physical;

import io.millrace.data.DataType.Plain;
import io.millrace.sql.logical.JoinForm;
import io.millrace.sql.logical.WindowAggregate;
import io.millrace.sql.types.TypeConversion;
import java.util.OptionalInt;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Finds window joins that look for the greatest rows of their windows: those whose right side is the greatest value of
 * the very rows of the left side. A left row that is less than another one of its window has no partner then.
 */
final class WindowMaximum {
    private WindowMaximum() {}

    /** A column of a node that computes nothing of it. */
    private record Source(RelNode node, int column) {}

    /** The column of the left side that must be the greatest of its window, if there is one. */
    static OptionalInt of(Join join, JoinForm.Window window) {
        if (join.getJoinType() != JoinRelType.INNER) {
            return OptionalInt.empty();
        }
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
            if (!(condition instanceof RexCall call)
                    || call.getOperands().size() != 2
                    || !(call.getOperands().get(0) instanceof RexInputRef first)
                    || !(call.getOperands().get(1) instanceof RexInputRef second)) {
                continue;
            }
            boolean leftFirst = first.getIndex() < leftColumns;
            RexInputRef left = leftFirst ? first : second;
            RexInputRef right = leftFirst ? second : first;
            boolean isAtLeast =
                    switch (condition.getKind()) {
                        case EQUALS -> true;
                        case GREATER_THAN_OR_EQUAL -> leftFirst;
                        case LESS_THAN_OR_EQUAL -> !leftFirst;
                        default -> false;
                    };
            if (isAtLeast
                    && left.getIndex() < leftColumns
                    && right.getIndex() >= leftColumns
                    && TypeConversion.toData(left.getType()).equals(Plain.BIGINT)
                    && isMaximum(join, window, left.getIndex(), right.getIndex() - leftColumns)) {
                return OptionalInt.of(left.getIndex());
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isMaximum(Join join, JoinForm.Window window, int left, int right) {
        Source result = source(join.getRight(), right, false);
        if (result == null
                || !(result.node instanceof WindowAggregate maxima)
                || !maxima.keys().isEmpty()
                || !(maxima.windows() instanceof WindowAggregate.Windows.Attached attached)
                || result.column >= maxima.calls().size()) {
            return false;
        }
        AggregateCall call = maxima.calls().get(result.column);
        return call.getAggregation().getName().equals("MAX")
                && !call.hasFilter()
                && isSame(join.getLeft(), left, maxima.getInput(), call.getArgList().getFirst())
                && isSame(join.getLeft(), window.leftStart(), maxima.getInput(), attached.startColumn())
                && isSame(join.getLeft(), window.leftEnd(), maxima.getInput(), attached.endColumn());
    }

    /** Whether a column of one node, which may leave out rows of it, is a column of all rows that another node has. */
    private static boolean isSame(RelNode some, int someColumn, RelNode all, int allColumn) {
        Source a = source(some, someColumn, true);
        Source b = source(all, allColumn, false);
        return a != null && b != null && a.column == b.column && a.node.deepEquals(b.node);
    }

    private static @Nullable Source source(RelNode node, int column, boolean throughFilters) {
        if (node instanceof Project project) {
            return project.getProjects().get(column) instanceof RexInputRef ref
                    ? source(project.getInput(), ref.getIndex(), throughFilters)
                    : null;
        }
        if (throughFilters && node instanceof Filter filter) {
            return source(filter.getInput(), column, true);
        }
        return new Source(node, column);
    }
}
