package io.millrace.sql.physical;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.expression.Expression.Cast.OnFailure;
import io.millrace.dataflow.expression.Expression.Function;
import io.millrace.sql.functions.UserFunction;
import io.millrace.sql.types.TypeConversion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/**
 * Turns the planner's expressions into the engine's. A function keeps its SQL name in upper case; where SQL writes a
 * word as an argument (EXTRACT(HOUR FROM x), TRIM(BOTH ..), FLOOR(x TO DAY)) the word is a string literal in its place.
 */
final class ExpressionTranslation {
    private static final long MICROS_PER_MILLI = 1000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final RexBuilder builder;

    ExpressionTranslation(RexBuilder builder) {
        this.builder = builder;
    }

    List<Expression> translate(List<? extends RexNode> nodes) {
        return nodes.stream().map(this::translate).toList();
    }

    Expression translate(RexNode node) {
        return of(RexUtil.expandSearch(builder, null, node));
    }

    private Expression of(RexNode node) {
        DataType type = TypeConversion.toData(node.getType());
        return switch (node) {
            case RexInputRef ref -> new Expression.Input(ref.getIndex(), type);
            case RexLiteral literal -> literal(literal, type);
            case RexFieldAccess access ->
                    new Expression.FieldAccess(of(access.getReferenceExpr()), access.getField().getIndex(), type);
            case RexCall call -> call(call, type);
            default -> throw MillraceException.user("unsupported", "this expression is not supported: " + node);
        };
    }

    private Expression call(RexCall call, DataType type) {
        List<RexNode> operands = call.getOperands();
        return switch (call.getKind()) {
            case CAST -> cast(of(operands.getFirst()), type, OnFailure.FAIL);
            case SAFE_CAST -> cast(of(operands.getFirst()), type, OnFailure.NULL);
            case REINTERPRET -> cast(of(operands.getFirst()), type, OnFailure.FAIL);
            default -> {
                if (call.getOperator().getName().equals("ELT")) {
                    yield chosen(arguments(call), type);
                }
                Function function =
                        call.getOperator() instanceof UserFunction user
                                ? java(user, operands)
                                : new Function.Named(name(call));
                yield new Expression.Call(function, arguments(call), type);
            }
        };
    }

    /** ELT: the argument of that number. */
    private static Expression chosen(List<Expression> arguments, DataType type) {
        List<Expression> choice = new ArrayList<>();
        Expression number = arguments.getFirst();
        for (int i = 1; i < arguments.size(); i++) {
            Expression wanted = new Expression.Literal(i, DataType.Plain.INT);
            choice.add(
                    new Expression.Call(
                            new Function.Named("="),
                            List.of(cast(number, DataType.Plain.INT, OnFailure.FAIL), wanted),
                            DataType.Plain.BOOLEAN));
            choice.add(cast(arguments.get(i), type, OnFailure.FAIL));
        }
        choice.add(new Expression.Literal(null, type));
        return new Expression.Call(new Function.Named("CASE"), choice, type);
    }

    private static Expression cast(Expression operand, DataType type, OnFailure onFailure) {
        return operand.type().equals(type) ? operand : new Expression.Cast(operand, type, onFailure);
    }

    private static Function java(UserFunction user, List<RexNode> operands) {
        var method = user.method(operands.stream().map(RexNode::getType).toList());
        return new Function.Java(user.definition().className(), method.getName());
    }

    private List<Expression> arguments(RexCall call) {
        List<Expression> arguments = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            if (operand instanceof RexLiteral literal && literal.getValue() instanceof Enum<?> word) {
                arguments.add(new Expression.Literal(word(word), DataType.STRING));
            } else {
                arguments.add(of(operand));
            }
        }
        return arguments;
    }

    private static String word(Enum<?> value) {
        return value instanceof TimeUnitRange range
                ? (range.endUnit == null ? range.startUnit.name() : range.name())
                : value instanceof SqlTrimFunction.Flag flag ? flag.name() : value.name();
    }

    private static String name(RexCall call) {
        return switch (call.getKind()) {
            case PLUS -> "+";
            case MINUS -> "-";
            case MINUS_PREFIX -> "-";
            case PLUS_PREFIX -> "+";
            case TIMES -> "*";
            case DIVIDE -> "/";
            case MOD -> "%";
            case NOT_EQUALS -> "<>";
            case ROW -> "ROW";
            case ARRAY_VALUE_CONSTRUCTOR -> "ARRAY";
            case MAP_VALUE_CONSTRUCTOR -> "MAP";
            default -> call.getOperator().getName().toUpperCase(Locale.ROOT);
        };
    }

    private Expression literal(RexLiteral literal, DataType type) {
        if (literal.isNull()) {
            return new Expression.Literal(null, type);
        }
        return new Expression.Literal(value(literal, type), type);
    }

    private static Object value(RexLiteral literal, DataType type) {
        return switch (type) {
            case DataType.Plain plain ->
                    switch (plain) {
                        case BOOLEAN -> RexLiteral.booleanValue(literal);
                        case TINYINT, SMALLINT, INT -> decimal(literal).intValueExact();
                        case BIGINT -> decimal(literal).longValueExact();
                        case FLOAT -> ((Number) number(literal)).floatValue();
                        case DOUBLE -> ((Number) number(literal)).doubleValue();
                        case DATE -> required(literal.getValueAs(DateString.class)).getDaysSinceEpoch();
                        case NULL -> throw MillraceException.internal("a NULL has no value");
                    };
            case DataType.Decimal decimal -> decimal(literal).setScale(decimal.scale(), java.math.RoundingMode.HALF_UP);
            case DataType.Char ignored -> required(literal.getValueAs(String.class));
            case DataType.Varchar ignored -> required(literal.getValueAs(String.class));
            case DataType.Time ignored -> required(literal.getValueAs(TimeString.class)).getMillisOfDay() * 1_000_000L;
            case DataType.Instant instant -> units(required(literal.getValueAs(TimestampString.class)), instant);
            case DataType.MonthInterval ignored -> decimal(literal).longValueExact();
            case DataType.TimeInterval ignored -> decimal(literal).longValueExact() * MICROS_PER_MILLI;
            case DataType.Varbinary ignored -> bytes(literal);
            case DataType.Binary ignored -> bytes(literal);
            case DataType.Array ignored -> throw noLiteral(type);
            case DataType.Mapping ignored -> throw noLiteral(type);
            case DataType.Row ignored -> throw noLiteral(type);
        };
    }

    private static MillraceException noLiteral(DataType type) {
        return MillraceException.user("unsupported", "a constant of type " + type.sql() + " is not supported");
    }

    private static Object number(RexLiteral literal) {
        Object value = literal.getValue();
        return value instanceof Number number ? number : decimal(literal);
    }

    private static BigDecimal decimal(RexLiteral literal) {
        return required(literal.getValueAs(BigDecimal.class));
    }

    private static String bytes(RexLiteral literal) {
        return java.util.Base64.getEncoder().encodeToString(required(literal.getValueAs(byte[].class)));
    }

    private static long units(TimestampString text, DataType.Instant type) {
        String written = text.toString();
        int point = written.indexOf('.');
        long nanos = point < 0 ? 0 : Long.parseLong((written.substring(point + 1) + "000000000").substring(0, 9));
        long seconds = Math.floorDiv(text.getMillisSinceEpoch(), 1000L);
        return seconds * type.unitsPerSecond() + nanos / (NANOS_PER_SECOND / type.unitsPerSecond());
    }

    private static <T> T required(@org.jspecify.annotations.Nullable T value) {
        if (value == null) {
            throw MillraceException.internal("a literal has no value");
        }
        return value;
    }
}
