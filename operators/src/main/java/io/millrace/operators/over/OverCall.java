package io.millrace.operators.over;

import io.millrace.dataflow.lineage.Relation;
import io.millrace.operators.aggregate.AggregateCall;
import java.util.List;

/** One function of an OVER clause. */
public sealed interface OverCall {

    /** The call by what its columns mean. */
    default String text(Relation rows) {
        return switch (this) {
            case Framed framed -> framed.call().text(rows) + " " + framed.frame().text();
            case Numbered numbered -> numbered.numbering().name();
            case Shifted shifted ->
                    rows.column(shifted.column())
                            + " shifted by "
                            + shifted.distance()
                            + " or "
                            + rows.columns(shifted.fallback());
        };
    }

    /** An aggregate of the rows from the frame's beginning up to the current one. */
    record Framed(AggregateCall call, Frame frame) implements OverCall {}

    /** A number of the row among those of its partition, BIGINT. */
    record Numbered(Numbering numbering) implements OverCall {}

    /**
     * The value of a column some rows away: LAG and LEAD.
     *
     * @param distance how many rows after the current one; negative for LAG
     * @param fallback a column of the current row that is taken where there is no such row; none gives null
     */
    record Shifted(int column, int distance, List<Integer> fallback) implements OverCall {
        public Shifted {
            fallback = List.copyOf(fallback);
        }
    }

    /** How rows are numbered. */
    enum Numbering {
        ROW_NUMBER,
        RANK,
        DENSE_RANK
    }

    /**
     * From where a frame reaches to the current row.
     *
     * @param preceding rows, or microseconds (units of the sort column where it is no timestamp); {@link #UNBOUNDED}
     *     for all
     */
    record Frame(Unit unit, long preceding) {
        public static final long UNBOUNDED = Long.MAX_VALUE;

        /** The frame for people. */
        String text() {
            return unit + (preceding == UNBOUNDED ? " from the first row" : " " + preceding + " preceding");
        }

        /** What {@code preceding} counts. */
        public enum Unit {
            /** Rows before the current one. */
            ROWS,
            /** Distance in the first sort column; rows equal to the current one in the order belong to its frame. */
            RANGE
        }
    }
}
