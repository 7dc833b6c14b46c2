package io.millrace.sql.physical;

import io.millrace.data.DataType.Plain;
import io.millrace.operators.window.Windowing;
import io.millrace.sql.logical.ColumnPath;
import io.millrace.sql.logical.JoinForm;
import io.millrace.sql.logical.TimeColumns;
import io.millrace.sql.logical.WindowAggregate;
import io.millrace.sql.logical.WindowShape;
import io.millrace.sql.types.TypeConversion;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * Finds joins that look for the greatest rows of their windows: those whose right side is the greatest value of the
 * very rows of the left side. A left row that is less than another one of its window has no partner then.
 *
 * @param column of the left side, that must be the greatest of its window
 * @param window that of the left side's rows
 */
record WindowMaximum(int column, Windowing window) {

    /** {@code window_time} is the last millisecond of a window. */
    private static final long MICROS_PER_MILLI = 1_000;

    /** A column of a node that computes nothing of it. */
    private record Source(RelNode node, int column) {}

    /** What a join of windows looks for. */
    static Optional<WindowMaximum> of(Join join, JoinForm.Window window) {
        for (int[] pair : atLeast(join)) {
            if (isMaximum(join, window, pair[0], pair[1])) {
                Windowing bounds = new Windowing.Attached(window.leftStart(), window.leftEnd(), window.zone());
                return Optional.of(new WindowMaximum(pair[0], bounds));
            }
        }
        return Optional.empty();
    }

    /**
     * What a join looks for whose left rows have no windows, but a time that must lie within the window of the right
     * row, or at its end.
     */
    static Optional<WindowMaximum> of(Join join, JoinForm.Interval interval) {
        // Rows of the left side that are late are left out by this time, before they are compared with others.
        int time = interval.right().otherTime();
        for (int[] pair : atLeast(join)) {
            Source result = source(join.getRight(), pair[1], false);
            if (result != null
                    && result.node instanceof WindowAggregate maxima
                    && maxima.windows() instanceof WindowAggregate.Windows.Assigned assigned
                    && assigned.shape() instanceof WindowShape.Tumble tumble
                    && tumble.zone().equals(ZoneOffset.UTC)
                    && TimeColumns.of(maxima.getInput(), assigned.timeColumn()) == TimeColumns.Kind.EVENT
                    && isMaximum(maxima, result.column)
                    && isWithin(join, maxima, tumble, time)
                    && isAmong(
                            join.getLeft(),
                            List.of(pair[0], time),
                            maxima.getInput(),
                            List.of(argument(maxima, result.column), assigned.timeColumn()))) {
                Windowing.Time event = new Windowing.Time.EventTime(time, ZoneOffset.UTC);
                Windowing window = new Windowing.Tumble(event, tumble.sizeMicros(), tumble.offsetMicros());
                return Optional.of(new WindowMaximum(pair[0], window));
            }
        }
        return Optional.empty();
    }

    /** Columns of the left and of the right side of which the first is at least the second, in all pairs of rows. */
    private static List<int[]> atLeast(Join join) {
        List<int[]> found = new ArrayList<>();
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
            if (join.getJoinType() != JoinRelType.INNER
                    || !(condition instanceof RexCall call)
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
                    && TypeConversion.toData(left.getType()).equals(Plain.BIGINT)) {
                found.add(new int[] {left.getIndex(), right.getIndex() - leftColumns});
            }
        }
        return found;
    }

    private static boolean isMaximum(Join join, JoinForm.Window window, int left, int right) {
        Source result = source(join.getRight(), right, false);
        return result != null
                && result.node instanceof WindowAggregate maxima
                && maxima.windows() instanceof WindowAggregate.Windows.Attached attached
                && isMaximum(maxima, result.column)
                && isSame(join.getLeft(), left, maxima.getInput(), argument(maxima, result.column))
                && isSame(join.getLeft(), window.leftStart(), maxima.getInput(), attached.startColumn())
                && isSame(join.getLeft(), window.leftEnd(), maxima.getInput(), attached.endColumn());
    }

    /** Whether a result of an aggregate is the greatest value of all rows of a window. */
    private static boolean isMaximum(WindowAggregate maxima, int result) {
        if (!maxima.keys().isEmpty() || result >= maxima.calls().size()) {
            return false;
        }
        AggregateCall call = maxima.calls().get(result);
        return call.getAggregation().getName().equals("MAX") && !call.hasFilter();
    }

    private static int argument(WindowAggregate maxima, int result) {
        return maxima.calls().get(result).getArgList().getFirst();
    }

    /** Whether the time of a left row lies between the start and the end of the right row's window, or at its end. */
    private static boolean isWithin(Join join, WindowAggregate maxima, WindowShape.Tumble window, int time) {
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        RexBuilder builder = join.getCluster().getRexBuilder();
        boolean afterStart = false;
        boolean beforeEnd = false;
        for (RexNode condition : RelOptUtil.conjunctions(RexUtil.expandSearch(builder, null, join.getCondition()))) {
            JoinForm.Order order = JoinForm.Order.of(condition);
            if (order == null) {
                continue;
            }
            boolean leftIsEarlier = order.earlier().column() == time;
            JoinForm.Side left = leftIsEarlier ? order.earlier() : order.later();
            JoinForm.Side right = leftIsEarlier ? order.later() : order.earlier();
            if (left.column() != time || right.column() < leftColumns) {
                continue;
            }
            Source bound = source(join.getRight(), right.column() - leftColumns, false);
            if (bound == null || bound.node != maxima || bound.column < maxima.startColumn()) {
                continue;
            }
            long fromEnd =
                    switch (bound.column - maxima.startColumn()) {
                        case 0 -> -window.sizeMicros();
                        case 1 -> 0;
                        default -> -MICROS_PER_MILLI;
                    };
            long distance = fromEnd + right.micros() - left.micros();
            afterStart |= !leftIsEarlier && distance >= -window.sizeMicros();
            beforeEnd |= leftIsEarlier && distance <= 0;
        }
        return afterStart && beforeEnd;
    }

    /** Whether the rows of one node are rows of another one, and these columns of the two the same. */
    private static boolean isAmong(RelNode some, List<Integer> someColumns, RelNode all, List<Integer> allColumns) {
        if (!Chain.is(some) || !Chain.is(all)) {
            return false;
        }
        List<ColumnPath> paths = new ArrayList<>();
        Chain rows = Chain.of(some).numbered(paths);
        Chain others = Chain.of(all).numbered(paths);
        if (!rows.isAmong(others)) {
            return false;
        }
        for (int i = 0; i < someColumns.size(); i++) {
            if (!rows.outputs().get(someColumns.get(i)).equals(others.outputs().get(allColumns.get(i)))) {
                return false;
            }
        }
        return true;
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
