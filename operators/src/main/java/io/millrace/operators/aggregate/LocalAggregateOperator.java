package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Field;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.operators.Columnar;
import java.util.List;
import java.util.Optional;

/**
 * Adds rows up before they are sent to the owners of their groups, in a small table that every flush empties. Where
 * that reduces nothing it stops for a while, and every row becomes a partial result of its own.
 */
final class LocalAggregateOperator implements Operator {
    /** How many groups are held at most. */
    private static final int BOUND = 4 * Batch.MAX_ROWS;

    /** How much is held of texts. */
    private static final long BYTES_BOUND = 8L * Batch.MAX_BYTES;

    /**
     * How many rows are looked at before it is decided whether to go on, and how many pass before it is tried again.
     */
    private static final long SAMPLE_ROWS = 64L * Batch.MAX_ROWS;

    private static final long REST_ROWS = 32 * SAMPLE_ROWS;

    private final Aggregate spec;
    private final int[] keyColumns;
    private Groups groups;
    private SingleRows singles;
    private ColumnBuilder[] out;
    private final int[] slots = new int[Batch.MAX_ROWS];
    private long sampledRows;
    private long sampledGroups;
    private long restRows;

    LocalAggregateOperator(Aggregate spec) {
        this.spec = spec;
        this.keyColumns = Columnar.ints(spec.grouping().keys());
    }

    @Override
    public void open(OperatorContext context) {
        GroupTables tables =
                new GroupTables(
                        context.state(),
                        Groups.keys(spec.input().schema(), spec.grouping().keys()),
                        GroupTables.Kind.OWN);
        groups =
                new Groups(
                        "groups",
                        new Groups.Input(spec.input(), spec.grouping(), Phase.LOCAL),
                        keyColumns,
                        tables,
                        List.of());
        singles = new SingleRows(spec);
        out = Columnar.builders(spec.output(), context.buffers());
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        boolean full = groups.table().size() >= BOUND || groups.variableBytes() >= BYTES_BOUND;
        if (full && emit(output) == Progress.MORE) {
            return from;
        }
        int count = batch.size() - from;
        if (restRows > 0) {
            if (!output.room()) {
                return from;
            }
            restRows -= count;
            singles.append(batch, from, batch.size(), out);
            output.emit(Batch.of(count, Columnar.build(out)));
            return batch.size();
        }
        groups.locate(batch, from, batch.size());
        groups.add(batch);
        sampledRows += count;
        return batch.size();
    }

    @Override
    public Progress endInput(int input, Output output) {
        return emit(output);
    }

    @Override
    public Progress flush(FlushReason reason, Output output) {
        return emit(output);
    }

    @Override
    public void close() {
        if (out != null) {
            Columnar.close(out);
        }
    }

    private Progress emit(Output output) {
        for (int listed = groups.table().list(0, slots); listed > 0; listed = groups.table().list(0, slots)) {
            if (!output.room()) {
                return Progress.MORE;
            }
            int count = groups.fitting(slots, 0, listed);
            sampledGroups += count;
            for (int key = 0; key < keyColumns.length; key++) {
                groups.table().key(key).gather(slots, 0, count, out[key]);
            }
            groups.partials(slots, 0, count, out, keyColumns.length);
            for (int i = 0; i < count; i++) {
                groups.table().remove(slots[i]);
            }
            output.emit(Batch.of(count, Columnar.build(out)));
        }
        if (sampledRows >= SAMPLE_ROWS) {
            if (sampledGroups * 4 > sampledRows * 3) {
                restRows = REST_ROWS;
            }
            sampledRows = 0;
            sampledGroups = 0;
        }
        return Progress.DONE;
    }

    /** Makes a partial result of each row, in cells of no table. */
    private static final class SingleRows {
        private final int[] keyColumns;
        private final Cells[] cells;
        private final Accumulators accumulators;
        private final RowSet rows = new RowSet();
        private final int[] slots = Columnar.sequence(Batch.MAX_ROWS);

        SingleRows(Aggregate spec) {
            keyColumns = Columnar.ints(spec.grouping().keys());
            AccumulatorPlan plan = AccumulatorPlan.of(spec.input().schema(), spec.grouping(), Phase.LOCAL);
            List<Field> fields = plan.cells();
            cells = new Cells[fields.size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = Cells.of(fields.get(i).type());
                cells[i].reserve(Batch.MAX_ROWS);
            }
            accumulators = new Accumulators(plan, spec.input(), cells, keyColumns, Optional.empty());
        }

        void append(Batch batch, int from, int to, ColumnBuilder[] into) {
            rows.take(batch, from, to);
            System.arraycopy(slots, 0, rows.slots, 0, rows.count);
            for (Cells column : cells) {
                for (int slot = 0; slot < rows.count; slot++) {
                    column.clear(slot);
                }
            }
            accumulators.begin(slots, rows.count);
            accumulators.add(batch, rows);
            for (int key = 0; key < keyColumns.length; key++) {
                into[key].appendAll(batch.column(keyColumns[key]), rows.positions, 0, rows.count);
            }
            for (int i = 0; i < cells.length; i++) {
                cells[i].gather(slots, 0, rows.count, into[keyColumns.length + i]);
            }
        }
    }
}
