package io.millrace.sql.logical;

import io.millrace.data.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;

/**
 * Removes the watermarks that nothing above waits for, so that filters may move below and time columns need not be
 * read.
 */
final class WatermarkPruning {

    /** Whether a node above reads the clock of event time. */
    private enum Need {
        NONE,
        EVENT_TIME
    }

    private WatermarkPruning() {}

    static RelNode apply(RelNode plan) {
        return prune(plan, Need.NONE);
    }

    private static RelNode prune(RelNode node, Need above) {
        Need need = waits(node) ? Need.EVENT_TIME : above;
        if (node instanceof Watermark watermark && need == Need.NONE) {
            return prune(watermark.getInput(), need);
        }
        List<RelNode> inputs = new ArrayList<>();
        for (RelNode input : node.getInputs()) {
            inputs.add(prune(input, need));
        }
        return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    }

    private static boolean waits(RelNode node) {
        return switch (node) {
            case WindowAssign assign -> windowWaits(assign);
            case OverAggregate over -> {
                var order = over.frame().order().getFieldCollations();
                yield !order.isEmpty()
                        && TimeColumns.of(over.getInput(), order.getFirst().getFieldIndex()) == TimeColumns.Kind.EVENT;
            }
            case TemporalJoin join -> {
                int column = Expressions.column(join.time());
                yield column >= 0 && TimeColumns.of(join.getLeft(), column) == TimeColumns.Kind.EVENT;
            }
            case Join join -> !(JoinForm.of(join) instanceof JoinForm.Regular);
            default -> false;
        };
    }

    private static boolean windowWaits(WindowAssign assign) {
        return switch (TimeColumns.of(assign.getInput(), assign.timeColumn())) {
            case EVENT -> true;
            case PROCESSING -> false;
            case NONE -> {
                String column = assign.getInput().getRowType().getFieldNames().get(assign.timeColumn());
                throw MillraceException.user(
                        "no-event-time",
                        "a window is over event time, but `"
                                + column
                                + "` has no watermark here; declare WATERMARK FOR `"
                                + column
                                + "` AS `"
                                + column
                                + "` - INTERVAL '5' SECOND in its table, or use PROCTIME(). A column that is "
                                + "computed, grouped or joined without a window is event time no more");
            }
        };
    }
}
