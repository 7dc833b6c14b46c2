package io.millrace.sql.functions;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * One bound of a window that is named in GROUP BY, as in {@code GROUP BY k, TUMBLE(ts, INTERVAL '1' HOUR)}.
 *
 * <p>Before validation the window in GROUP BY becomes its two bounds, and TUMBLE_START, TUMBLE_END and the like become
 * these same calls, so that the planner needs to know nothing of windows. After it, grouping by these calls becomes a
 * window table function.
 */
public final class GroupWindowFunction extends SqlFunction {

    /** Which value of the window it is. */
    public enum Bound {
        START,
        END,
        TIME
    }

    private final String window;
    private final Bound bound;

    public GroupWindowFunction(String window, Bound bound) {
        super(
                window + "_" + (bound == Bound.TIME ? "ROWTIME" : bound.name()),
                SqlKind.OTHER_FUNCTION,
                call -> type(call, bound),
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.TIMEDATE);
        this.window = window;
        this.bound = bound;
    }

    private static RelDataType type(SqlOperatorBinding call, Bound bound) {
        var time = call.getOperandType(0).getSqlTypeName();
        boolean local = bound == Bound.TIME && time == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
        return call.getTypeFactory()
                .createSqlType(local ? SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE : SqlTypeName.TIMESTAMP, 3);
    }

    /** Not found by name: a script calls it only through the rewriting of its GROUP BY. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        for (SqlNode operand : call.getOperandList()) {
            validator.deriveType(scope, operand);
        }
        return validateOperands(validator, scope, call);
    }

    /** TUMBLE, HOP or SESSION. */
    public String window() {
        return window;
    }

    public Bound bound() {
        return bound;
    }
}
