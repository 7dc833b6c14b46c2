package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.Schema;
import io.millrace.dataflow.Output;

/** Rows of one side without their partners: padded with nulls, or alone for SEMI and ANTI. Belongs to one thread. */
final class PaddedRows {
    private final BatchBuilder rows;
    private final int columns;
    private final int offset;
    private final int[] slot = new int[1];
    private long bytes;

    /**
     * @param side the rows' own columns
     * @param offset where in the output they begin; the other columns are null
     */
    PaddedRows(Schema output, Schema side, int offset, BufferPool buffers) {
        this.rows = new BatchBuilder(output, buffers);
        this.columns = side.size();
        this.offset = offset;
    }

    /** A row of the batch in hand. */
    void add(Batch batch, int position, int weight, Output output) {
        for (int i = 0; i < rows.schema().size(); i++) {
            if (i >= offset && i < offset + columns) {
                rows.column(i).append(batch.column(i - offset), position);
            } else {
                rows.column(i).appendNull();
            }
        }
        end(weight, output);
    }

    /** A row that is kept. */
    void add(JoinSide side, int keptSlot, int weight, Output output) {
        slot[0] = keptSlot;
        for (int i = 0; i < rows.schema().size(); i++) {
            if (i >= offset && i < offset + columns) {
                side.gather(i - offset, slot, 1, rows.column(i));
            } else {
                rows.column(i).appendNull();
            }
        }
        end(weight, output);
    }

    void flush(Output output) {
        if (!rows.isEmpty()) {
            bytes += rows.bytes();
            output.emit(rows.build());
        }
    }

    /** How many bytes the rows had that were emitted since the last call. */
    long takeBytes() {
        long taken = bytes;
        bytes = 0;
        return taken;
    }

    void close() {
        rows.close();
    }

    private void end(int weight, Output output) {
        rows.endRow(weight);
        if (rows.isFull()) {
            flush(output);
        }
    }
}
