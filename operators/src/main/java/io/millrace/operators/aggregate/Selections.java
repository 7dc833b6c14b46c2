package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Lease;

/** Makes batches of some rows of another, with weights of their own, for tables to read within one call. */
final class Selections {
    private final int[] weightsByPosition = new int[Batch.MAX_ROWS];

    /** The rows of a set, in order; to be released before the next call. */
    Batch select(Batch batch, RowSet rows) {
        if (!rows.isWeighted) {
            return batch.select(rows.positions, rows.count, Lease.UNPOOLED);
        }
        int[] weights =
                batch.columnSize() <= weightsByPosition.length ? weightsByPosition : new int[batch.columnSize()];
        for (int i = 0; i < rows.count; i++) {
            weights[rows.positions[i]] = rows.weights[i];
        }
        Batch selected = batch.select(rows.positions, rows.count, Lease.UNPOOLED);
        Batch weighted = selected.withWeights(weights, Lease.UNPOOLED);
        selected.release();
        return weighted;
    }
}
