package io.millrace.sql.validation;

import io.millrace.sql.functions.GroupWindowFunction;
import io.millrace.sql.functions.GroupWindowFunction.Bound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites what the planner would resolve otherwise or not at all, windows above all, before names and types are.
 *
 * <p>{@code GROUP BY k, TUMBLE(ts, size)} becomes a grouping by both bounds of the window, and {@code TUMBLE_START(ts,
 * size)} the same call as its grouping expression.
 */
@SuppressWarnings("ReferenceEquality") // Whether a node was replaced at all.
final class WindowRewrite extends SqlShuttle {
    private final Map<String, GroupWindowFunction> functions = new HashMap<>();

    /** The statement, or the same node where it holds no such window. */
    static SqlNode apply(SqlNode node) {
        SqlNode rewritten = node.accept(new WindowRewrite());
        return rewritten == null ? node : rewritten;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            return visitSelect(select);
        }
        String name =
                call.getOperator() instanceof SqlFunction function ? function.getName().toUpperCase(Locale.ROOT) : "";
        return switch (name) {
            case "TUMBLE_START", "HOP_START", "SESSION_START" -> bound(call, window(name), Bound.START);
            case "TUMBLE_END", "HOP_END", "SESSION_END" -> bound(call, window(name), Bound.END);
            case "TUMBLE_ROWTIME",
                    "HOP_ROWTIME",
                    "SESSION_ROWTIME",
                    "TUMBLE_PROCTIME",
                    "HOP_PROCTIME",
                    "SESSION_PROCTIME" ->
                    bound(call, window(name), Bound.TIME);
            case "SESSION" -> session((SqlCall) java.util.Objects.requireNonNull(super.visit(call)));
            default -> super.visit(call);
        };
    }

    /** {@code 0.908} is DECIMAL(3, 3) as {@code .908} is: a zero before the point is no digit. */
    @Override
    public @Nullable SqlNode visit(SqlLiteral literal) {
        if (literal instanceof SqlNumericLiteral number && number.isExact()) {
            String text = String.valueOf(number.toValue());
            if (text.startsWith("0.") && text.length() > 2) {
                return SqlLiteral.createExactNumeric(text.substring(1), literal.getParserPosition());
            }
        }
        return literal;
    }

    /** {@code SESSION(TABLE t PARTITION BY k, ...)}: the keys become one more operand. */
    private static SqlNode session(SqlCall call) {
        if (!(call.operand(0) instanceof SqlCall table) || table.getKind() != SqlKind.SET_SEMANTICS_TABLE) {
            return call;
        }
        SqlNodeList keys = table.operand(1);
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        operands.set(0, table.operand(0));
        if (!keys.isEmpty()) {
            operands.add(SqlStdOperatorTable.DESCRIPTOR.createCall(keys));
        }
        return call.getOperator().createCall(call.getParserPosition(), operands);
    }

    /** A SELECT keeps its identity: only the parts that may name windows are replaced. */
    private SqlNode visitSelect(SqlSelect select) {
        for (int i = 0; i < select.operandCount(); i++) {
            SqlNode operand = select.getOperandList().get(i);
            SqlNode rewritten = operand == null ? null : operand.accept(this);
            if (rewritten != operand) {
                select.setOperand(i, rewritten);
            }
        }
        SqlNodeList groups = select.getGroup();
        if (groups != null) {
            List<SqlNode> bounds = new ArrayList<>();
            for (SqlNode group : groups) {
                String window = group instanceof SqlCall call ? groupWindow(call) : "";
                if (window.isEmpty()) {
                    bounds.add(group);
                } else {
                    for (Bound bound : Bound.values()) {
                        bounds.add(bound((SqlCall) group, window, bound));
                    }
                }
            }
            select.setGroupBy(new SqlNodeList(bounds, groups.getParserPosition()));
        }
        return select;
    }

    private static String groupWindow(SqlCall call) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT).replace("$", "");
        return switch (name) {
            case "TUMBLE", "HOP", "SESSION" -> name;
            default -> "";
        };
    }

    private static String window(String name) {
        return name.substring(0, name.indexOf('_'));
    }

    private SqlNode bound(SqlCall call, String window, Bound bound) {
        GroupWindowFunction function =
                functions.computeIfAbsent(window + bound, ignored -> new GroupWindowFunction(window, bound));
        return function.createCall(call.getParserPosition(), call.getOperandList());
    }
}
