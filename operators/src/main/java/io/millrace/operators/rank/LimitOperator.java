package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.state.MapTable;

/** Passes rows on by their number, which is kept in a table of one row. */
final class LimitOperator implements Operator {
    private static final Schema KEY = Schema.of(Field.required("key", Plain.INT));
    private static final Schema COUNT = Schema.of(Field.required("rows", Plain.BIGINT));
    private static final int[] KEY_COLUMN = {0};

    private final Limit spec;
    private final int[] slot = new int[1];
    private OperatorContext context;
    private MapTable table;

    LimitOperator(Limit spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        table = opened.state().ownMap("seen", KEY, COUNT);
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        Batch key = Batch.of(1, new Column[] {Columns.constant(Plain.INT, 0, 1)});
        table.findOrAdd(key, KEY_COLUMN, 0, 1, slot);
        LongCells count = (LongCells) table.value(0);
        long seen = count.get(slot[0]);
        long end = spec.limit() > Long.MAX_VALUE - spec.offset() ? Long.MAX_VALUE : spec.offset() + spec.limit();
        int rows = batch.size() - from;
        int first = (int) Math.min(rows, Math.max(0, spec.offset() - seen));
        int last = (int) Math.min(rows, Math.max(0, end - seen));
        if (first < last) {
            int[] positions = context.buffers().ints(last - first);
            for (int i = first; i < last; i++) {
                positions[i - first] = batch.position(from + i);
            }
            output.emit(batch.select(positions, last - first, new Lease(context.buffers(), positions)));
        }
        count.set(slot[0], seen + rows);
        return batch.size();
    }
}
