package io.millrace.operators.expression.function;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;

/** What functions throw: the code is stable, the text names the function and the values. */
public final class Errors {
    private static final int SHOWN = 80;

    private Errors() {}

    static MillraceException overflow(String operation, String type) {
        return MillraceException.user(
                "overflow", operation + " is out of the range of " + type + "; cast an operand to a wider type");
    }

    static MillraceException divisionByZero(String operation) {
        return MillraceException.user(
                "division-by-zero", operation + " divides by zero; NULLIF(divisor, 0) gives NULL instead");
    }

    static MillraceException badArgument(String function, String why) {
        return MillraceException.user("bad-argument", function + ": " + why);
    }

    /** What a failed conversion throws, called by generated code with the text of what was to be converted. */
    public static MillraceException badCast(Slice value, DataType target) {
        return bad(shown(value), target);
    }

    /** The same for a text. */
    public static MillraceException badText(Slice value, DataType target) {
        return bad("'" + shown(value) + "'", target);
    }

    private static MillraceException bad(String value, DataType target) {
        return MillraceException.user(
                "bad-cast", "CAST: " + value + " is no " + target.sql() + "; TRY_CAST gives NULL instead");
    }

    static String shown(Slice value) {
        String text = value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
