package io.millrace.operators.expression.function;

import io.millrace.dataflow.expression.Expression;
import java.util.List;

/**
 * Which functions there are, under the names that a {@code Call} has. Arguments are those of SQL, in its order, with
 * these conventions: units of time are text literals ({@code EXTRACT('YEAR', x)}, {@code FLOOR(x, 'HOUR')}, {@code
 * TIMESTAMPADD('DAY', n, x)}, {@code TIMESTAMPDIFF('DAY', from, to)}), and so is the side of TRIM ({@code TRIM('BOTH',
 * characters, text)}); CASE has condition, value, …, otherwise; POSITION has the part first; ITEM has the collection
 * first; MAP has keys and values in turn; unary minus is {@code -} with one argument.
 */
public final class Functions {
    private static final List<String> NAMES =
            List.of(
                    "%",
                    "*",
                    "+",
                    "-",
                    "/",
                    "<",
                    "<=",
                    "<>",
                    "=",
                    ">",
                    ">=",
                    "ABS",
                    "ACOS",
                    "AND",
                    "ARRAY",
                    "ARRAY_CONTAINS",
                    "ASCII",
                    "ASIN",
                    "ATAN",
                    "ATAN2",
                    "BIN",
                    "BTRIM",
                    "CARDINALITY",
                    "CASE",
                    "CBRT",
                    "CEIL",
                    "CEILING",
                    "CHARACTER_LENGTH",
                    "CHAR_LENGTH",
                    "CHR",
                    "COALESCE",
                    "CONCAT",
                    "CONCAT_WS",
                    "COS",
                    "COSH",
                    "COT",
                    "CURRENT_DATE",
                    "CURRENT_ROW_TIMESTAMP",
                    "CURRENT_TIME",
                    "CURRENT_TIMESTAMP",
                    "DATE_FORMAT",
                    "DAYOFMONTH",
                    "DAYOFWEEK",
                    "DAYOFYEAR",
                    "DECODE",
                    "DEGREES",
                    "E",
                    "ENCODE",
                    "ENDSWITH",
                    "EXP",
                    "EXTRACT",
                    "FLOOR",
                    "FROM_BASE64",
                    "FROM_UNIXTIME",
                    "GREATEST",
                    "HEX",
                    "HOUR",
                    "IF",
                    "IFNULL",
                    "INITCAP",
                    "INSTR",
                    "IS DISTINCT FROM",
                    "IS FALSE",
                    "IS NOT DISTINCT FROM",
                    "IS NOT FALSE",
                    "IS NOT NULL",
                    "IS NOT TRUE",
                    "IS NOT UNKNOWN",
                    "IS NULL",
                    "IS TRUE",
                    "IS UNKNOWN",
                    "IS_ALPHA",
                    "IS_DECIMAL",
                    "IS_DIGIT",
                    "ITEM",
                    "LAST_DAY",
                    "LEAST",
                    "LEFT",
                    "LENGTH",
                    "LIKE",
                    "LN",
                    "LOCALTIME",
                    "LOCALTIMESTAMP",
                    "LOCATE",
                    "LOG",
                    "LOG10",
                    "LOG2",
                    "LOWER",
                    "LPAD",
                    "LTRIM",
                    "MAP",
                    "MD5",
                    "MINUTE",
                    "MOD",
                    "MONTH",
                    "NOT",
                    "NOT LIKE",
                    "NOT SIMILAR TO",
                    "NOW",
                    "NULLIF",
                    "OCTET_LENGTH",
                    "OR",
                    "OVERLAY",
                    "PARSE_URL",
                    "PI",
                    "POSITION",
                    "POWER",
                    "PROCTIME",
                    "QUARTER",
                    "RADIANS",
                    "RAND",
                    "RAND_INTEGER",
                    "REGEXP",
                    "REGEXP_EXTRACT",
                    "REGEXP_REPLACE",
                    "REPEAT",
                    "REPLACE",
                    "REVERSE",
                    "RIGHT",
                    "ROUND",
                    "ROW",
                    "RPAD",
                    "RTRIM",
                    "SECOND",
                    "SHA1",
                    "SHA224",
                    "SHA256",
                    "SHA384",
                    "SHA512",
                    "SIGN",
                    "SIMILAR TO",
                    "SIN",
                    "SINH",
                    "SPLIT",
                    "SPLIT_INDEX",
                    "SQRT",
                    "STARTSWITH",
                    "STR_TO_MAP",
                    "SUBSTR",
                    "SUBSTRING",
                    "TAN",
                    "TANH",
                    "TIMESTAMPADD",
                    "TIMESTAMPDIFF",
                    "TO_BASE64",
                    "TO_DATE",
                    "TO_TIMESTAMP",
                    "TO_TIMESTAMP_LTZ",
                    "TRIM",
                    "TRUNCATE",
                    "UNHEX",
                    "UNIX_TIMESTAMP",
                    "UPPER",
                    "URL_DECODE",
                    "URL_ENCODE",
                    "UUID",
                    "WEEK",
                    "YEAR",
                    "||");

    private Functions() {}

    /** When two calls with the same arguments are sure to give the same. */
    public enum Stability {
        ALWAYS,
        /** Within one batch, as the time of day. */
        BATCH,
        NEVER
    }

    /** The SQL names of all functions, in order, for hints to users. */
    public static List<String> names() {
        return NAMES;
    }

    /** Whether there is a function of this name. */
    public static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    /**
     * How far the value of this expression follows from its columns alone. A user's Java method is taken to be {@code
     * ALWAYS}.
     */
    public static Stability stability(Expression expression) {
        return switch (expression) {
            case Expression.Input ignored -> Stability.ALWAYS;
            case Expression.Literal ignored -> Stability.ALWAYS;
            case Expression.Cast cast -> stability(cast.operand());
            case Expression.FieldAccess access -> stability(access.operand());
            case Expression.Call call -> {
                Stability least =
                        call.function() instanceof Expression.Function.Named named
                                ? own(named.name(), call.arguments().size())
                                : Stability.ALWAYS;
                for (Expression argument : call.arguments()) {
                    Stability stability = stability(argument);
                    least = stability.compareTo(least) > 0 ? stability : least;
                }
                yield least;
            }
        };
    }

    private static Stability own(String name, int arguments) {
        return switch (name) {
            case "RAND", "RAND_INTEGER", "UUID" -> Stability.NEVER;
            case "CURRENT_TIMESTAMP",
                    "NOW",
                    "LOCALTIMESTAMP",
                    "CURRENT_ROW_TIMESTAMP",
                    "PROCTIME",
                    "CURRENT_DATE",
                    "CURRENT_TIME",
                    "LOCALTIME" ->
                    Stability.BATCH;
            case "UNIX_TIMESTAMP" -> arguments == 0 ? Stability.BATCH : Stability.ALWAYS;
            default -> Stability.ALWAYS;
        };
    }
}
