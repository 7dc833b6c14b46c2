package io.millrace.sql.logical;

import io.millrace.sql.types.TypeConversion;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Prints expressions as one would write them in SQL, with the names of columns. */
final class ExpressionPrinter {
    private final List<String> names;
    private final RexBuilder builder;

    ExpressionPrinter(RexBuilder builder, List<String> names) {
        this.builder = builder;
        this.names = List.copyOf(names);
    }

    String print(RexNode expression) {
        return text(RexUtil.expandSearch(builder, null, expression));
    }

    private String text(RexNode node) {
        return switch (node) {
            case RexInputRef ref -> names.get(ref.getIndex());
            case RexLiteral literal -> literal(literal);
            case RexFieldAccess access -> text(access.getReferenceExpr()) + "." + access.getField().getName();
            case RexCall call -> call(call);
            default -> node.toString();
        };
    }

    private static String literal(RexLiteral literal) {
        if (literal.isNull()) {
            return "NULL";
        }
        if (org.apache.calcite.sql.type.SqlTypeUtil.isInterval(literal.getType())) {
            return "INTERVAL "
                    + literal.getValue()
                    + (literal.getType().getSqlTypeName().isYearMonth() ? " months" : " ms");
        }
        Object value = literal.getValue2();
        return switch (literal.getType().getSqlTypeName()) {
            case CHAR, VARCHAR -> "'" + value + "'";
            case TIMESTAMP -> "TIMESTAMP '" + literal.getValueAs(TimestampString.class) + "'";
            case DATE -> "DATE '" + literal.getValueAs(DateString.class) + "'";
            case TIME -> "TIME '" + literal.getValueAs(TimeString.class) + "'";
            case DECIMAL -> String.valueOf(literal.getValueAs(java.math.BigDecimal.class));
            default -> String.valueOf(value);
        };
    }

    private String call(RexCall call) {
        List<RexNode> operands = call.getOperands();
        String name = call.getOperator().getName();
        return switch (call.getKind()) {
            case CAST -> "CAST(" + text(operands.getFirst()) + " AS " + TypeConversion.name(call.getType()) + ")";
            case SAFE_CAST ->
                    "TRY_CAST(" + text(operands.getFirst()) + " AS " + TypeConversion.name(call.getType()) + ")";
            case CASE -> cases(operands);
            case ITEM -> text(operands.get(0)) + "[" + text(operands.get(1)) + "]";
            case NOT -> "NOT " + inParentheses(operands.getFirst());
            default -> {
                if (isInfix(call) && operands.size() > 1) {
                    yield operands.stream().map(this::inParentheses).collect(Collectors.joining(" " + name + " "));
                }
                if (call.getOperator() instanceof SqlPostfixOperator) {
                    yield inParentheses(operands.getFirst()) + " " + name;
                }
                if (call.getOperator() instanceof SqlPrefixOperator) {
                    yield name + inParentheses(operands.getFirst());
                }
                yield operands.stream().map(this::text).collect(Collectors.joining(", ", name + "(", ")"));
            }
        };
    }

    private static boolean isInfix(RexCall call) {
        return call.getOperator() instanceof SqlBinaryOperator
                || call.isA(SqlKind.PLUS)
                || call.isA(SqlKind.MINUS)
                || call.isA(SqlKind.LIKE);
    }

    private String inParentheses(RexNode node) {
        boolean simple = !(node instanceof RexCall call) || !(isInfix(call) && call.getOperands().size() > 1);
        return simple ? text(node) : "(" + text(node) + ")";
    }

    private String cases(List<RexNode> operands) {
        StringBuilder text = new StringBuilder("CASE");
        int i = 0;
        for (; i + 1 < operands.size(); i += 2) {
            text.append(" WHEN ").append(text(operands.get(i))).append(" THEN ").append(text(operands.get(i + 1)));
        }
        return text.append(" ELSE ").append(text(operands.get(i))).append(" END").toString();
    }
}
