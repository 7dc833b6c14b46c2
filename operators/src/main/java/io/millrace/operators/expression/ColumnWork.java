package io.millrace.operators.expression;

import io.millrace.data.BufferPool;
import io.millrace.data.Column;

/**
 * What is done with whole columns, because rows, arrays and maps are no values within a loop. Belongs to one thread.
 */
interface ColumnWork {

    /**
     * A column of which the given rows are made; the caller's to release.
     *
     * @param operands lent for the call, in any encoding
     * @param size of the columns
     */
    Column make(Column[] operands, int size, RowSet rows, BufferPool buffers);

    /** After an exception: the position of the row that failed, or −1. */
    default int failedPosition() {
        return -1;
    }
}
