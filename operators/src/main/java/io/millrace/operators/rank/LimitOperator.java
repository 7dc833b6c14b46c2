package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.state.MapTable;

/** Counts rows, and passes on those whose number is wanted. */
final class LimitOperator implements Operator {
    private static final int[] NONE = {};

    private final Limit spec;
    private final long end;
    private MapTable table;
    private BufferPool buffers;
    private final int[] slot = new int[1];

    LimitOperator(Limit spec) {
        this.spec = spec;
        this.end = spec.limit() == Ranking.NO_LIMIT ? Long.MAX_VALUE : spec.offset() + spec.limit();
    }

    @Override
    public void open(OperatorContext context) {
        table = context.state().ownMap("seen", Schema.of(), Schema.of(Field.of("rows", Plain.BIGINT)));
        buffers = context.buffers();
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        table.findOrAdd(Batch.of(1), NONE, 0, 1, slot);
        LongCells rows = (LongCells) table.value(0);
        long seen = rows.get(slot[0]);
        int count = batch.size() - from;
        rows.set(slot[0], seen + count);
        int first = from + Math.clamp(spec.offset() - seen, 0, count);
        int last = from + Math.clamp(end - seen, 0, count);
        if (first < last) {
            int[] positions = buffers.ints(last - first);
            for (int row = first; row < last; row++) {
                positions[row - first] = batch.position(row);
            }
            output.emit(batch.select(positions, last - first, new Lease(buffers, positions)));
        }
        return batch.size();
    }
}
