package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Field;
import io.millrace.operators.Flow;
import java.util.List;
import java.util.Optional;

/** One aggregate call over many small sets of rows, each in a slot of its own, in cells of no table. */
public final class FrameAggregate {
    private final Accumulators accumulators;
    private final CallResult result;
    private final Cells[] cells;
    private final RowSet rows = new RowSet();
    private final int[] slots = new int[Batch.MAX_ROWS];

    /**
     * @param call not DISTINCT, which needs a table
     */
    public FrameAggregate(Flow input, AggregateCall call) {
        AccumulatorPlan plan =
                AccumulatorPlan.of(input.schema(), new Grouping(List.of(), List.of(call)), Phase.COMPLETE);
        List<Field> fields = plan.cells();
        cells = new Cells[fields.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Cells.of(fields.get(i).type());
            cells[i].reserve(Batch.MAX_ROWS);
        }
        accumulators = new Accumulators(plan, Flow.append(input.schema()), cells, new int[0], Optional.empty());
        result =
                CallResult.of(
                        plan.calls().getFirst(),
                        accumulators,
                        index -> cells[index == AccumulatorPlan.ROWS ? 0 : plan.firstCell(index)]);
        for (int i = 0; i < slots.length; i++) {
            slots[i] = i;
        }
    }

    /** Empties the first so many sets. */
    public void begin(int count) {
        for (Cells column : cells) {
            for (int slot = 0; slot < count; slot++) {
                column.clear(slot);
            }
        }
        accumulators.begin(slots, count);
        rows.count = 0;
        rows.isWeighted = false;
    }

    /** Puts the row at this position of the batch into a set. */
    public void add(Batch batch, int position, int set) {
        rows.add(position, set, 1);
        if (rows.count == Batch.MAX_ROWS) {
            settle(batch);
        }
    }

    /** Says that rows of another batch come next, or results are wanted. */
    public void settle(Batch batch) {
        if (rows.count > 0) {
            accumulators.add(batch, rows);
            rows.count = 0;
        }
    }

    /** Appends the results of the sets from {@code from} up to {@code to}. */
    public void results(int from, int to, ColumnBuilder into) {
        result.append(slots, from, to, into);
    }
}
