package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.operators.expression.function.Comparisons;
import io.millrace.operators.expression.function.Conversions;
import io.millrace.operators.expression.function.DecimalFunctions;
import java.util.List;

/**
 * Arithmetic and comparison of decimals, and of decimals with whole numbers. What 64 bits hold is computed in 64 bits;
 * what the types say cannot overflow is not checked.
 */
final class DecimalLowering {
    private DecimalLowering() {}

    /** The type of a number as a decimal. */
    static DataType.Decimal type(DataType type) {
        return switch (type) {
            case DataType.Decimal decimal -> decimal;
            case DataType.Plain plain ->
                    switch (plain) {
                        case TINYINT -> new DataType.Decimal(3, 0);
                        case SMALLINT -> new DataType.Decimal(5, 0);
                        case INT -> new DataType.Decimal(10, 0);
                        default -> new DataType.Decimal(19, 0);
                    };
            default -> new DataType.Decimal(19, 0);
        };
    }

    static Node arithmetic(String method, List<Typed> operands, DataType.Decimal type) {
        Typed a = operands.get(0);
        Typed b = operands.get(1);
        DataType.Decimal typeA = type(a.type());
        DataType.Decimal typeB = type(b.type());
        boolean narrowOperands = a.kind() != Kind.INT128 && b.kind() != Kind.INT128;
        boolean narrowResult = Kind.of(type) == Kind.LONG;
        if (narrowOperands && cannotOverflow(method, typeA, typeB, type)) {
            Typed left = NumericLowering.plain(Binder.widen(number(a), Kind.LONG));
            Typed right = NumericLowering.plain(Binder.widen(number(b), Kind.LONG));
            String plain = "plain" + Character.toUpperCase(method.charAt(0)) + method.substring(1);
            if (narrowResult) {
                return Binder.call(Conversions.class, plain, left, right);
            }
            if (method.equals("multiply")) {
                return Binder.call(Conversions.class, "wideMultiply", left, right);
            }
        }
        if (narrowOperands && narrowResult && !method.equals("mod")) {
            return Binder.call(
                    DecimalFunctions.class,
                    method,
                    NumericLowering.plain(Binder.widen(number(a), Kind.LONG)),
                    Binder.constant(typeA.scale()),
                    NumericLowering.plain(Binder.widen(number(b), Kind.LONG)),
                    Binder.constant(typeB.scale()),
                    Binder.constant(type.precision()),
                    Binder.constant(type.scale()));
        }
        Node wide =
                Binder.call(
                        DecimalFunctions.class,
                        method,
                        wide(a),
                        Binder.constant(typeA.scale()),
                        wide(b),
                        Binder.constant(typeB.scale()),
                        Binder.constant(type.precision()),
                        Binder.constant(type.scale()));
        return narrowResult ? narrow(wide) : wide;
    }

    /** Whether all results of the operands' types are of the result's type, at the result's scale. */
    private static boolean cannotOverflow(
            String method, DataType.Decimal a, DataType.Decimal b, DataType.Decimal result) {
        return switch (method) {
            case "add", "subtract" -> {
                int whole = Math.max(a.precision() - a.scale(), b.precision() - b.scale()) + 1;
                yield a.scale() == result.scale()
                        && b.scale() == result.scale()
                        && whole + result.scale() <= result.precision()
                        && result.precision() <= DataType.Decimal.LONG_DIGITS;
            }
            case "multiply" ->
                    a.scale() + b.scale() == result.scale() && a.precision() + b.precision() <= result.precision();
            default -> false;
        };
    }

    /** The unscaled number of a decimal, or a whole number, as a plain number. */
    private static Typed number(Typed typed) {
        return typed.kind() == Kind.INT128 ? typed : NumericLowering.plain(typed.node());
    }

    private static Typed wide(Typed typed) {
        return NumericLowering.plain(Binder.widen(number(typed), Kind.INT128));
    }

    static Node narrow(Node wide) {
        return Binder.call(Conversions.class, "narrow", NumericLowering.plain(wide));
    }

    static Node compare(String method, Typed a, Typed b) {
        DataType.Decimal typeA = type(a.type());
        DataType.Decimal typeB = type(b.type());
        boolean narrow = a.kind() != Kind.INT128 && b.kind() != Kind.INT128;
        int scale = Math.max(typeA.scale(), typeB.scale());
        boolean fits =
                typeA.precision() + scale - typeA.scale() <= DataType.Decimal.LONG_DIGITS
                        && typeB.precision() + scale - typeB.scale() <= DataType.Decimal.LONG_DIGITS;
        if (narrow && (fits || typeA.scale() == typeB.scale())) {
            return Binder.call(
                    Comparisons.class, method, scaled(a, scale - typeA.scale()), scaled(b, scale - typeB.scale()));
        }
        Node order =
                Binder.call(
                        DecimalFunctions.class,
                        "compare",
                        wide(a),
                        Binder.constant(typeA.scale()),
                        wide(b),
                        Binder.constant(typeB.scale()));
        return Binder.call(Comparisons.class, method, NumericLowering.plain(order), Binder.constant(0));
    }

    /** A number multiplied by a power of ten, which is known to fit. */
    private static Typed scaled(Typed typed, int digits) {
        Typed number = NumericLowering.plain(Binder.widen(number(typed), Kind.LONG));
        if (digits == 0) {
            return number;
        }
        long power = io.millrace.data.Decimals.powerOfTen(digits);
        if (number.node() instanceof Node.Constant constant) {
            return Binder.constant((Long) constant.value * power);
        }
        return NumericLowering.plain(Binder.call(Conversions.class, "plainMultiply", number, Binder.constant(power)));
    }

    static Node unary(String method, Typed a, DataType type) {
        DataType.Decimal from = type(a.type());
        DataType.Decimal to = type(type);
        if (a.kind() == Kind.LONG && from.equals(to) && (method.equals("negate") || method.equals("abs"))) {
            String plain = method.equals("negate") ? "plainNegate" : "plainAbs";
            return Binder.call(Conversions.class, plain, number(a));
        }
        Node wide =
                switch (method) {
                    case "floor", "ceil" ->
                            Binder.call(
                                    DecimalFunctions.class,
                                    method,
                                    wide(a),
                                    Binder.constant(from.scale()),
                                    Binder.constant(to.scale()));
                    case "sign" -> Binder.call(DecimalFunctions.class, method, wide(a), Binder.constant(to.scale()));
                    default -> Binder.call(DecimalFunctions.class, method, wide(a));
                };
        Node result = Kind.of(to) == Kind.LONG ? narrow(wide) : wide;
        return type instanceof DataType.Decimal ? result : CastLowering.implicit(new Typed(result, to), type);
    }

    static Node round(String method, Typed a, Typed digits, DataType type) {
        DataType.Decimal to = type(type);
        Node wide =
                Binder.call(
                        DecimalFunctions.class,
                        method,
                        wide(a),
                        Binder.constant(type(a.type()).scale()),
                        digits,
                        Binder.constant(to.precision()),
                        Binder.constant(to.scale()));
        return Kind.of(to) == Kind.LONG ? narrow(wide) : wide;
    }
}
