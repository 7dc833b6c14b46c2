package io.millrace.operators.over;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Columns;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.RowCount;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import io.millrace.data.Widths;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.Outbox;
import io.millrace.operators.rank.Differences;
import io.millrace.operators.rank.PartitionQueue;
import io.millrace.operators.rank.SortedColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the rows of every partition in order. When a partition changes for the first time since a flush, its rows are
 * copied with the values of the calls; the flush computes them again, and emits what differs.
 */
final class OverOperator implements Operator {
    private static final int BOUND = 2 * Batch.MAX_ROWS;

    /** What is long in the rows of a partition may take such a part of the heap, beside state. */
    private static final int HEAP_PART = 14;

    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / HEAP_PART;

    private final Over spec;
    private final int[] partition;
    private final int[] others;
    private final int[] sequence;
    private OrderedTable table;
    private Cells[] cells;
    private PartitionQueue queue;
    private PartitionCalls calls;
    private OperatorContext context;
    private Outbox outbox;
    private RowOrder order;
    private ColumnBuilder[] old;
    private ColumnBuilder[] fresh;
    private ColumnBuilder[] rows;
    private int[] oldEnds = new int[BOUND + Batch.MAX_ROWS];
    private int emitted;

    /** How many rows to take in at once: those of their partitions are copied. */
    private final RowCount atOnce = new RowCount();

    private final int[] handles = new int[Batch.MAX_ROWS];
    private final int[] taken = new int[Batch.MAX_ROWS];
    private int[] slots = new int[Batch.MAX_ROWS];
    private final Differences differences = new Differences();

    OverOperator(Over spec) {
        this.spec = spec;
        this.partition = Columnar.ints(spec.within().partition());
        this.others = PartitionQueue.others(spec.input().schema().size(), partition);
        this.sequence = Columnar.sequence(partition.length);
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        BufferPool buffers = context.buffers();
        Schema input = spec.input().schema();
        SortedColumns sorted = new SortedColumns(spec.within().order(), others);
        order = sorted.total();
        table = context.state().ordered("rows", input.project(partition), input.project(others), sorted.order());
        cells = new Cells[others.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = table.row(i);
        }
        queue = new PartitionQueue(context.state(), input.project(partition), partition, buffers);
        calls = new PartitionCalls(spec);
        outbox = new Outbox(spec.output(), buffers);
        List<Field> fields = new ArrayList<>(input.project(others).fields());
        fields.addAll(spec.output().fields().subList(input.size(), spec.output().size()));
        old = Columnar.builders(new Schema(fields), buffers);
        fresh = Columnar.builders(new Schema(fields), buffers);
        rows = Columnar.builders(input.project(others), buffers);
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        int row = from;
        while (row < batch.size()) {
            if (isFull() && emit(output) == Progress.MORE) {
                return row;
            }
            if (outbox.drain(output) == Progress.MORE) {
                return row;
            }
            if (queue.size() == 0 && spec.forgets()) {
                context.state().forget(context.clock().millis());
            }
            int to = row + atOnce.of(batch.size() - row);
            long before = ColumnBuilder.bytes(old);
            take(batch, row, to);
            table.add(batch, partition, others, row, to, handles);
            atOnce.made(to - row, ColumnBuilder.bytes(old) - before);
            row = to;
        }
        return row;
    }

    /** Whether what is held must be emitted first: there is much of it, or a part of it is emitted already. */
    private boolean isFull() {
        return queue.size() >= BOUND
                || emitted > 0
                || old[0].size() >= 16 * Batch.MAX_ROWS
                || ColumnBuilder.bytes(old) >= Batch.MAX_BYTES;
    }

    private void take(Batch batch, int from, int to) {
        int before = queue.size();
        int count = queue.take(batch, from, to, taken);
        if (count == 0) {
            return;
        }
        table.find(batch, partition, from, to, handles);
        if (before + count > oldEnds.length) {
            oldEnds = Arrays.copyOf(oldEnds, 2 * oldEnds.length);
        }
        for (int i = 0; i < count; i++) {
            compute(batch, partition, batch.position(taken[i]), handles[taken[i] - from], old);
            oldEnds[before + i] = old[0].size();
        }
    }

    /** Appends the rows of a partition with the values of the calls. The keys are those at a position of a batch. */
    private void compute(Batch keys, int[] keyColumns, int position, int handle, ColumnBuilder[] into) {
        int count = 0;
        int slot = handle == OrderedTable.ABSENT ? OrderedTable.ABSENT : table.first(handle);
        for (; slot != OrderedTable.ABSENT; slot = table.next(slot)) {
            for (int times = table.weight(slot); times > 0; times--) {
                if (count == slots.length) {
                    slots = Arrays.copyOf(slots, 2 * count);
                }
                slots[count++] = slot;
            }
        }
        if (count == 0) {
            return;
        }
        check(count);
        Columnar.reset(rows);
        Column[] columns = new Column[spec.input().schema().size()];
        for (int i = 0; i < others.length; i++) {
            table.row(i).gather(slots, 0, count, rows[i]);
            table.row(i).gather(slots, 0, count, into[i]);
            columns[others[i]] = rows[i].view();
        }
        int[] one = {position};
        for (int key = 0; key < partition.length; key++) {
            columns[partition[key]] =
                    new ConstantColumn(count, Columns.gather(keys.column(keyColumns[key]), one, 0, 1, BufferPool.HEAP));
        }
        calls.append(Batch.of(count, columns), into, others.length);
    }

    /** A partition is copied several times before what has changed is known. */
    private void check(int count) {
        long bytes = Widths.bytes(cells, slots, 0, count);
        if (bytes > MOST_BYTES) {
            throw MillraceException.resources(
                    "partition-too-large",
                    "OVER: "
                            + count
                            + " rows of one partition have "
                            + (bytes >> 20)
                            + " MB of texts and nested values, and are needed in memory several times over. Give the"
                            + " process a larger heap with MILLRACE_JAVA_OPTS=-Xmx…, partition by more columns, or take"
                            + " fewer or shorter columns into the query with OVER and join the others later");
        }
    }

    @Override
    public Progress endInput(int input, Output output) {
        return emit(output);
    }

    @Override
    public Progress flush(FlushReason reason, Output output) {
        return emit(output);
    }

    private Progress emit(Output output) {
        while (emitted < queue.size()) {
            if (outbox.isFull() && outbox.drain(output) == Progress.MORE) {
                return Progress.MORE;
            }
            compare();
        }
        if (queue.size() > 0) {
            queue.clear();
            Columnar.reset(old);
            emitted = 0;
        }
        return outbox.drain(output);
    }

    /** Compares old and new rows of the next partition. */
    private void compare() {
        Batch keys = queue.keys();
        table.find(keys, sequence, emitted, emitted + 1, handles);
        Columnar.reset(fresh);
        compute(keys, sequence, emitted, handles[0], fresh);
        int from = emitted == 0 ? 0 : oldEnds[emitted - 1];
        int to = oldEnds[emitted];
        int size = fresh[0].size();
        differences.compare(
                order,
                Batch.of(old[0].size(), Columnar.view(old)),
                from,
                to,
                Batch.of(size, Columnar.view(fresh)),
                size);
        append(keys, differences.deleted(), old, -1);
        append(keys, differences.inserted(), fresh, 1);
        emitted++;
    }

    private void append(Batch keys, Differences.Side side, ColumnBuilder[] from, int weight) {
        int count = side.count();
        for (int i = 0; i < others.length; i++) {
            outbox.column(others[i]).appendAll(from[i].view(), side.rows(), 0, count);
        }
        int inputSize = spec.input().schema().size();
        for (int i = inputSize; i < spec.output().size(); i++) {
            outbox.column(i).appendAll(from[others.length + i - inputSize].view(), side.rows(), 0, count);
        }
        int[] member = new int[count];
        Arrays.fill(member, emitted);
        for (int key = 0; key < partition.length; key++) {
            outbox.column(partition[key]).appendAll(keys.column(key), member, 0, count);
        }
        outbox.weigh(count, weight);
    }

    @Override
    public void close() {
        if (outbox != null) {
            outbox.close();
            queue.close();
            Columnar.close(old);
            Columnar.close(fresh);
            Columnar.close(rows);
        }
    }
}
