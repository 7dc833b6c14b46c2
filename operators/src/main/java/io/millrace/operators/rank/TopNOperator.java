package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Cells;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Lease;
import io.millrace.data.LongBuilder;
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
import java.util.Arrays;

/**
 * Keeps the rows of every partition in order, and its first rows up to date: when a partition changes for the first
 * time since a flush, its first rows are copied; the flush compares them with the first rows then, and emits what
 * differs. Of rows that stay, no more are kept than can ever be among the first.
 */
final class TopNOperator implements Operator {
    private static final int BOUND = 2 * Batch.MAX_ROWS;

    /**
     * Of rows that stay, so many are added before those are looked at that come behind them: when many rows of one
     * partition come together, most of them are never added.
     */
    private static final int AT_ONCE = 64;

    private final TopN spec;
    private final int[] partition;
    private final int[] others;
    private final long offset;
    private final long end;
    private final boolean showsNumber;
    private final boolean keepsAll;

    private OrderedTable table;
    private Cells[] cells;
    private PartitionQueue queue;
    private Outbox outbox;
    private OperatorContext context;
    private BufferPool buffers;

    /** The order of the rows without their partition columns, ties told apart. */
    private RowOrder order;

    private SortedColumns sorted;
    private ColumnBuilder[] old;
    private ColumnBuilder[] fresh;
    private int[] oldEnds = new int[BOUND + Batch.MAX_ROWS];
    private int emitted;

    /** How many rows to take in at once: the first rows of their partitions are copied. */
    private final RowCount atOnce = new RowCount();

    private final int[] handles = new int[Batch.MAX_ROWS];
    private final int[] rows = new int[Batch.MAX_ROWS];
    private int[] slots = new int[Batch.MAX_ROWS];
    private int[] freshEnds = new int[Batch.MAX_ROWS];
    private final Differences differences = new Differences();

    /** The slots of the first rows of partitions that had none before: they are given out without being compared. */
    private final Differences.Side added = new Differences.Side();

    TopNOperator(TopN spec) {
        this.spec = spec;
        this.partition = Columnar.ints(spec.partition());
        this.others = PartitionQueue.others(spec.input().schema().size(), partition);
        this.offset = spec.ranking().offset();
        this.end = spec.ranking().limit() == Ranking.NO_LIMIT ? Long.MAX_VALUE : offset + spec.ranking().limit();
        this.showsNumber = spec.ranking().numbering() == Ranking.Numbering.SHOWN;
        this.keepsAll = !spec.input().isAppend() || end == Long.MAX_VALUE;
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        buffers = context.buffers();
        Schema input = spec.input().schema();
        Schema keys = input.project(partition);
        Schema values = input.project(others);
        sorted = new SortedColumns(spec.ranking().order(), others);
        order = sorted.total();
        table = context.state().ordered("rows", keys, values, sorted.order());
        cells = new Cells[others.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = table.row(i);
        }
        queue = new PartitionQueue(context.state(), keys, partition, buffers);
        outbox = new Outbox(spec.output(), buffers);
        old = Columnar.builders(values, buffers);
        fresh = Columnar.builders(values, buffers);
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        int row = from;
        while (row < batch.size()) {
            if (isFull() && emit(output) == Progress.MORE) {
                return row;
            }
            if (outbox.size() > 0 && outbox.drain(output) == Progress.MORE) {
                return row;
            }
            if (queue.size() == 0) {
                context.state().forget(context.clock().millis());
            }
            int to = row + atOnce.of(batch.size() - row);
            long before = ColumnBuilder.bytes(old);
            add(batch, row, to);
            atOnce.made(to - row, ColumnBuilder.bytes(old) - before);
            row = to;
        }
        return row;
    }

    private void add(Batch batch, int from, int to) {
        if (keepsAll) {
            take(batch, from, to);
            table.add(batch, partition, others, from, to, handles);
            return;
        }
        for (int start = from; start < to; start += AT_ONCE) {
            addCandidates(batch, start, Math.min(to, start + AT_ONCE));
        }
    }

    private void addCandidates(Batch batch, int from, int to) {
        Batch candidates = candidates(batch, from, to);
        if (candidates == batch) {
            addAll(batch, from, to);
            return;
        }
        if (candidates.size() > 0) {
            addAll(candidates, 0, candidates.size());
        }
        candidates.release();
    }

    /** Whether what is held must be emitted first: there is much of it, or a part of it is emitted already. */
    private boolean isFull() {
        return queue.size() >= BOUND
                || emitted > 0
                || (old.length > 0 && old[0].size() >= 16 * Batch.MAX_ROWS)
                || ColumnBuilder.bytes(old) >= Batch.MAX_BYTES;
    }

    /** The rows that come before the last one that is kept: all others change nothing, and never will. */
    private Batch candidates(Batch batch, int from, int to) {
        table.find(batch, partition, from, to, handles);
        int count = 0;
        for (int row = from; row < to; row++) {
            int handle = handles[row - from];
            if (handle == OrderedTable.ABSENT
                    || table.count(handle) < end
                    || sorted.compare(cells, table.last(handle), batch, batch.position(row)) >= 0) {
                rows[count++] = batch.position(row);
            }
        }
        if (count == to - from) {
            return batch;
        }
        int[] chosen = buffers.ints(count);
        System.arraycopy(rows, 0, chosen, 0, count);
        return batch.select(chosen, count, new Lease(buffers, chosen));
    }

    private void addAll(Batch batch, int from, int to) {
        take(batch, from, to);
        table.add(batch, partition, others, from, to, handles);
        for (int i = 0; i < to - from; i++) {
            while (table.count(handles[i]) > end) {
                table.remove(table.last(handles[i]));
            }
        }
    }

    /** Copies the first rows of the partitions that are about to change for the first time. */
    private void take(Batch batch, int from, int to) {
        int before = queue.size();
        int taken = queue.take(batch, from, to, rows);
        if (taken == 0) {
            return;
        }
        table.find(batch, partition, from, to, handles);
        if (before + taken > oldEnds.length) {
            oldEnds = Arrays.copyOf(oldEnds, 2 * oldEnds.length);
        }
        int copied = before == 0 ? 0 : oldEnds[before - 1];
        int count = 0;
        for (int i = 0; i < taken; i++) {
            count = first(handles[rows[i] - from], count);
            oldEnds[before + i] = copied + count;
        }
        gather(count, old);
    }

    /** Lists the first rows of a partition, as often as each is there, from {@code slots[count]} on. */
    private int first(int handle, int count) {
        if (handle == OrderedTable.ABSENT) {
            return count;
        }
        int listed = count;
        long number = 0;
        for (int slot = table.first(handle); slot != OrderedTable.ABSENT && number < end; slot = table.next(slot)) {
            for (int times = table.weight(slot); times > 0 && number < end; times--, number++) {
                if (number >= offset) {
                    if (listed == slots.length) {
                        slots = Arrays.copyOf(slots, 2 * listed);
                    }
                    slots[listed++] = slot;
                }
            }
        }
        return listed;
    }

    private void gather(int count, ColumnBuilder[] into) {
        for (int i = 0; i < others.length; i++) {
            table.row(i).gather(slots, 0, count, into[i]);
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
            compareChunk();
        }
        if (queue.size() > 0) {
            queue.clear();
            Columnar.reset(old);
            emitted = 0;
        }
        return outbox.drain(output);
    }

    /** Compares old and new first rows of some partitions, about a batch of rows. */
    private void compareChunk() {
        Batch keys = queue.keys();
        int to = Math.min(queue.size(), emitted + context.state().rowsAtOnce());
        table.find(keys, partition.length == 0 ? partition : Columnar.sequence(partition.length), emitted, to, handles);
        int count = 0;
        int next = emitted;
        long bytes = 0;
        added.count = 0;
        while (next < to && count + added.count < Batch.MAX_ROWS) {
            int more = first(handles[next - emitted], count);
            bytes += Widths.bytes(cells, slots, count, more);
            if (count + added.count > 0 && bytes > Batch.MAX_BYTES) {
                break;
            }
            if (oldEnds[next] > firstOld(next)) {
                count = more;
            } else {
                for (int i = count; i < more; i++) {
                    added.add(slots[i], next, offset + i - count + 1);
                }
            }
            freshEnds[next - emitted] = count;
            next++;
        }
        Columnar.reset(fresh);
        gather(count, fresh);
        int oldRows = oldEnds[next - 1];
        Batch before = Batch.of(oldRows, Columnar.view(old));
        Batch after = Batch.of(count, Columnar.view(fresh));
        differences.clear();
        for (int member = emitted; member < next; member++) {
            int oldFrom = firstOld(member);
            int freshFrom = member == emitted ? 0 : freshEnds[member - 1 - emitted];
            differences.member = member;
            if (showsNumber) {
                differences.byNumber(
                        before, oldFrom, oldEnds[member], after, freshFrom, freshEnds[member - emitted], offset);
            } else {
                differences.inOrder(
                        order, before, oldFrom, oldEnds[member], after, freshFrom, freshEnds[member - emitted]);
            }
        }
        append(keys, before, after);
        emitted = next;
    }

    /** Where the old rows of a partition begin. */
    private int firstOld(int member) {
        return member == 0 ? 0 : oldEnds[member - 1];
    }

    private void append(Batch keys, Batch before, Batch after) {
        Differences.Side deleted = differences.deleted;
        Differences.Side inserted = differences.inserted;
        for (int key = 0; key < partition.length; key++) {
            outbox.column(partition[key]).appendAll(keys.column(key), deleted.members, 0, deleted.count);
            outbox.column(partition[key]).appendAll(keys.column(key), inserted.members, 0, inserted.count);
            outbox.column(partition[key]).appendAll(keys.column(key), added.members, 0, added.count);
        }
        for (int i = 0; i < others.length; i++) {
            outbox.column(others[i]).appendAll(before.column(i), deleted.rows, 0, deleted.count);
            outbox.column(others[i]).appendAll(after.column(i), inserted.rows, 0, inserted.count);
            table.row(i).gather(added.rows, 0, added.count, outbox.column(others[i]));
        }
        if (showsNumber) {
            LongBuilder numbers = (LongBuilder) outbox.column(outbox.columnCount() - 1);
            append(numbers, deleted);
            append(numbers, inserted);
            append(numbers, added);
        }
        outbox.weigh(deleted.count, -1);
        outbox.weigh(inserted.count + added.count, 1);
    }

    private static void append(LongBuilder numbers, Differences.Side side) {
        for (int i = 0; i < side.count; i++) {
            numbers.append(side.numbers[i]);
        }
    }

    @Override
    public void close() {
        if (outbox != null) {
            outbox.close();
            Columnar.close(old);
            Columnar.close(fresh);
            queue.close();
        }
    }
}
