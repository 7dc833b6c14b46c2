package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.MillraceException;
import io.millrace.operators.expression.function.Dates;
import io.millrace.operators.expression.function.Encodings;
import io.millrace.operators.expression.function.Floating;
import io.millrace.operators.expression.function.Functions;
import io.millrace.operators.expression.function.Randoms;
import io.millrace.operators.expression.function.Texts;
import java.util.List;
import java.util.SplittableRandom;

/**
 * From the SQL name of a function to its node. One switch: nothing is scanned and nothing registered at start-up, and a
 * class of functions is loaded when a query first names one of them.
 */
final class FunctionTable {
    private FunctionTable() {}

    /** The node for a call; a name that {@link Functions#names} lacks is refused. */
    static Node bind(String name, List<Typed> arguments, DataType type, Lowering lowering) {
        return switch (name) {
            case "AND",
                    "OR",
                    "NOT",
                    "IS NULL",
                    "IS NOT NULL",
                    "IS TRUE",
                    "IS NOT TRUE",
                    "IS FALSE",
                    "IS NOT FALSE",
                    "IS UNKNOWN",
                    "IS NOT UNKNOWN",
                    "IS DISTINCT FROM",
                    "IS NOT DISTINCT FROM",
                    "CASE",
                    "IF",
                    "COALESCE",
                    "IFNULL",
                    "NULLIF" ->
                    ControlLowering.bind(name, arguments, type);
            case "=", "<>", "<", "<=", ">", ">=" -> NumericLowering.compare(name, arguments.get(0), arguments.get(1));
            case "+", "-", "*", "/", "%", "MOD" -> arithmetic(name, arguments, type, lowering);
            case "ABS" -> NumericLowering.unary("abs", arguments.getFirst(), type);
            case "SIGN" -> NumericLowering.unary("sign", arguments.getFirst(), type);
            case "FLOOR", "CEIL", "CEILING" ->
                    floor(name.equals("FLOOR") ? "floor" : "ceil", arguments, type, lowering);
            case "ROUND" -> NumericLowering.round("round", arguments, type);
            case "TRUNCATE" -> NumericLowering.round("truncate", arguments, type);
            case "GREATEST" -> NumericLowering.extreme(">", arguments, type);
            case "LEAST" -> NumericLowering.extreme("<", arguments, type);
            case "RAND", "RAND_INTEGER", "UUID" -> random(name, arguments);
            case "POWER",
                    "SQRT",
                    "CBRT",
                    "EXP",
                    "LN",
                    "LOG10",
                    "LOG2",
                    "LOG",
                    "SIN",
                    "COS",
                    "TAN",
                    "COT",
                    "ASIN",
                    "ACOS",
                    "ATAN",
                    "ATAN2",
                    "SINH",
                    "COSH",
                    "TANH",
                    "DEGREES",
                    "RADIANS",
                    "PI",
                    "E" ->
                    Binder.call(Floating.class, name.toLowerCase(java.util.Locale.ROOT), arguments);
            default -> {
                Node node = text(name, arguments);
                yield node != null ? node : time(name, arguments, type, lowering);
            }
        };
    }

    private static Node arithmetic(String name, List<Typed> arguments, DataType type, Lowering lowering) {
        if (arguments.size() == 1) {
            Typed only = arguments.getFirst();
            if (name.equals("+")) {
                return only.node();
            }
            return TimeLowering.isInterval(only.type())
                    ? Binder.call(
                            io.millrace.operators.expression.function.Arithmetic.class,
                            "negate",
                            NumericLowering.plain(only.node()))
                    : NumericLowering.unary("negate", only, type);
        }
        Typed a = arguments.get(0);
        Typed b = arguments.get(1);
        boolean temporal = TimeLowering.isTemporal(a.type()) || TimeLowering.isTemporal(b.type());
        if (temporal && (name.equals("+") || name.equals("-"))) {
            return new TimeLowering(lowering).arithmetic(name, a, b, type);
        }
        if (temporal) {
            return NumericLowering.arithmetic(method(name), List.of(plainInterval(a), plainInterval(b)), Plain.BIGINT);
        }
        return NumericLowering.arithmetic(method(name), arguments, type);
    }

    private static Typed plainInterval(Typed typed) {
        return TimeLowering.isInterval(typed.type()) ? NumericLowering.plain(typed.node()) : typed;
    }

    private static String method(String name) {
        return switch (name) {
            case "+" -> "add";
            case "-" -> "subtract";
            case "*" -> "multiply";
            case "/" -> "divide";
            default -> "mod";
        };
    }

    private static Node floor(String method, List<Typed> arguments, DataType type, Lowering lowering) {
        if (arguments.size() == 1) {
            return NumericLowering.unary(method, arguments.getFirst(), type);
        }
        return new TimeLowering(lowering).round(method, arguments.get(0), TimeLowering.unit(arguments.get(1)));
    }

    private static Node random(String name, List<Typed> arguments) {
        int seedAt = name.equals("RAND_INTEGER") ? 1 : 0;
        Long seed =
                arguments.size() > seedAt
                                && arguments.get(name.equals("RAND_INTEGER") ? 0 : seedAt).node()
                                        instanceof Node.Constant constant
                        ? ((Number) constant.value).longValue()
                        : null;
        Typed random =
                Binder.own(
                        SplittableRandom.class,
                        () -> seed == null ? new SplittableRandom() : new SplittableRandom(seed));
        return switch (name) {
            case "RAND" -> Binder.call(Randoms.class, "rand", random);
            case "RAND_INTEGER" -> Binder.call(Randoms.class, "randInteger", arguments.getLast(), random);
            default -> Binder.call(Randoms.class, "uuid", random);
        };
    }

    private static @org.jspecify.annotations.Nullable Node text(String name, List<Typed> arguments) {
        return switch (name) {
            case "||", "CONCAT" -> TextLowering.concat(arguments);
            case "CONCAT_WS" -> TextLowering.concatWs(arguments);
            case "LIKE" -> TextLowering.like(arguments);
            case "NOT LIKE" -> new Node.Not(TextLowering.like(arguments));
            case "SIMILAR TO" -> TextLowering.similar(arguments);
            case "NOT SIMILAR TO" -> new Node.Not(TextLowering.similar(arguments));
            case "REGEXP" -> TextLowering.regexp(name, "regexp", arguments);
            case "REGEXP_EXTRACT" -> TextLowering.regexp(name, "regexpExtract", arguments);
            case "REGEXP_REPLACE" -> TextLowering.regexp(name, "regexpReplace", arguments);
            case "TRIM" -> TextLowering.trim(arguments);
            case "BTRIM" -> TextLowering.trim("trimBoth", arguments);
            case "LTRIM" -> TextLowering.trim("trimLeading", arguments);
            case "RTRIM" -> TextLowering.trim("trimTrailing", arguments);
            case "MD5" -> TextLowering.digest("MD5", arguments.getFirst());
            case "SHA1" -> TextLowering.digest("SHA-1", arguments.getFirst());
            case "SHA224", "SHA256", "SHA384", "SHA512" ->
                    TextLowering.digest("SHA-" + name.substring(3), arguments.getFirst());
            case "UPPER",
                    "LOWER",
                    "INITCAP",
                    "REPLACE",
                    "REVERSE",
                    "REPEAT",
                    "LPAD",
                    "RPAD",
                    "LEFT",
                    "RIGHT",
                    "OVERLAY",
                    "ASCII",
                    "CHR",
                    "INSTR",
                    "POSITION" ->
                    Binder.call(Texts.class, name.toLowerCase(java.util.Locale.ROOT), arguments);
            case "LOCATE" -> Binder.call(Texts.class, "position", arguments);
            case "SUBSTRING", "SUBSTR" -> Binder.call(Texts.class, "substring", arguments);
            case "CHAR_LENGTH", "CHARACTER_LENGTH", "LENGTH" -> Binder.call(Texts.class, "charLength", arguments);
            case "OCTET_LENGTH" -> Binder.call(Texts.class, "octetLength", arguments);
            case "STARTSWITH" -> Binder.call(Texts.class, "startsWith", arguments);
            case "ENDSWITH" -> Binder.call(Texts.class, "endsWith", arguments);
            case "PARSE_URL" -> Binder.call(Texts.class, "parseUrl", arguments);
            case "SPLIT_INDEX" -> Binder.call(Texts.class, "splitIndex", arguments);
            case "IS_ALPHA" -> Binder.call(Texts.class, "isAlpha", Node.Nulls.TOLD, arguments);
            case "IS_DIGIT" -> Binder.call(Texts.class, "isDigit", Node.Nulls.TOLD, arguments);
            case "IS_DECIMAL" -> Binder.call(Texts.class, "isDecimal", Node.Nulls.TOLD, arguments);
            case "HEX", "UNHEX", "BIN", "ENCODE", "DECODE" ->
                    Binder.call(Encodings.class, name.toLowerCase(java.util.Locale.ROOT), arguments);
            case "TO_BASE64" -> Binder.call(Encodings.class, "toBase64", arguments);
            case "FROM_BASE64" -> Binder.call(Encodings.class, "fromBase64", arguments);
            case "URL_ENCODE" -> Binder.call(Encodings.class, "urlEncode", arguments);
            case "URL_DECODE" -> Binder.call(Encodings.class, "urlDecode", arguments);
            default -> null;
        };
    }

    private static Node time(String name, List<Typed> arguments, DataType type, Lowering lowering) {
        TimeLowering times = new TimeLowering(lowering);
        return switch (name) {
            case "EXTRACT" ->
                    CastLowering.implicit(
                            NumericLowering.plain(times.extract(TimeLowering.unit(arguments.get(0)), arguments.get(1))),
                            type);
            case "YEAR",
                    "QUARTER",
                    "MONTH",
                    "WEEK",
                    "DAYOFYEAR",
                    "DAYOFMONTH",
                    "DAYOFWEEK",
                    "HOUR",
                    "MINUTE",
                    "SECOND" ->
                    CastLowering.implicit(NumericLowering.plain(times.extract(name, arguments.getFirst())), type);
            case "LAST_DAY" -> {
                Node date =
                        new CastLowering(lowering)
                                .cast(
                                        arguments.getFirst(),
                                        Plain.DATE,
                                        io.millrace.dataflow.expression.Expression.Cast.OnFailure.FAIL);
                yield Binder.call(Dates.class, "lastDay", NumericLowering.plain(date));
            }
            case "TIMESTAMPADD" ->
                    times.add(TimeLowering.unit(arguments.get(0)), arguments.get(1), arguments.get(2), type);
            case "TIMESTAMPDIFF" ->
                    times.difference(TimeLowering.unit(arguments.get(0)), arguments.get(1), arguments.get(2), type);
            case "CURRENT_TIMESTAMP",
                    "NOW",
                    "LOCALTIMESTAMP",
                    "CURRENT_ROW_TIMESTAMP",
                    "PROCTIME",
                    "CURRENT_DATE",
                    "CURRENT_TIME",
                    "LOCALTIME" ->
                    times.now(type);
            case "DATE_FORMAT", "TO_TIMESTAMP", "TO_DATE", "TO_TIMESTAMP_LTZ", "UNIX_TIMESTAMP", "FROM_UNIXTIME" ->
                    new TimeTextLowering(lowering).bind(name, arguments, type);
            default ->
                    throw MillraceException.user(
                            "unknown-function",
                            Functions.isKnown(name)
                                    ? name + " is known but cannot be evaluated for these arguments"
                                    : "there is no function " + name);
        };
    }
}
