package io.millrace.sql.logical;

import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** How long a join must remember its rows. */
public sealed interface JoinForm {

    /** For ever: any later row of the other side may match. */
    record Regular() implements JoinForm {}

    /** Until the window is complete: rows match within one window only. */
    record Window(int leftStart, int leftEnd, int rightStart, int rightEnd, ZoneId zone) implements JoinForm {}

    /**
     * For a while: the left time less the right time lies within bounds.
     *
     * @param rightTime a column of the right input, counted from its own first
     */
    record Interval(int leftTime, int rightTime, long lowerMicros, long upperMicros) implements JoinForm {}

    static JoinForm of(Join join) {
        Optional<JoinForm> window = window(join);
        return window.isPresent() ? window.get() : interval(join).orElseGet(Regular::new);
    }

    private static Optional<JoinForm> window(Join join) {
        Optional<WindowColumns> left = WindowColumns.of(join.getLeft());
        Optional<WindowColumns> right = WindowColumns.of(join.getRight());
        if (left.isEmpty() || right.isEmpty() || !sameLengths(left.get().shape(), right.get().shape())) {
            return Optional.empty();
        }
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        int[] found = {-1, -1, -1, -1};
        for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
            if (condition.getKind() != SqlKind.EQUALS) {
                continue;
            }
            int a = Expressions.column(((RexCall) condition).getOperands().get(0));
            int b = Expressions.column(((RexCall) condition).getOperands().get(1));
            int l = Math.min(a, b);
            int r = Math.max(a, b) - leftColumns;
            if (l < 0 || l >= leftColumns || r < 0) {
                continue;
            }
            if (left.get().starts().get(l) && right.get().starts().get(r)) {
                found[0] = l;
                found[2] = r;
            } else if (left.get().ends().get(l) && right.get().ends().get(r)) {
                found[1] = l;
                found[3] = r;
            }
        }
        return found[0] >= 0 && found[1] >= 0
                ? Optional.of(new Window(found[0], found[1], found[2], found[3], left.get().shape().zone()))
                : Optional.empty();
    }

    private static boolean sameLengths(WindowShape a, WindowShape b) {
        return a instanceof WindowShape.Session
                ? b instanceof WindowShape.Session && a.zone().equals(b.zone())
                : a.equals(b);
    }

    private static Optional<JoinForm> interval(Join join) {
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        int leftTime = -1;
        int rightTime = -1;
        OptionalLong lower = OptionalLong.empty();
        OptionalLong upper = OptionalLong.empty();
        RexNode expanded = RexUtil.expandSearch(Expressions.builder(join), null, join.getCondition());
        for (RexNode condition : RelOptUtil.conjunctions(expanded)) {
            Difference difference = Difference.of(condition, leftColumns);
            if (difference == null
                    || !isTime(join.getLeft(), difference.left)
                    || !isTime(join.getRight(), difference.right)
                    || (leftTime >= 0 && (leftTime != difference.left || rightTime != difference.right))) {
                continue;
            }
            leftTime = difference.left;
            rightTime = difference.right;
            if (difference.atMost) {
                upper = OptionalLong.of(Math.min(upper.orElse(Long.MAX_VALUE), difference.micros));
            } else {
                lower = OptionalLong.of(Math.max(lower.orElse(Long.MIN_VALUE), difference.micros));
            }
        }
        return lower.isPresent() && upper.isPresent()
                ? Optional.of(new Interval(leftTime, rightTime, lower.getAsLong(), upper.getAsLong()))
                : Optional.empty();
    }

    private static boolean isTime(RelNode node, int column) {
        return TimeColumns.of(node, column) != TimeColumns.Kind.NONE;
    }

    /**
     * A comparison read as a bound of (left time − right time). A strict bound is widened to a whole one: the condition
     * itself is still checked, this only says what can be forgotten.
     */
    final class Difference {
        private final int left;
        private final int right;
        private final long micros;
        private final boolean atMost;

        private Difference(int left, int right, long micros, boolean atMost) {
            this.left = left;
            this.right = right;
            this.micros = micros;
            this.atMost = atMost;
        }

        static @org.jspecify.annotations.Nullable Difference of(RexNode condition, int leftColumns) {
            boolean less =
                    condition.getKind() == SqlKind.LESS_THAN || condition.getKind() == SqlKind.LESS_THAN_OR_EQUAL;
            boolean greater =
                    condition.getKind() == SqlKind.GREATER_THAN || condition.getKind() == SqlKind.GREATER_THAN_OR_EQUAL;
            if (!less && !greater) {
                return null;
            }
            Side first = Side.of(((RexCall) condition).getOperands().get(0));
            Side second = Side.of(((RexCall) condition).getOperands().get(1));
            if (first == null || second == null || (first.column < leftColumns) == (second.column < leftColumns)) {
                return null;
            }
            // first + a <= second + b  means  first − second <= b − a.
            if (first.column < leftColumns) {
                return new Difference(first.column, second.column - leftColumns, second.micros - first.micros, less);
            }
            return new Difference(second.column, first.column - leftColumns, first.micros - second.micros, greater);
        }
    }

    /** A time column with a constant added. */
    record Side(int column, long micros) {
        static @org.jspecify.annotations.Nullable Side of(RexNode expression) {
            if (expression instanceof RexInputRef ref) {
                return new Side(ref.getIndex(), 0);
            }
            if (expression instanceof RexCall call && call.getKind() == SqlKind.CAST) {
                return of(call.getOperands().getFirst());
            }
            boolean plus = expression.getKind() == SqlKind.PLUS;
            boolean minus = expression.getKind() == SqlKind.MINUS;
            if (!(expression instanceof RexCall call) || (!plus && !minus) || call.getOperands().size() != 2) {
                return null;
            }
            Side base = of(call.getOperands().get(0));
            if (base == null
                    || !(call.getOperands().get(1) instanceof RexLiteral interval)
                    || !SqlTypeUtil.isInterval(interval.getType())
                    || interval.getType().getSqlTypeName().isYearMonth()) {
                return null;
            }
            java.math.BigDecimal millis = interval.getValueAs(java.math.BigDecimal.class);
            long micros = millis == null ? 0 : millis.longValueExact() * 1000;
            return new Side(base.column, plus ? base.micros + micros : base.micros - micros);
        }
    }
}
