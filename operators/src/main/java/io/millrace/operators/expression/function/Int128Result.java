package io.millrace.operators.expression.function;

/** Where a function leaves a 128-bit number. Each place in an expression has one, which is reused for every row. */
public final class Int128Result extends Int128 {}
