package io.millrace.operators.rank;

import java.util.List;

/**
 * Which rows in which order. Rows that are equal in the order are told apart by their remaining columns, so that the
 * result is always the same one.
 *
 * @param offset how many of the first rows are passed over
 * @param limit how many rows come then; {@link #NO_LIMIT} for all
 */
public record Ranking(List<SortKey> order, long offset, long limit, Numbering numbering) {
    public static final long NO_LIMIT = Long.MAX_VALUE;

    public Ranking {
        order = List.copyOf(order);
    }

    /** Whether the output has the row's number, from 1, as a last column of type BIGINT. */
    public enum Numbering {
        HIDDEN,
        SHOWN
    }

    @Override
    public String toString() {
        return order
                + (offset == 0 ? "" : " offset " + offset)
                + (limit == NO_LIMIT ? "" : " limit " + limit)
                + (numbering == Numbering.SHOWN ? " numbered" : "");
    }
}
