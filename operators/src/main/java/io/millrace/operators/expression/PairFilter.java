package io.millrace.operators.expression;

import io.millrace.data.Batch;
import io.millrace.data.DataType;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;
import java.util.List;

/**
 * A condition over pairs of rows, such as what is left of a join's condition beside its equal keys. Its columns are those of the
 * left row, then those of the right row. Belongs to one thread.
 */
public final class PairFilter {
    private PairFilter() {}

    public static PairFilter compile(
            Expression condition, List<DataType> left, List<DataType> right, SessionSettings session) {
        throw new UnsupportedOperationException();
    }

    /**
     * Keeps the pairs for which the condition is true, in order, by moving them to the front of both arrays.
     *
     * @param left lent for the call
     * @param leftPositions for each pair its position in the columns of {@code left}; at most {@link Batch#MAX_ROWS}
     * @param rightPositions for each pair its position in the columns of {@code right}
     * @return how many were kept
     */
    public int filter(Batch left, int[] leftPositions, Batch right, int[] rightPositions, int count) {
        throw new UnsupportedOperationException();
    }
}
