package io.millrace.dataflow.lineage;

import java.util.List;

/**
 * A table of an operator's state: its name, and what it and its columns mean, so that it is found again where the name
 * or the order of the columns has changed.
 *
 * @param name as the operator declares it
 * @param meaning unique in the operator
 * @param columns all that the table has, in the order in which they are declared, but for a weight
 */
public record TableMeaning(String name, String meaning, List<Column> columns) {

    public TableMeaning {
        columns = List.copyOf(columns);
    }

    /**
     * A column, or a cell, and what it begins with where there is no history.
     *
     * @param history whether it tells of rows of the past: such a column cannot be added later
     */
    public record Column(String meaning, Initial initial, History history) {

        /** A column that says what a row is. */
        public static Column of(String meaning) {
            return new Column(meaning, Initial.NULL, History.NEEDED);
        }

        /** A column in which an operator notes what it has still to do; empty whenever a job stands still. */
        public static Column note(String meaning) {
            return new Column(meaning, Initial.ZERO, History.NOT_NEEDED);
        }
    }

    /** What a column that is new holds for rows of before. */
    public enum Initial {
        NULL,
        ZERO
    }

    /** Whether a column that begins empty makes results wrong. */
    public enum History {
        NEEDED,
        NOT_NEEDED
    }
}
