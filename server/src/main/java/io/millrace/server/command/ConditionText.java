package io.millrace.server.command;

import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.data.ValueText;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.join.BuildProbeJoin;
import io.millrace.operators.join.IntervalJoin;
import io.millrace.operators.join.JoinCondition;
import io.millrace.operators.join.StreamJoin;
import io.millrace.operators.join.WindowJoin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Conditions of a plan as the user might have written them. */
final class ConditionText {
    private ConditionText() {}

    /** A condition over rows with these columns. */
    static String of(Expression expression, Schema columns) {
        return switch (expression) {
            case Expression.Input input -> columns.field(input.column()).name();
            case Expression.Literal literal -> literal(literal);
            case Expression.Cast cast -> of(cast.operand(), columns);
            case Expression.FieldAccess access -> field(access, columns);
            case Expression.Call call -> call(call, columns);
        };
    }

    /** What makes a pair of a join's rows; empty where any two do. */
    static Optional<String> ofJoin(OperatorSpec spec) {
        return switch (spec) {
            case StreamJoin join -> pairs(join.condition(), join.left().schema(), join.right().schema());
            case BuildProbeJoin join -> pairs(join.condition(), join.probe().schema(), join.build().schema());
            case WindowJoin join ->
                    pairs(join.condition(), join.left().flow().schema(), join.right().flow().schema())
                            .map(text -> text + " within a window");
            case IntervalJoin join -> pairs(join.condition().pairs(), join.left(), join.right());
            default -> Optional.empty();
        };
    }

    /** An instant in microseconds. */
    static String time(long micros) {
        return value(new DataType.Timestamp(3), micros);
    }

    private static Optional<String> pairs(JoinCondition condition, Schema left, Schema right) {
        List<String> parts = new ArrayList<>();
        for (JoinCondition.JoinKey key : condition.keys()) {
            parts.add(left.field(key.left()).name() + " = " + right.field(key.right()).name());
        }
        List<Field> both = new ArrayList<>(left.fields());
        both.addAll(right.fields());
        condition.residual().ifPresent(rest -> parts.add(of(rest, new Schema(both))));
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", parts));
    }

    private static String call(Expression.Call call, Schema columns) {
        List<String> arguments = call.arguments().stream().map(argument -> of(argument, columns)).toList();
        String name = call.function().toString();
        boolean between = !Character.isLetter(name.charAt(0)) || name.equals("AND") || name.equals("OR");
        if (between && arguments.size() >= 2) {
            return call.arguments().stream()
                    .map(argument -> nested(argument, name, columns))
                    .collect(Collectors.joining(" " + name + " "));
        }
        if (name.startsWith("IS ") && arguments.size() == 1) {
            return arguments.getFirst() + " " + name;
        }
        return name + "(" + String.join(", ", arguments) + ")";
    }

    private static String nested(Expression argument, String outer, Schema columns) {
        String text = of(argument, columns);
        boolean loose =
                argument instanceof Expression.Call call
                        && call.function().toString().equals("OR")
                        && !outer.equals("OR");
        return loose ? "(" + text + ")" : text;
    }

    private static String field(Expression.FieldAccess access, Schema columns) {
        String field =
                access.operand().type() instanceof DataType.Row row
                        ? row.fields().get(access.field()).name()
                        : String.valueOf(access.field());
        return of(access.operand(), columns) + "." + field;
    }

    private static String literal(Expression.Literal literal) {
        if (literal.type() instanceof DataType.Instant && literal.value() instanceof Long number) {
            return "'" + value(literal.type(), number) + "'";
        }
        return literal.toString();
    }

    private static String value(DataType type, long number) {
        ByteSink text = new ByteSink();
        ValueText.append(new Column.LongColumn(1, new long[] {number}, Validity.ALL, Lease.UNPOOLED), type, 0, text);
        return text.toString();
    }
}
