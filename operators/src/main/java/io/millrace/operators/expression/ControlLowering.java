package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.expression.Expression;
import java.util.ArrayList;
import java.util.List;

/** The functions that look at missing values or leave arguments unevaluated. */
final class ControlLowering {
    private ControlLowering() {}

    static Node bind(String name, List<Typed> arguments, DataType type) {
        List<Node> nodes = arguments.stream().map(Typed::node).toList();
        return switch (name) {
            case "AND" -> new Node.And(nodes);
            case "OR" -> new Node.Or(nodes);
            case "NOT" -> new Node.Not(nodes.getFirst());
            case "IS NULL" -> new Node.IsNull(nodes.getFirst());
            case "IS NOT NULL" -> new Node.Not(new Node.IsNull(nodes.getFirst()));
            case "IS TRUE" -> new Node.IsTrue(nodes.getFirst());
            case "IS NOT TRUE" -> new Node.Not(new Node.IsTrue(nodes.getFirst()));
            case "IS FALSE" -> new Node.IsTrue(new Node.Not(nodes.getFirst()));
            case "IS NOT FALSE" -> new Node.Not(new Node.IsTrue(new Node.Not(nodes.getFirst())));
            case "IS UNKNOWN" -> new Node.IsNull(nodes.getFirst());
            case "IS NOT UNKNOWN" -> new Node.Not(new Node.IsNull(nodes.getFirst()));
            case "IS NOT DISTINCT FROM" -> same(arguments.get(0), arguments.get(1));
            case "IS DISTINCT FROM" -> new Node.Not(same(arguments.get(0), arguments.get(1)));
            case "CASE", "IF" -> choice(arguments, type);
            case "COALESCE", "IFNULL" -> new Node.Coalesce(Kind.of(type), convertAll(arguments, type));
            case "NULLIF" -> nullIf(arguments, type);
            default -> throw MillraceException.internal(name + " is not told here");
        };
    }

    private static Node same(Typed one, Typed other) {
        if (one.type() == DataType.Plain.NULL || other.type() == DataType.Plain.NULL) {
            return new Node.IsNull(one.type() == DataType.Plain.NULL ? other.node() : one.node());
        }
        // Both missing, or equal; a comparison with a missing value is not true.
        Node both = new Node.And(List.of(new Node.IsNull(one.node()), new Node.IsNull(other.node())));
        return new Node.Or(List.of(new Node.IsTrue(NumericLowering.compare("=", one, other)), both));
    }

    private static Node choice(List<Typed> arguments, DataType type) {
        List<Node> parts = new ArrayList<>();
        int last = arguments.size() - 1;
        for (int i = 0; i < last; i++) {
            parts.add(i % 2 == 0 ? arguments.get(i).node() : convert(arguments.get(i), type));
        }
        if (last % 2 == 0) {
            parts.add(convert(arguments.get(last), type));
        } else {
            parts.add(convert(arguments.get(last), type));
            parts.add(new Node.Null(Kind.of(type)));
        }
        return new Node.Case(Kind.of(type), List.copyOf(parts));
    }

    private static Node nullIf(List<Typed> arguments, DataType type) {
        Node equal = NumericLowering.compare("=", arguments.get(0), arguments.get(1));
        return new Node.Case(
                Kind.of(type), List.of(equal, new Node.Null(Kind.of(type)), convert(arguments.get(0), type)));
    }

    private static List<Node> convertAll(List<Typed> arguments, DataType type) {
        return arguments.stream().map(argument -> convert(argument, type)).toList();
    }

    /** A branch in the type of the whole. */
    private static Node convert(Typed branch, DataType type) {
        return CastLowering.implicit(branch, type);
    }

    /** IS NULL of a row, an array or a map. */
    static Node nullTest(Lowering lowering, Expression.Call call, String name) {
        Node test = new Node.IsNull(lowering.present(lowering.column(call.arguments().getFirst())));
        return name.equals("IS NULL") ? test : new Node.Not(test);
    }
}
