package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.RowHash;

/**
 * Rows of a run, read from disk: all columns of the table, in the order of the run.
 *
 * @param hashes of the keys
 * @param first the number of its first row in the run
 */
record ColdBlock(TableShape shape, Batch batch, long[] hashes, int first) {

    static ColdBlock of(TableShape shape, Batch batch, int first) {
        long[] hashes = new long[batch.size()];
        RowHash.hash(batch, TableShape.range(0, shape.keyColumns()), 0, batch.size(), hashes);
        return new ColdBlock(shape, batch, hashes, first);
    }

    /** The hash of the columns that tell rows of one key apart. */
    long rowHash(int row) {
        return RowHash.hash(batch, shape.rowColumns(), row);
    }

    int size() {
        return hashes.length;
    }

    /** How many bytes of texts its rows have on average. */
    int rowBytes() {
        return (int) (batch.heldBytes() / Math.max(1, batch.size()));
    }

    int hash(int row) {
        return (int) hashes[row];
    }

    /** The pane of a row, or 0 where the table has none. */
    long pane(int row) {
        return shape.kind() == TableShape.Kind.PANES ? PaneRows.id(batch.column(0), row) : 0;
    }

    /** When a row was changed last, or the other number where that is not known. */
    long changed(int row, long otherwise) {
        Column times = batch.column(shape.timeColumn());
        return times.isNull(row) ? otherwise : PaneRows.id(times, row);
    }

    /** The first row that is not before this place in the order of runs. */
    int lowerBound(long pane, int hash) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ColdRun.compare(pane(middle), hash(middle), pane, hash) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
