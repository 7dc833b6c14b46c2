package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.operators.expression.function.Arithmetic;
import io.millrace.operators.expression.function.Comparisons;
import io.millrace.operators.expression.function.Floating;
import io.millrace.operators.expression.function.Times;
import java.util.List;

/** Arithmetic and comparison: operands are brought to one kind first. */
final class NumericLowering {
    private NumericLowering() {}

    static boolean isDecimal(Typed typed) {
        return typed.type() instanceof DataType.Decimal;
    }

    static boolean isFloating(Typed typed) {
        return typed.kind() == Kind.FLOAT || typed.kind() == Kind.DOUBLE;
    }

    /** {@code + - * / %} of numbers; the planner has said the result's type. */
    static Node arithmetic(String method, List<Typed> operands, DataType type) {
        if (operands.stream().anyMatch(operand -> operand.type() == DataType.Plain.NULL)) {
            return new Node.Null(Kind.of(type));
        }
        if (type instanceof DataType.Decimal decimal) {
            return DecimalLowering.arithmetic(method, operands, decimal);
        }
        Kind kind = Kind.of(type);
        Typed a = new Typed(CastLowering.implicit(operands.get(0), wider(operands.get(0), type)), type);
        Typed b = new Typed(CastLowering.implicit(operands.get(1), wider(operands.get(1), type)), type);
        boolean floating = kind == Kind.FLOAT || kind == Kind.DOUBLE;
        Node result = Binder.call(floating ? Floating.class : Arithmetic.class, method, a, b);
        return CastLowering.implicit(new Typed(narrow(result, type), naturalType(result.kind(), type)), type);
    }

    /**
     * MOD gives the type of its divisor, which may be narrower than what is divided: that one stays as wide as it is.
     */
    private static DataType wider(Typed operand, DataType type) {
        return operand.kind() == Kind.LONG && Kind.of(type) == Kind.INT ? operand.type() : type;
    }

    private static DataType naturalType(Kind kind, DataType type) {
        return kind == Kind.of(type) ? type : DataType.Plain.BIGINT;
    }

    /** A result that was computed as INT, in its narrower type. */
    static Node narrow(Node node, DataType type) {
        if (type == DataType.Plain.TINYINT) {
            return Binder.call(Arithmetic.class, "tiny", new Typed(node, DataType.Plain.INT));
        }
        if (type == DataType.Plain.SMALLINT) {
            return Binder.call(Arithmetic.class, "small", new Typed(node, DataType.Plain.INT));
        }
        return node;
    }

    /** {@code = <> < <= > >=}. */
    static Node compare(String operator, Typed a, Typed b) {
        if (a.type() == DataType.Plain.NULL || b.type() == DataType.Plain.NULL) {
            return new Node.Null(Kind.BOOLEAN);
        }
        String method =
                switch (operator) {
                    case "=" -> "equal";
                    case "<>" -> "notEqual";
                    case "<" -> "less";
                    case "<=" -> "lessOrEqual";
                    case ">" -> "greater";
                    case ">=" -> "greaterOrEqual";
                    default -> throw MillraceException.internal(operator + " compares nothing");
                };
        if (isFloating(a) || isFloating(b)) {
            Kind kind = a.kind() == Kind.FLOAT && b.kind() == Kind.FLOAT ? Kind.FLOAT : Kind.DOUBLE;
            return Binder.call(Comparisons.class, method, plain(Binder.widen(a, kind)), plain(Binder.widen(b, kind)));
        }
        if (isDecimal(a) || isDecimal(b)) {
            return DecimalLowering.compare(method, a, b);
        }
        if (a.type() instanceof DataType.Instant one && b.type() instanceof DataType.Instant other) {
            return Binder.call(Comparisons.class, method, fine(a, one, other), fine(b, other, one));
        }
        if (a.kind() != b.kind()
                && a.kind().ordinal() > Kind.LONG.ordinal() | b.kind().ordinal() > Kind.LONG.ordinal()) {
            throw MillraceException.user(
                    "type-mismatch",
                    a.type().sql() + " and " + b.type().sql() + " cannot be compared; cast one of them");
        }
        return Binder.call(Comparisons.class, method, a, b);
    }

    /** A time in nanoseconds, where the other is. */
    private static Typed fine(Typed time, DataType.Instant own, DataType.Instant other) {
        if (own.nanos() || !other.nanos()) {
            return time;
        }
        return plain(
                Binder.call(
                        Times.class,
                        "rescale",
                        time,
                        Binder.constant(own.unitsPerSecond()),
                        Binder.constant(other.unitsPerSecond())));
    }

    /** A node of a kind that says all of its type. */
    static Typed plain(Node node) {
        return new Typed(
                node,
                switch (node.kind()) {
                    case BOOLEAN -> DataType.Plain.BOOLEAN;
                    case INT -> DataType.Plain.INT;
                    case LONG, INT128, OBJECT -> DataType.Plain.BIGINT;
                    case FLOAT -> DataType.Plain.FLOAT;
                    case DOUBLE -> DataType.Plain.DOUBLE;
                    case BYTES -> DataType.STRING;
                });
    }

    /** ABS, SIGN, unary minus, FLOOR and CEIL of a number. */
    static Node unary(String method, Typed a, DataType type) {
        if (a.type() == DataType.Plain.NULL) {
            return new Node.Null(Kind.of(type));
        }
        if (isDecimal(a)) {
            return DecimalLowering.unary(method, a, type);
        }
        if (isFloating(a)) {
            return CastLowering.implicit(new Typed(Binder.call(Floating.class, method, a), a.type()), type);
        }
        if (method.equals("floor") || method.equals("ceil")) {
            return CastLowering.implicit(a, type);
        }
        Node result = narrow(Binder.call(Arithmetic.class, method, a), a.type());
        return CastLowering.implicit(new Typed(result, a.type()), type);
    }

    /** ROUND and TRUNCATE: the digits behind the point are 0 where not given. */
    static Node round(String method, List<Typed> arguments, DataType type) {
        Typed a = arguments.getFirst();
        Typed digits = arguments.size() > 1 ? arguments.get(1) : Binder.constant(0);
        if (isDecimal(a)) {
            return DecimalLowering.round(method, a, digits, type);
        }
        Class<?> owner = isFloating(a) ? Floating.class : Arithmetic.class;
        Node result = Binder.call(owner, method, a, digits);
        return CastLowering.implicit(new Typed(narrow(result, a.type()), a.type()), type);
    }

    /** GREATEST and LEAST: missing when any argument is. */
    static Node extreme(String operator, List<Typed> arguments, DataType type) {
        Typed best = new Typed(CastLowering.implicit(arguments.getFirst(), type), type);
        for (Typed next : arguments.subList(1, arguments.size())) {
            Typed other = new Typed(CastLowering.implicit(next, type), type);
            Node wins = compare(operator, other, best);
            Node choice =
                    new Node.Case(
                            best.kind(),
                            List.of(
                                    new Node.IsNull(wins),
                                    new Node.Null(best.kind()),
                                    wins,
                                    other.node(),
                                    best.node()));
            best = new Typed(choice, type);
        }
        return best.node();
    }
}
