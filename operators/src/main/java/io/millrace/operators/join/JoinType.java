package io.millrace.operators.join;

/** Which rows a join gives. */
public enum JoinType {
    /** Pairs. */
    INNER,
    /** Pairs, and left rows without a partner, padded with nulls. */
    LEFT,
    /** Pairs, and right rows without a partner, padded with nulls. */
    RIGHT,
    /** Pairs, and rows of either side without a partner. */
    FULL,
    /** Left rows that have a partner, once. */
    SEMI,
    /** Left rows that have none. */
    ANTI;

    /** Whether a left row without a partner is in the result. */
    public boolean keepsLeft() {
        return this == LEFT || this == FULL;
    }

    /** Whether a right row without a partner is in the result. */
    public boolean keepsRight() {
        return this == RIGHT || this == FULL;
    }

    /** Whether the output has the left columns alone. */
    public boolean isLeftOnly() {
        return this == SEMI || this == ANTI;
    }
}
