package io.millrace.operators.expression.function;

/**
 * Where a function whose result is a Java primitive says that the result is null. False when the function is called.
 */
public final class Missing {
    public boolean is;
}
