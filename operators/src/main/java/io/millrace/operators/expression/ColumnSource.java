package io.millrace.operators.expression;

import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.expression.Expression;
import java.util.List;

/**
 * Where a column that expressions read comes from. Sources are numbered so that each needs only those before it. Rows,
 * arrays and maps are never values within a loop: what concerns them is done to whole columns.
 */
sealed interface ColumnSource {

    /** A column of the input. */
    record InputColumn(int column) implements ColumnSource {}

    /** A field of the rows of another source. */
    record FieldOf(int row, int field) implements ColumnSource {}

    /** For each row the element of an array, or the item of a map, that another source names. */
    record ItemOf(int collection, int index) implements ColumnSource {}

    /** How many elements an array, or entries a map, has. */
    record SizeOf(int collection) implements ColumnSource {}

    /** What a loop computes. */
    record Computed(Node root) implements ColumnSource {}

    /** A row, array or map of other sources. */
    record Assembled(io.millrace.data.DataType type, List<Integer> parts) implements ColumnSource {}

    /** What {@link NestedFunctions} make of whole columns: the operands of a call or a cast. */
    record Applied(Expression expression, List<Integer> parts, SessionSettings session, Clock clock)
            implements ColumnSource {}

    /** A constant. */
    record Fixed(io.millrace.data.Column value) implements ColumnSource {}
}
