package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.MillraceException;
import io.millrace.operators.expression.function.Encodings;
import io.millrace.operators.expression.function.LikePattern;
import io.millrace.operators.expression.function.NumberText;
import io.millrace.operators.expression.function.Patterns;
import io.millrace.operators.expression.function.Texts;
import io.millrace.operators.expression.function.TimeText;
import io.millrace.operators.expression.function.Trimming;
import java.util.ArrayList;
import java.util.List;

/** Functions of texts that need more than a look at their arguments' types. */
final class TextLowering {
    private TextLowering() {}

    /** A value as text, as CAST prints it; moments in UTC. */
    static Node print(Typed from) {
        return switch (from.type()) {
            case DataType.Decimal decimal ->
                    Binder.call(
                            NumberText.class,
                            "printDecimal",
                            NumericLowering.plain(from.node()),
                            Binder.constant(decimal.scale()));
            case DataType.Time time ->
                    Binder.call(TimeText.class, "printTime", plain(from), Binder.constant(time.precision()));
            case DataType.Instant instant ->
                    Binder.call(
                            TimeText.class,
                            "printTimestamp",
                            plain(from),
                            Binder.constant(instant.unitsPerSecond()),
                            Binder.constant(instant.precision()));
            case DataType.TimeInterval ignored -> Binder.call(TimeText.class, "printTimeInterval", plain(from));
            case DataType.MonthInterval ignored -> Binder.call(TimeText.class, "printMonthInterval", plain(from));
            case Plain plain when plain == Plain.DATE -> Binder.call(TimeText.class, "printDate", plain(from));
            default -> from.kind() == Kind.BYTES ? from.node() : Binder.call(NumberText.class, "print", from);
        };
    }

    private static Typed plain(Typed typed) {
        return NumericLowering.plain(typed.node());
    }

    /** A text argument: anything else is printed. */
    static Typed text(Typed typed) {
        if (typed.type() == Plain.NULL) {
            return new Typed(new Node.Null(Kind.BYTES), DataType.STRING);
        }
        return typed.kind() == Kind.BYTES ? typed : new Typed(print(typed), DataType.STRING);
    }

    static Node concat(List<Typed> arguments) {
        return Binder.call(Texts.class, "concat", arguments.stream().map(TextLowering::text).toList());
    }

    static Node concatWs(List<Typed> arguments) {
        return Binder.call(
                Texts.class, "concatWs", Node.Nulls.TOLD, arguments.stream().map(TextLowering::text).toList());
    }

    /** LIKE: a constant pattern is taken apart now. */
    static Node like(List<Typed> arguments) {
        Typed text = arguments.get(0);
        String pattern = Literals.text(arguments.get(1).node());
        String escape = arguments.size() > 2 ? Literals.text(arguments.get(2).node()) : "";
        if (pattern != null && escape != null) {
            return Binder.call(
                    Patterns.class, "like", text, Binder.held(LikePattern.of(pattern, escape), LikePattern.class));
        }
        Typed escapeNode = arguments.size() > 2 ? arguments.get(2) : Binder.constant("");
        return Binder.call(
                Patterns.class,
                "like",
                text,
                arguments.get(1),
                escapeNode,
                Binder.own(Patterns.LastLike.class, Patterns.LastLike::new));
    }

    static Node similar(List<Typed> arguments) {
        String pattern = Literals.text(arguments.get(1).node());
        String escape = arguments.size() > 2 ? Literals.text(arguments.get(2).node()) : "";
        if (pattern == null || escape == null) {
            throw MillraceException.user("bad-argument", "SIMILAR TO needs a constant pattern");
        }
        String regex = Patterns.ofSimilar(pattern, escape);
        Patterns.compile("SIMILAR TO", regex);
        return Binder.call(Patterns.class, "similar", arguments.get(0), regex("SIMILAR TO", regex));
    }

    private static Typed regex(String function, String first) {
        return Binder.own(Patterns.Regex.class, () -> new Patterns.Regex(function, first));
    }

    /** REGEXP, REGEXP_EXTRACT, REGEXP_REPLACE: a wrong constant pattern is refused now. */
    static Node regexp(String name, String method, List<Typed> arguments) {
        String pattern = Literals.text(arguments.get(1).node());
        if (pattern != null) {
            Patterns.compile(name, pattern);
        }
        List<Typed> all = new ArrayList<>(arguments);
        if (method.equals("regexpExtract") && all.size() == 2) {
            all.add(Binder.constant(0));
        }
        all.add(regex(name, pattern == null ? "" : pattern));
        return Binder.call(Patterns.class, method, all);
    }

    static Node digest(String algorithm, Typed argument) {
        return Binder.call(
                Encodings.class,
                "digest",
                argument,
                Binder.own(Encodings.Digest.class, () -> new Encodings.Digest(algorithm)));
    }

    /** TRIM(BOTH | LEADING | TRAILING, characters, text), or TRIM(text). */
    static Node trim(List<Typed> arguments) {
        if (arguments.size() == 1) {
            return Binder.call(Trimming.class, "trimBoth", arguments.getFirst());
        }
        String side = Literals.text(arguments.get(0).node());
        String method =
                switch (side == null ? "BOTH" : side) {
                    case "LEADING" -> "trimLeading";
                    case "TRAILING" -> "trimTrailing";
                    default -> "trimBoth";
                };
        return trim(method, List.of(arguments.get(2), arguments.get(1)));
    }

    /** Without characters, or with one space alone, there is a shorter loop. */
    static Node trim(String method, List<Typed> arguments) {
        if (arguments.size() > 1 && " ".equals(Literals.text(arguments.get(1).node()))) {
            return Binder.call(Trimming.class, method, arguments.getFirst());
        }
        return Binder.call(Trimming.class, method, arguments);
    }
}
