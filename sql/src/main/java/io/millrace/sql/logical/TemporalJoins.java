package io.millrace.sql.logical;

import io.millrace.data.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/** Turns what the planner makes of FOR SYSTEM_TIME AS OF, a look at a snapshot for each row, into a {@link TemporalJoin}. */
final class TemporalJoins {
    private TemporalJoins() {}

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(plan, node -> node instanceof Correlate correlate ? change(correlate) : node);
    }

    private static RelNode change(Correlate correlate) {
        List<RexNode> conditions = new ArrayList<>();
        RelNode right = correlate.getRight();
        CorrelationId id = correlate.getCorrelationId();
        int leftColumns = correlate.getLeft().getRowType().getFieldCount();
        while (right instanceof Filter filter) {
            conditions.add(RexUtil.shift(filter.getCondition(), leftColumns));
            right = filter.getInput();
        }
        if (!(right instanceof Snapshot snapshot)) {
            return correlate;
        }
        RexNode time = uncorrelated(snapshot.getPeriod(), id);
        if (time == snapshot.getPeriod()) {
            throw MillraceException.user(
                    "unsupported", "FOR SYSTEM_TIME AS OF needs a time column of the other table, not a constant");
        }
        RexNode condition = RexUtil.composeConjunction(
                Expressions.builder(correlate),
                conditions.stream().map(part -> uncorrelated(part, id)).toList());
        return new TemporalJoin(correlate.getLeft(), snapshot.getInput(), correlate.getJoinType(), time, condition);
    }

    /** A field of the row in hand is a column of the left input. */
    private static RexNode uncorrelated(RexNode expression, CorrelationId id) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                return access.getReferenceExpr() instanceof RexCorrelVariable variable && variable.id.equals(id)
                        ? new RexInputRef(access.getField().getIndex(), access.getType())
                        : super.visitFieldAccess(access);
            }
        });
    }
}
