package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteCells;
import io.millrace.data.Cells;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongBuilder;
import io.millrace.data.RowCount;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.state.MapTable;
import io.millrace.operators.Columnar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a {@link TopN} of one row, over rows that stay: the first row of each partition is all that is kept, in a map.
 * Of the rows of a partition that come together only the best one is looked at further, and where it comes before the
 * row that is kept, it takes its place.
 */
final class FirstRowOperator implements Operator {
    /** Each row may bring a deletion and an insertion, and what one call emits fits a batch. */
    private static final int CHUNK = Math.max(1, Batch.MAX_ROWS / 2);

    private static final int INDEX_SIZE = Integer.highestOneBit(CHUNK) * 4;
    private static final Field HELD = Field.of("held", Plain.BOOLEAN);

    private final TopN spec;
    private final int[] partition;
    private final int[] others;
    private final SortedColumns sorted;
    private final RowOrder order;
    private final boolean showsNumber;
    private OperatorContext context;
    private BufferPool buffers;
    private MapTable table;
    private Cells[] cells;
    private ByteCells held;
    private ColumnBuilder[] out;

    /** How many rows to look at at once: the rows that they take the place of are copied. */
    private final RowCount atOnce = new RowCount();

    private final int[] slots = new int[CHUNK];

    /** The slots of partitions whose row may change, and for each the position of the best row of the batch. */
    private final int[] changing = new int[CHUNK];

    private final int[] winners = new int[CHUNK];
    private final int[] overtaken = new int[CHUNK];

    /** Finds a slot in {@link #changing}: open addressing over indices plus one. */
    private final int[] index = new int[INDEX_SIZE];

    FirstRowOperator(TopN spec) {
        this.spec = spec;
        this.partition = Columnar.ints(spec.partition());
        this.others = PartitionQueue.others(spec.input().schema().size(), partition);
        this.sorted = new SortedColumns(spec.ranking().order(), others);
        this.order = sorted.ofInput();
        this.showsNumber = spec.ranking().numbering() == Ranking.Numbering.SHOWN;
    }

    /** Whether this operator can do what is asked for. */
    static boolean runs(TopN spec) {
        Ranking ranking = spec.ranking();
        return spec.input().isAppend() && !spec.partition().isEmpty() && ranking.offset() == 0 && ranking.limit() == 1;
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        buffers = context.buffers();
        Schema input = spec.input().schema();
        List<Field> values = new ArrayList<>(input.project(others).fields());
        values.add(HELD);
        table = context.state().map("first", input.project(partition), new Schema(values));
        cells = new Cells[others.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = table.value(i);
        }
        held = (ByteCells) table.value(others.length);
        out = Columnar.builders(spec.output(), buffers);
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        context.state().forget(context.clock().millis());
        int row = from;
        while (row < batch.size() && output.room()) {
            int to = row + atOnce.of(Math.min(CHUNK, batch.size() - row));
            table.findOrAdd(batch, partition, row, to, slots);
            int count = compare(batch, row, to);
            long bytes = count > 0 ? replace(batch, count, output) : 0;
            atOnce.made(to - row, bytes);
            row = to;
        }
        return row;
    }

    /** Lists the partitions that have a better row now, and returns how many. */
    private int compare(Batch batch, int from, int to) {
        Arrays.fill(index, 0);
        int count = 0;
        for (int row = from; row < to; row++) {
            int slot = slots[row - from];
            int position = batch.position(row);
            int at = (slot * 0x9E3779B9 >>> 1) & (INDEX_SIZE - 1);
            while (index[at] != 0 && changing[index[at] - 1] != slot) {
                at = (at + 1) & (INDEX_SIZE - 1);
            }
            if (index[at] != 0) {
                int found = index[at] - 1;
                if (order.compare(batch, position, batch, winners[found]) < 0) {
                    winners[found] = position;
                }
            } else if (held.get(slot) == 0 || sorted.compare(cells, slot, batch, position) > 0) {
                changing[count] = slot;
                winners[count] = position;
                index[at] = ++count;
            }
        }
        return count;
    }

    /** Emits what changes; returns how many bytes that had. */
    private long replace(Batch batch, int count, Output output) {
        int deleted = 0;
        for (int i = 0; i < count; i++) {
            if (held.get(changing[i]) != 0) {
                overtaken[deleted++] = changing[i];
            }
            held.set(changing[i], (byte) 1);
        }
        for (int key = 0; key < partition.length; key++) {
            table.key(key).gather(overtaken, 0, deleted, out[partition[key]]);
            out[partition[key]].appendAll(batch.column(partition[key]), winners, 0, count);
        }
        Batch chosen = batch.select(winners, count, Lease.UNPOOLED);
        for (int i = 0; i < others.length; i++) {
            cells[i].gather(overtaken, 0, deleted, out[others[i]]);
            out[others[i]].appendAll(batch.column(others[i]), winners, 0, count);
            cells[i].setAll(changing, chosen, others[i], 0, count);
        }
        chosen.release();
        if (showsNumber) {
            LongBuilder numbers = (LongBuilder) out[out.length - 1];
            Arrays.fill(numbers.reserve(deleted + count), 0, deleted + count, 1);
            numbers.setSize(deleted + count);
        }
        long bytes = ColumnBuilder.bytes(out);
        output.emit(Columnar.changes(Columnar.build(out), deleted, count, buffers));
        return bytes;
    }

    @Override
    public void close() {
        if (out != null) {
            Columnar.close(out);
        }
    }
}
