package io.millrace.sql.validation;

import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/** How calls become expressions of a plan: as the planner does it, but where its way is another than the engine's. */
final class DialectConvertlets implements SqlRexConvertletTable {

    @Override
    public @Nullable SqlRexConvertlet get(SqlCall call) {
        return call.getOperator() == SqlStdOperatorTable.TIMESTAMP_DIFF
                ? DialectConvertlets::difference
                : StandardConvertletTable.INSTANCE.get(call);
    }

    /** Stays a call: the planner would count milliseconds in the type of the result, which is too small for them. */
    private static RexNode difference(SqlRexContext context, SqlCall call) {
        RexBuilder rex = context.getRexBuilder();
        SqlIntervalQualifier unit = call.operand(0);
        return rex.makeCall(
                context.getValidator().getValidatedNodeType(call),
                SqlStdOperatorTable.TIMESTAMP_DIFF,
                java.util.List.of(
                        rex.makeFlag(unit.timeUnitRange),
                        context.convertExpression(call.operand(1)),
                        context.convertExpression(call.operand(2))));
    }
}
