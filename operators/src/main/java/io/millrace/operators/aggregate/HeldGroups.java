package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteCells;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.LongCells;
import io.millrace.data.RowEquality;
import io.millrace.data.Schema;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.operators.Columnar;
import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * The groups that have changed since their last result was emitted, each with that result, so that many changes of a
 * group become one deletion and one insertion.
 *
 * <p>A group is taken in when it changes for the first time: its keys and its result before that change are appended to
 * a queue, and a cell of its row says that it is in. Emitting goes through the queue from the front, finds the group
 * again by its keys (slots may have moved), and compares old and new result: what is equal, and what neither was nor is
 * there, is passed over. When the queue is empty all cells are back at 0, which is how snapshots see them.
 */
final class HeldGroups {
    /** How many groups are held at most: their rows should fit the second-level cache. */
    private static final int BOUND = 4 * Batch.MAX_ROWS;

    private static final int CHUNK = Math.max(1, Batch.MAX_ROWS / 2);

    private final Groups groups;
    private final boolean isOneGroup;
    private final boolean mayVanish;
    private final BufferPool buffers;

    /** How many groups to look up at once. */
    private final IntSupplier atOnce;

    private final int keyCount;
    private final int[] keyColumns;
    private final ColumnBuilder[] old;
    private final ColumnBuilder[] fresh;
    private final ColumnBuilder[] out;
    private boolean[] existed = new boolean[BOUND + Batch.MAX_ROWS];
    private int first;
    private int end;

    private final int[] slots = new int[Batch.MAX_ROWS];
    private final int[] oldRows = new int[CHUNK];
    private final int[] freshRows = new int[CHUNK];
    private final int[] deletions = new int[CHUNK];
    private final int[] insertions = new int[CHUNK];
    private final boolean[] same = new boolean[CHUNK];

    /**
     * @param output keys and results
     * @param mayVanish whether rows may be deleted
     */
    HeldGroups(Groups groups, Schema output, int keyCount, boolean mayVanish, OperatorContext context) {
        this.groups = groups;
        this.isOneGroup = keyCount == 0;
        this.mayVanish = mayVanish;
        this.buffers = context.buffers();
        this.atOnce = context.state()::rowsAtOnce;
        this.keyCount = keyCount;
        this.keyColumns = Columnar.sequence(keyCount);
        this.old = Columnar.builders(output, buffers);
        this.fresh = Columnar.builders(output, buffers);
        this.out = Columnar.builders(output, buffers);
    }

    boolean isFull() {
        return end - first >= BOUND
                || end > existed.length - Batch.MAX_ROWS
                || ColumnBuilder.bytes(old) >= Batch.MAX_BYTES;
    }

    boolean isEmpty() {
        return first == end;
    }

    /** Takes in the groups that are about to change, unless they are in already. */
    void take(int[] located, int count) {
        ByteCells in = (ByteCells) groups.further(0);
        byte[][] pages = in.pages();
        LongCells rowCount = groups.rowCount();
        int taken = 0;
        for (int i = 0; i < count; i++) {
            int slot = located[i];
            byte[] page = pages[slot >>> Cells.PAGE_BITS];
            if (page[slot & Cells.PAGE_MASK] == 0) {
                // Not through the page: what is null does not outlast a time on disk.
                in.set(slot, (byte) 1);
                existed[end + taken] = isOneGroup || rowCount.get(slot) > 0;
                slots[taken++] = slot;
            }
        }
        append(taken);
    }

    /** Takes in the only group, which was never emitted. */
    void takeFirst(int slot) {
        ((ByteCells) groups.further(0)).set(slot, (byte) 1);
        existed[end] = false;
        slots[0] = slot;
        append(1);
    }

    private void append(int taken) {
        if (taken == 0) {
            return;
        }
        for (int key = 0; key < keyCount; key++) {
            groups.table().key(key).gather(slots, 0, taken, old[key]);
        }
        groups.results(slots, 0, taken, old, keyCount);
        end += taken;
    }

    /** Emits the changes of all groups that are in. */
    Progress emit(Output output) {
        while (first < end) {
            if (!output.room()) {
                return Progress.MORE;
            }
            emitChunk(output);
        }
        first = 0;
        end = 0;
        Columnar.reset(old);
        return Progress.DONE;
    }

    private void emitChunk(Output output) {
        Column[] before = Columnar.view(old);
        Batch view = Batch.of(end, before);
        int most = Math.min(Math.min(CHUNK, atOnce.getAsInt()), end - first);
        most = Math.min(most, view.fitting(first) - first);
        groups.table().find(view, keyColumns, first, first + most, slots);
        int count = groups.fitting(slots, 0, most);
        Columnar.reset(fresh);
        groups.results(slots, 0, count, fresh, keyCount);
        Column[] after = Columnar.view(fresh);
        compare(before, after, count);
        LongCells rowCount = groups.rowCount();
        int deleted = 0;
        int inserted = 0;
        for (int i = 0; i < count; i++) {
            boolean exists = isOneGroup || rowCount.get(slots[i]) > 0;
            boolean was = existed[first + i];
            if (was && exists && same[i]) {
                continue;
            }
            if (was) {
                deletions[deleted++] = first + i;
            }
            if (exists) {
                insertions[inserted++] = i;
            }
        }
        release(count);
        if (deleted + inserted > 0) {
            output.emit(batch(before, after, deleted, inserted));
        }
        first += count;
    }

    private void compare(Column[] before, Column[] after, int count) {
        Arrays.fill(same, 0, count, true);
        for (int i = 0; i < count; i++) {
            oldRows[i] = first + i;
            freshRows[i] = i;
        }
        for (int column = keyCount; column < before.length; column++) {
            RowEquality.narrow(before[column], oldRows, after[column], freshRows, count, same);
        }
    }

    private Batch batch(Column[] before, Column[] after, int deleted, int inserted) {
        for (int column = 0; column < out.length; column++) {
            out[column].appendAll(before[column], deletions, 0, deleted);
            if (column >= keyCount) {
                out[column].appendAll(after[column], insertions, 0, inserted);
            }
        }
        for (int i = 0; i < inserted; i++) {
            insertions[i] += first;
        }
        for (int key = 0; key < keyCount; key++) {
            out[key].appendAll(before[key], insertions, 0, inserted);
        }
        return Columnar.changes(Columnar.build(out), deleted, inserted, buffers);
    }

    /** Says that these groups are out, and forgets those that are as if they had never been. */
    private void release(int count) {
        byte[][] pages = ((ByteCells) groups.further(0)).pages();
        for (int i = 0; i < count; i++) {
            pages[slots[i] >>> Cells.PAGE_BITS][slots[i] & Cells.PAGE_MASK] = 0;
        }
        if (mayVanish && !isOneGroup) {
            for (int i = 0; i < count; i++) {
                if (groups.isZero(slots[i])) {
                    groups.table().remove(slots[i]);
                }
            }
        }
    }

    void close() {
        Columnar.close(old);
        Columnar.close(fresh);
        Columnar.close(out);
    }
}
