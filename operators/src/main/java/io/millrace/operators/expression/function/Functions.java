package io.millrace.operators.expression.function;

import io.millrace.dataflow.expression.Expression;
import java.util.List;

/** Which functions there are. */
public final class Functions {
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
        throw new UnsupportedOperationException();
    }

    /** Whether there is a function of this name. */
    public static boolean isKnown(String name) {
        throw new UnsupportedOperationException();
    }

    /** How far the value of this expression follows from its columns alone. A user's Java method is taken to be {@code ALWAYS}. */
    public static Stability stability(Expression expression) {
        throw new UnsupportedOperationException();
    }
}
