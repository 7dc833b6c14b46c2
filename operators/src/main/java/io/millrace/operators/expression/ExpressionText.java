package io.millrace.operators.expression;

import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.data.Schema;
import io.millrace.data.ValueText;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.expression.Expression.Call;
import io.millrace.dataflow.expression.Expression.Cast;
import io.millrace.dataflow.expression.Expression.FieldAccess;
import io.millrace.dataflow.expression.Expression.Input;
import io.millrace.dataflow.expression.Expression.Literal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes an expression as a user would have, with the names of the columns. */
final class ExpressionText {
    private static final Set<String> INFIX =
            Set.of("+", "-", "*", "/", "%", "=", "<>", "<", "<=", ">", ">=", "||", "AND", "OR", "LIKE", "NOT LIKE");

    private final Schema columns;

    ExpressionText(Schema columns) {
        this.columns = columns;
    }

    String of(Expression expression) {
        return switch (expression) {
            case Input input -> columns.field(input.column()).name();
            case Literal literal -> literal(literal);
            case Cast cast ->
                    (cast.onFailure() == Cast.OnFailure.NULL ? "TRY_CAST(" : "CAST(")
                            + of(cast.operand())
                            + " AS "
                            + cast.type().sql()
                            + ")";
            case FieldAccess access -> {
                List<Field> fields = ((DataType.Row) access.operand().type()).fields();
                yield of(access.operand()) + "." + fields.get(access.field()).name();
            }
            case Call call -> call(call);
        };
    }

    private String call(Call call) {
        List<Expression> arguments = call.arguments();
        if (call.function() instanceof Expression.Function.Java java) {
            String name = java.className().substring(java.className().lastIndexOf('.') + 1);
            return name + list(arguments);
        }
        String name = call.function().toString();
        if (INFIX.contains(name) && arguments.size() > 1) {
            return arguments.stream().map(this::operand).collect(Collectors.joining(" " + name + " "));
        }
        if (name.startsWith("IS ") && arguments.size() == 1) {
            return operand(arguments.getFirst()) + " " + name;
        }
        if (name.equals("CASE")) {
            return choice(arguments);
        }
        return (name.equals("-") ? "-" : name) + list(arguments);
    }

    private String choice(List<Expression> arguments) {
        StringBuilder text = new StringBuilder("CASE");
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            text.append(" WHEN ").append(of(arguments.get(i))).append(" THEN ").append(of(arguments.get(i + 1)));
        }
        if (arguments.size() % 2 == 1) {
            text.append(" ELSE ").append(of(arguments.getLast()));
        }
        return text.append(" END").toString();
    }

    private String list(List<Expression> arguments) {
        return arguments.stream().map(this::of).collect(Collectors.joining(", ", "(", ")"));
    }

    private String operand(Expression expression) {
        boolean composed =
                expression instanceof Call call
                        && call.arguments().size() > 1
                        && INFIX.contains(call.function().toString());
        return composed ? "(" + of(expression) + ")" : of(expression);
    }

    private static String literal(Literal literal) {
        Object value = literal.value();
        if (value == null) {
            return "NULL";
        }
        if (value instanceof String text) {
            return "'" + text.replace("'", "''") + "'";
        }
        return switch (literal.type()) {
            case DataType.Plain plain when plain == DataType.Plain.DATE -> time("DATE", literal, value);
            case DataType.Time time -> time("TIME", literal, value);
            case DataType.Instant instant -> time("TIMESTAMP", literal, value);
            case DataType.TimeInterval interval -> time("INTERVAL", literal, value);
            case DataType.MonthInterval interval -> time("INTERVAL", literal, value);
            case DataType other -> value.toString();
        };
    }

    private static String time(String word, Literal literal, Object value) {
        ColumnBuilder builder = ColumnBuilder.of(literal.type(), BufferPool.HEAP);
        switch (builder) {
            case IntBuilder ints -> ints.append(((Number) value).intValue());
            case LongBuilder longs -> longs.append(((Number) value).longValue());
            case ColumnBuilder other -> {
                return value.toString();
            }
        }
        Column column = builder.build();
        ByteSink text = new ByteSink();
        ValueText.append(column, literal.type(), 0, text);
        column.release();
        return word + " '" + text + "'";
    }
}
