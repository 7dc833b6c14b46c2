package io.millrace.operators.aggregate;

/** The aggregate functions. Nulls among the arguments are passed over, but for COUNT without arguments. */
public enum AggregateFunction {
    /** Without arguments all rows, with arguments those in which none is null. */
    COUNT,
    /** Null where there is nothing to add. */
    SUM,
    /** 0 where there is nothing to add. */
    SUM0,
    /** Of integers the integer, rounded toward zero; of decimals the decimal of the call's type. */
    AVG,
    MIN,
    MAX,
    /** The first value in the order of arrival; under deletions, of those that are left. */
    FIRST_VALUE,
    LAST_VALUE,
    ANY_VALUE,
    /** The only value; more than one is an error. */
    SINGLE_VALUE,
    /** Texts joined by the second argument, a comma where there is none. */
    LISTAGG,
    STDDEV_POP,
    STDDEV_SAMP,
    VAR_POP,
    VAR_SAMP,
    BOOL_AND,
    BOOL_OR,
    /** All values, as an ARRAY. */
    ARRAY_AGG,
    /** All values with how often, as a MULTISET. */
    COLLECT
}
