package io.millrace.sql.logical;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** How long a join must remember its rows. */
public sealed interface JoinForm {

    /** For ever: any later row of the other side may match. */
    record Regular() implements JoinForm {}

    /** Until the window is complete: rows match within one window only. */
    record Window(int leftStart, int leftEnd, int rightStart, int rightEnd, ZoneId zone) implements JoinForm {}

    /** For a while: until the watermark of the other side says that no partner can come. */
    record Interval(Need left, Need right) implements JoinForm {

        /**
         * Whether the times that are compared are those by which rows are forgotten: partners are near one another, and
         * a pair comes soon after both.
         */
        public boolean isNear() {
            return left.column == right.otherTime && right.column == left.otherTime;
        }
    }

    /**
     * How long a row of one side is needed: until the watermark of the other one has passed a column and a bit.
     *
     * @param otherTime the time of the other side, which is at most {@code column} plus {@code micros} in a pair
     * @param column of the row itself; columns are counted from the first of their own side
     */
    record Need(int otherTime, int column, long micros) {}

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
        List<Need> left = new ArrayList<>();
        List<Need> right = new ArrayList<>();
        RexNode expanded = RexUtil.expandSearch(Expressions.builder(join), null, join.getCondition());
        for (RexNode condition : RelOptUtil.conjunctions(expanded)) {
            Order order = Order.of(condition);
            if (order == null || !TimeColumns.isOneKind(join, order.earlier.column, order.later.column)) {
                continue;
            }
            int earlier = order.earlier.column;
            int later = order.later.column;
            long micros = order.later.micros - order.earlier.micros;
            if (earlier < leftColumns && later >= leftColumns) {
                TimeColumns.behindWatermark(join.getLeft(), earlier)
                        .ifPresent(behind -> add(right, new Need(earlier, later - leftColumns, micros + behind)));
            } else if (earlier >= leftColumns && later < leftColumns) {
                TimeColumns.behindWatermark(join.getRight(), earlier - leftColumns)
                        .ifPresent(behind -> add(left, new Need(earlier - leftColumns, later, micros + behind)));
            }
        }
        return chosen(left, right, join.getJoinType() == JoinRelType.INNER);
    }

    /** Of two bounds between the same columns the narrower one is kept. */
    private static void add(List<Need> needs, Need need) {
        for (int i = 0; i < needs.size(); i++) {
            Need other = needs.get(i);
            if (other.otherTime == need.otherTime && other.column == need.column) {
                needs.set(i, other.micros <= need.micros ? other : need);
                return;
            }
        }
        needs.add(need);
    }

    /** Times that are near one another before others: rows without a partner, and what is above, ask for them. */
    private static Optional<JoinForm> chosen(List<Need> left, List<Need> right, boolean mayBeFar) {
        for (Need a : left) {
            for (Need b : right) {
                Interval interval = new Interval(a, b);
                if (interval.isNear()) {
                    return Optional.of(interval);
                }
            }
        }
        return mayBeFar && !left.isEmpty() && !right.isEmpty()
                ? Optional.of(new Interval(left.getFirst(), right.getFirst()))
                : Optional.empty();
    }

    /**
     * A comparison read as: one column and a bit is at most another one and a bit. A strict bound is widened to a whole
     * one: the condition itself is still checked, this only says what can be forgotten.
     */
    record Order(Side earlier, Side later) {
        public static @Nullable Order of(RexNode condition) {
            boolean less =
                    condition.getKind() == SqlKind.LESS_THAN || condition.getKind() == SqlKind.LESS_THAN_OR_EQUAL;
            boolean greater =
                    condition.getKind() == SqlKind.GREATER_THAN || condition.getKind() == SqlKind.GREATER_THAN_OR_EQUAL;
            if (!less && !greater) {
                return null;
            }
            Side first = Side.of(((RexCall) condition).getOperands().get(0));
            Side second = Side.of(((RexCall) condition).getOperands().get(1));
            if (first == null || second == null) {
                return null;
            }
            return less ? new Order(first, second) : new Order(second, first);
        }
    }

    /** A time column with a constant added. */
    record Side(int column, long micros) {
        static @Nullable Side of(RexNode expression) {
            if (expression instanceof RexInputRef ref) {
                return new Side(ref.getIndex(), 0);
            }
            if (expression instanceof RexCall call && call.getKind() == SqlKind.CAST) {
                return TimeColumns.isWidening(call) ? of(call.getOperands().getFirst()) : null;
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
