package io.millrace.sql.physical;

import io.millrace.operators.window.Lateness;
import io.millrace.sql.logical.JoinForm;
import io.millrace.sql.logical.TemporalJoin;
import io.millrace.sql.logical.TimeColumns;
import io.millrace.sql.logical.Unnest;
import io.millrace.sql.logical.WindowAggregate;
import io.millrace.sql.logical.WindowAssign;
import io.millrace.sql.logical.WindowShape;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Which rows of a node are late for what is done with them above. The rule is carried down to the scans, which alone
 * know what the rows before a row have said.
 *
 * @param column the time that the rule is about
 */
record Late(int column, Lateness rule) {

    /** The rule for an input of a node, where {@code above} is that for the node's own rows. */
    static Optional<Late> of(RelNode node, int input, Optional<Late> above) {
        return switch (node) {
            case WindowAggregate aggregate
                    when aggregate.windows() instanceof WindowAggregate.Windows.Assigned assigned ->
                    ofWindows(aggregate.getInput(), assigned.timeColumn(), assigned.shape());
            case WindowAssign assign -> ofWindows(assign.getInput(), assign.timeColumn(), assign.shape());
            case Join join when isInterval(join) -> ofInterval((JoinForm.Interval) JoinForm.of(join), input);
            case Project project -> above.flatMap(late -> through(late, project.getProjects().get(late.column)));
            case Filter ignored -> above;
            case Union union when union.all -> above;
            case Unnest unnest -> above.filter(late -> late.column < unnest.column());
            case TemporalJoin join ->
                    above.filter(late -> input == 0 && late.column < join.getLeft().getRowType().getFieldCount());
            default -> Optional.empty();
        };
    }

    /** Whether a join is one of event times that lie near one another. */
    static boolean isInterval(Join join) {
        return JoinForm.of(join) instanceof JoinForm.Interval interval
                && !isProcessingTime(join.getLeft(), interval.right().otherTime())
                && !isProcessingTime(join.getRight(), interval.left().otherTime());
    }

    private static boolean isProcessingTime(RelNode node, int column) {
        return TimeColumns.of(node, column) == TimeColumns.Kind.PROCESSING;
    }

    private static boolean isEventTime(RelNode node, int column) {
        return TimeColumns.of(node, column) == TimeColumns.Kind.EVENT;
    }

    private static Optional<Late> ofWindows(RelNode input, int column, WindowShape shape) {
        if (!isEventTime(input, column)) {
            return Optional.empty();
        }
        Lateness rule =
                shape instanceof WindowShape.Session
                        ? new Lateness.BeforeWatermark()
                        : new Lateness.AfterWindows(
                                AggregateTranslation.windowing(shape, column, WindowShape.TimeKind.EVENT));
        return Optional.of(new Late(column, rule));
    }

    private static Optional<Late> ofInterval(JoinForm.Interval interval, int input) {
        return Optional.of(
                new Late(
                        input == 0 ? interval.right().otherTime() : interval.left().otherTime(),
                        new Lateness.BeforeWatermark()));
    }

    private static Optional<Late> through(Late late, RexNode expression) {
        return switch (expression) {
            case RexInputRef ref -> Optional.of(new Late(ref.getIndex(), late.rule));
            case RexCall call when call.getKind() == SqlKind.CAST -> through(late, call.getOperands().getFirst());
            default -> Optional.empty();
        };
    }
}
