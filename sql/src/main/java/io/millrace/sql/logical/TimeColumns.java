package io.millrace.sql.logical;

import io.millrace.sql.functions.NiladicFunction;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Finds out whether a column is event time that a watermark speaks of, processing time, or just a column. */
public final class TimeColumns {

    /** What a column's time is. */
    public enum Kind {
        EVENT,
        PROCESSING,
        NONE
    }

    private TimeColumns() {}

    public static Kind of(RelNode node, int column) {
        return switch (node) {
            case Watermark watermark when watermark.timeColumn() == column -> Kind.EVENT;
            case Watermark watermark -> of(watermark.getInput(), column);
            case Filter filter -> of(filter.getInput(), column);
            case Sort sort -> of(sort.getInput(), column);
            case TopN top when column < top.getInput().getRowType().getFieldCount() -> ofTopN(top, column);
            case Unnest unnest when column < unnest.column() -> of(unnest.getInput(), column);
            case OverAggregate over when column < over.getInput().getRowType().getFieldCount() ->
                    of(over.getInput(), column);
            case Project project -> of(project.getProjects().get(column), project.getInput());
            case WindowAssign assign -> ofWindow(assign, column);
            case Aggregate aggregate when column < aggregate.getGroupCount() -> ofGroup(aggregate, column);
            case WindowAggregate aggregate when column == aggregate.startColumn() + 2 -> Kind.EVENT;
            case Join join -> ofJoin(join, column);
            case TemporalJoin join when column < join.getLeft().getRowType().getFieldCount() ->
                    of(join.getLeft(), column);
            case Union union -> ofUnion(union, column);
            default -> Kind.NONE;
        };
    }

    /**
     * By how many microseconds a time may lie behind the watermark of event time when its row comes, or nothing where a
     * watermark says nothing of it. An event time does not lie behind, nor does the end of a window, whether the row is
     * a result of it or yet to be grouped by it; the start does by the length of the window. Windows that are cut by
     * the clocks of a zone have no such bounds: the watermark is a moment.
     */
    static OptionalLong behindWatermark(RelNode node, int column) {
        return of(node, column) != Kind.NONE ? OptionalLong.of(0) : ofBound(node, column);
    }

    private static OptionalLong ofBound(RelNode node, int column) {
        return switch (node) {
            case Filter filter -> ofBound(filter.getInput(), column);
            case Project project ->
                    project.getProjects().get(column) instanceof RexInputRef ref
                            ? ofBound(project.getInput(), ref.getIndex())
                            : OptionalLong.empty();
            case WindowAssign assign ->
                    ofBound(
                            assign.getInput(),
                            assign.timeColumn(),
                            assign.shape(),
                            column - assign.getInput().getRowType().getFieldCount());
            case Aggregate aggregate when column < aggregate.getGroupCount() && isOfWindows(aggregate) ->
                    ofBound(aggregate.getInput(), aggregate.getGroupSet().nth(column));
            case WindowAggregate aggregate
                    when column == aggregate.startColumn() || column == aggregate.startColumn() + 1 ->
                    switch (aggregate.windows()) {
                        case WindowAggregate.Windows.Assigned assigned ->
                                ofBound(
                                        aggregate.getInput(),
                                        assigned.timeColumn(),
                                        assigned.shape(),
                                        column - aggregate.startColumn());
                        case WindowAggregate.Windows.Attached attached ->
                                ofBound(
                                        aggregate.getInput(),
                                        column == aggregate.startColumn()
                                                ? attached.startColumn()
                                                : attached.endColumn());
                    };
            default -> OptionalLong.empty();
        };
    }

    /** Of windows over a time: their start, bound 0, or their end, bound 1. */
    private static OptionalLong ofBound(RelNode input, int timeColumn, WindowShape shape, int bound) {
        if (!shape.zone().equals(ZoneOffset.UTC) || of(input, timeColumn) != Kind.EVENT) {
            return OptionalLong.empty();
        }
        if (bound == 1) {
            return OptionalLong.of(0);
        }
        return switch (shape) {
            case WindowShape.Tumble tumble when bound == 0 -> OptionalLong.of(tumble.sizeMicros());
            case WindowShape.Hop hop when bound == 0 -> OptionalLong.of(hop.sizeMicros());
            case WindowShape.Cumulate cumulate when bound == 0 -> OptionalLong.of(cumulate.sizeMicros());
            default -> OptionalLong.empty();
        };
    }

    /** Whether two columns of a join are instants that can be compared as they are. */
    static boolean isOneKind(Join join, int first, int second) {
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        SqlTypeName type = typeOf(join, first, leftColumns);
        return type == typeOf(join, second, leftColumns)
                && (type == SqlTypeName.TIMESTAMP || type == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
    }

    private static SqlTypeName typeOf(Join join, int column, int leftColumns) {
        return (column < leftColumns ? join.getLeft() : join.getRight())
                .getRowType()
                .getFieldList()
                .get(column < leftColumns ? column : column - leftColumns)
                .getType()
                .getSqlTypeName();
    }

    private static Kind of(RexNode expression, RelNode input) {
        return switch (expression) {
            case RexInputRef ref -> of(input, ref.getIndex());
            case RexCall call
                    when call.getOperator() instanceof NiladicFunction
                            && call.getOperator().getName().equals("PROCTIME") ->
                    Kind.PROCESSING;
            case RexCall call when call.getKind() == SqlKind.CAST && isTimeCast(call) ->
                    of(call.getOperands().getFirst(), input);
            default -> Kind.NONE;
        };
    }

    /** A change of precision alone keeps what a time column is. */
    private static boolean isTimeCast(RexCall cast) {
        return cast.getType().getSqlTypeName() == cast.getOperands().getFirst().getType().getSqlTypeName();
    }

    /** Whether a change of precision keeps every digit. */
    static boolean isWidening(RexCall cast) {
        return isTimeCast(cast)
                && cast.getType().getPrecision() >= cast.getOperands().getFirst().getType().getPrecision();
    }

    private static Kind ofTopN(TopN top, int column) {
        // The rows of a Top-N change; its partitions by window alone are given once.
        return WindowColumns.of(top).isPresent() ? of(top.getInput(), column) : Kind.NONE;
    }

    private static Kind ofWindow(WindowAssign assign, int column) {
        int inputColumns = assign.getInput().getRowType().getFieldCount();
        if (column < inputColumns) {
            return of(assign.getInput(), column);
        }
        return column == inputColumns + 2 ? of(assign.getInput(), assign.timeColumn()) : Kind.NONE;
    }

    /** Groups that are windows keep the window's time, whether or not they are known as window aggregates yet. */
    private static Kind ofGroup(Aggregate aggregate, int column) {
        int key = aggregate.getGroupSet().nth(column);
        boolean isTime =
                isOfWindows(aggregate)
                        && WindowColumns.of(aggregate.getInput()).filter(window -> window.times().get(key)).isPresent();
        return isTime ? of(aggregate.getInput(), key) : Kind.NONE;
    }

    private static boolean isOfWindows(Aggregate aggregate) {
        return aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && WindowColumns.of(aggregate.getInput())
                        .filter(window ->
                                window.starts().intersects(aggregate.getGroupSet())
                                        && window.ends().intersects(aggregate.getGroupSet()))
                        .isPresent();
    }

    private static Kind ofJoin(Join join, int column) {
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        JoinForm form = JoinForm.of(join);
        if (form instanceof JoinForm.Regular || (form instanceof JoinForm.Interval interval && !interval.isNear())) {
            return Kind.NONE;
        }
        return column < leftColumns ? of(join.getLeft(), column) : of(join.getRight(), column - leftColumns);
    }

    private static Kind ofUnion(Union union, int column) {
        @Nullable Kind common = null;
        for (RelNode input : union.getInputs()) {
            Kind kind = of(input, column);
            if (common != null && common != kind) {
                return Kind.NONE;
            }
            common = kind;
        }
        return common == null || !union.all ? Kind.NONE : common;
    }
}
