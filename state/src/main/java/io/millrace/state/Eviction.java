package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.LongCells;
import io.millrace.data.Widths;
import java.util.Arrays;

/**
 * Chooses rows of a table that leave memory, and writes them in the order of runs. Keys with equal hashes go together.
 * Belongs to the task's thread.
 */
final class Eviction {
    private static final long[] NO_PANES = {};

    private final IntStack victims = new IntStack();

    /** Hash and slot, as one number that is in the order of hashes. */
    private long[] order = {};

    private int[] slots = {};
    private int[] hashes = {};
    private long[] panes = NO_PANES;
    private int hand;

    int count() {
        return victims.size();
    }

    /** Collects about so many rows, whose keys were not used of late; returns how many. */
    int collect(RestorableTable table, int wanted) {
        victims.clear();
        Rows rows = table.rows();
        rows.takeGhosts(victims, wanted);
        // In the first round used keys lose their mark, so the second one finds some.
        for (int turns = 0; turns < 3 && victims.size() < wanted; turns++) {
            int slot = rows.nextTaken(hand);
            while (slot != SlotBits.NONE && victims.size() < wanted) {
                if (table.leads(slot) && !rows.forgetReference(slot)) {
                    detach(table, rows.hashes.get(slot));
                }
                hand = slot + 1;
                slot = rows.nextTaken(hand);
            }
            if (slot == SlotBits.NONE) {
                hand = 0;
            }
        }
        return victims.size();
    }

    /** Collects all rows of slots from {@code end} on, with those of keys of equal hashes. */
    void collectFrom(RestorableTable table, int end) {
        victims.clear();
        Rows rows = table.rows();
        for (int slot = rows.nextTaken(end); slot != SlotBits.NONE; slot = rows.nextTaken(slot + 1)) {
            detach(table, rows.hashes.get(slot));
        }
        hand = Math.min(hand, end);
    }

    /** Writes the collected rows, which are still in their slots. */
    void write(RestorableTable table, RunWriter writer) {
        sort(table);
        Rows rows = table.rows();
        BatchBuilder builder = new BatchBuilder(rows.shape.schema(), BufferPool.HEAP);
        int count = victims.size();
        int from = 0;
        while (from < count) {
            int to = Math.min(count, from + writer.blockRows());
            to = from + Widths.fitting(rows.columns, slots, from, to);
            for (int column = 0; column < rows.columns.length; column++) {
                rows.columns[column].gather(slots, from, to, builder.column(column));
            }
            Batch batch = builder.build();
            writer.write(batch, panes, hashes, from);
            from = to;
        }
    }

    /** The collected rows are in this run now, and leave their slots. */
    void leave(RestorableTable table, ColdRun run, ColdRows cold, boolean asChanged) {
        Rows rows = table.rows();
        int count = victims.size();
        for (int i = 0; i < count; i++) {
            if (panes.length > 0) {
                cold.addToPane(panes[i], 1);
            }
            if (rows.isGhost(slots[i])) {
                cold.kill(run, i, panes.length > 0 ? panes[i] : 0);
                run.haunt(i);
                rows.leaveGhost(slots[i]);
            } else {
                leave(rows, slots[i], run, i, asChanged);
            }
        }
        victims.clear();
    }

    private static void leave(Rows rows, int slot, ColdRun run, int row, boolean asChanged) {
        int marks = rows.marks(slot);
        if (asChanged) {
            marks |= Rows.DIRTY;
            rows.noteChange();
        }
        if (marks != 0) {
            run.mark(row, marks);
        }
        rows.leave(slot);
    }

    long sizeBytes() {
        return victims.sizeBytes() + 8L * order.length + 8L * slots.length + 8L * panes.length;
    }

    private void detach(RestorableTable table, int hash) {
        int before = victims.size();
        table.detach(hash, victims);
        for (int i = before; i < victims.size(); i++) {
            table.rows().unseat(victims.get(i));
            table.rows().forgetReference(victims.get(i));
        }
    }

    private void sort(RestorableTable table) {
        Rows rows = table.rows();
        int count = victims.size();
        if (slots.length < count) {
            order = new long[count];
            slots = new int[count];
            hashes = new int[count];
        }
        for (int i = 0; i < count; i++) {
            int slot = victims.get(i);
            order[i] = (long) (rows.hashes.get(slot) ^ Integer.MIN_VALUE) << 32 | slot;
        }
        Arrays.sort(order, 0, count);
        if (rows.shape.kind() == TableShape.Kind.PANES) {
            sortByPane((LongCells) rows.columns[0], count);
        } else {
            for (int i = 0; i < count; i++) {
                place(i, order[i]);
            }
        }
    }

    /** Rows in order of hash, dealt out to their panes. */
    private void sortByPane(LongCells cells, int count) {
        if (panes.length < count) {
            panes = new long[count];
        }
        for (int i = 0; i < count; i++) {
            panes[i] = cells.get((int) order[i]);
        }
        long[] distinct = Arrays.copyOf(panes, count);
        Arrays.sort(distinct);
        int kinds = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || distinct[i] != distinct[kinds - 1]) {
                distinct[kinds++] = distinct[i];
            }
        }
        int[] starts = new int[kinds + 1];
        for (int i = 0; i < count; i++) {
            starts[Arrays.binarySearch(distinct, 0, kinds, panes[i]) + 1]++;
        }
        for (int kind = 1; kind <= kinds; kind++) {
            starts[kind] += starts[kind - 1];
        }
        for (int i = 0; i < count; i++) {
            int kind = Arrays.binarySearch(distinct, 0, kinds, cells.get((int) order[i]));
            place(starts[kind]++, order[i]);
        }
        for (int i = 0; i < count; i++) {
            panes[i] = cells.get(slots[i]);
        }
    }

    private void place(int at, long entry) {
        slots[at] = (int) entry;
        hashes[at] = (int) (entry >>> 32) ^ Integer.MIN_VALUE;
    }
}
