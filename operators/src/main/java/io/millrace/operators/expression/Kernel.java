package io.millrace.operators.expression;

import io.millrace.data.Column;
import org.jspecify.annotations.Nullable;

/**
 * A generated loop over rows: either a filter or some projections. It holds nothing, so that all threads may share it.
 */
interface Kernel {

    /**
     * Evaluates the rows from {@code from} up to {@code to}.
     *
     * @param columns the columns by {@link ColumnPaths} number, held as the code was made for
     * @param positions where the rows lie; not looked at by code for dense rows, whose positions are their numbers
     * @param outputs a filter: the {@code int[]} for the positions that pass. Projections: for each root its values,
     *     the second half of its values (128-bit numbers), and its validity, all set before
     * @param own at 0 an {@code int[1]} that tells the row when an exception is thrown; then what {@link Code#makers}
     *     make
     * @return a filter: how many passed
     */
    int run(Column[] columns, int[] positions, int from, int to, @Nullable Object[] outputs, Object[] own);
}
