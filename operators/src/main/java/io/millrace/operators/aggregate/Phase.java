package io.millrace.operators.aggregate;

/** Which part of an aggregation an operator does. */
public enum Phase {
    /** All of it: rows in, results out. */
    COMPLETE,
    /** Before the exchange: rows in, partial results out, as many of them as it takes. */
    LOCAL,
    /** Behind the exchange: partial results in, results out. */
    GLOBAL
}
