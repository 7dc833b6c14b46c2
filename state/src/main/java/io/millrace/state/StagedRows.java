package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.MillraceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows on disk that are listed: copied into slots that have no row, so that their cells can be read, until the table
 * next finds, adds or lists. They are still live in their runs; one that is removed or changed meanwhile is found here
 * by its slot. In the place of a staged row's hash stands its number here. Belongs to the task's thread.
 */
final class StagedRows {
    private static final int NOWHERE = -1;

    private final ColdRows cold;
    private final TableShape shape;
    private int[] slots = {};
    private Staged[] rows = {};
    private int count;
    private long stagedBytes;

    /** The runs that a listing has still to go through, the newest first, and where it stands in the first. */
    private final List<ColdRun> ahead = new ArrayList<>();

    private int row;

    /** With which slot the listing goes on. */
    private int resume = NOWHERE;

    private record Staged(ColdRun run, ColdBlock block, int row) {
        int number() {
            return block.first() + row;
        }
    }

    StagedRows(ColdRows cold, TableShape shape) {
        this.cold = cold;
        this.shape = shape;
    }

    /** Gives the slots back, and ends a listing. */
    void release(Rows held) {
        giveBack(held);
        resume = NOWHERE;
    }

    /** As {@code list} of the tables: rows in memory by slot, then those on disk. */
    int list(Rows held, int start, int[] into) {
        boolean goesOn = start == resume;
        giveBack(held);
        resume = NOWHERE;
        if (!goesOn) {
            int listed = held.list(start, into);
            if (listed > 0 || cold.isEmpty()) {
                return listed;
            }
            ahead.clear();
            ahead.addAll(cold.runs().reversed());
            row = 0;
        }
        int listed = 0;
        while (listed < into.length && !isHeavy() && !ahead.isEmpty()) {
            ColdRun run = ahead.get(0);
            if (run.liveCount() > 0) {
                listed = stage(held, run, row, run.rows(), into, listed);
            }
            if ((listed < into.length && !isHeavy()) || run.liveCount() == 0) {
                ahead.remove(0);
                row = 0;
            }
        }
        if (listed > 0) {
            resume = into[listed - 1] + 1;
            row = ahead.isEmpty() ? 0 : rows[count - 1].number() + 1;
        }
        return listed;
    }

    /**
     * Lists rows of a pane, but for the first {@code skipped} ones; the slots go to {@code into} from {@code at} on.
     */
    int listPane(Rows held, long pane, int skipped, int[] into, int at) {
        int skip = skipped;
        int listed = at;
        for (ColdRun run : cold.runs().reversed()) {
            int from = run.paneStart(pane);
            int end = run.paneEnd(pane);
            if (from == end || listed == into.length || isHeavy()) {
                continue;
            }
            int live = run.live.count(from, end);
            if (live <= skip) {
                skip -= live;
            } else {
                listed = stage(held, run, run.live.skip(from, skip), end, into, listed);
                skip = 0;
            }
        }
        return listed;
    }

    /** A staged row goes into its slot for good. */
    void adopt(RestorableTable table, int slot, boolean isRewriting) {
        if (shape.kind() != TableShape.Kind.MAP && shape.kind() != TableShape.Kind.PANES) {
            throw MillraceException.internal("a row of a multimap that was listed is changed, not found before");
        }
        Rows held = table.rows();
        int number = number(held, slot);
        Staged staged = rows[number];
        int marks = staged.run.marks(staged.number());
        cold.kill(staged.run, staged.number(), staged.block.pane(staged.row));
        held.hashes.set(slot, staged.block.hash(staged.row));
        held.settle(slot, marks);
        table.attach(slot, staged.block, staged.row);
        if (isRewriting) {
            held.touch(slot);
        }
        slots[number] = NOWHERE;
    }

    /** A staged row is gone. */
    void remove(Rows held, int slot) {
        Staged staged = rows[number(held, slot)];
        int number = staged.number();
        if (!staged.run.live.get(number)) {
            return;
        }
        int marks = staged.run.marks(number);
        if ((marks & Rows.PENDING) != 0 && held.isPending()) {
            held.preserved().add(held.columns, slot);
        }
        cold.kill(staged.run, number, staged.block.pane(staged.row));
        if ((marks & Rows.PERSISTED) != 0 && !shape.isOwn()) {
            staged.run.haunt(number);
        }
        held.noteChange();
    }

    long sizeBytes() {
        return 64 + 36L * slots.length;
    }

    private int number(Rows held, int slot) {
        int number = held.hashes.get(slot);
        if (number < 0 || number >= count || slots[number] != slot) {
            throw MillraceException.internal("slot " + slot + " of table '" + shape.name() + "' has no row");
        }
        return number;
    }

    private int stage(Rows held, ColdRun run, int from, int end, int[] into, int at) {
        int listed = at;
        int next = ColdRows.next(run, from, end);
        while (next >= 0 && listed < into.length && !isHeavy()) {
            ColdBlock block = run.read(run.blockOfRow(next));
            while (next >= 0 && listed < into.length && !isHeavy() && next < block.first() + block.size()) {
                into[listed++] = stage(held, new Staged(run, block, next - block.first()));
                next = ColdRows.next(run, next + 1, end);
            }
        }
        return listed;
    }

    private int stage(Rows held, Staged staged) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, Math.max(16, count * 2));
            rows = Arrays.copyOf(rows, slots.length);
        }
        int slot = held.lend();
        Cells[] columns = held.columns;
        for (int column = 0; column < columns.length; column++) {
            columns[column].set(slot, staged.block.batch().column(column), staged.row);
        }
        held.hashes.set(slot, count);
        slots[count] = slot;
        rows[count++] = staged;
        stagedBytes += staged.block.rowBytes();
        return slot;
    }

    /** Whether what is listed has as many bytes as a batch may have. */
    private boolean isHeavy() {
        return stagedBytes >= Batch.MAX_BYTES;
    }

    private void giveBack(Rows held) {
        for (int i = count - 1; i >= 0; i--) {
            if (slots[i] != NOWHERE) {
                held.giveBack(slots[i]);
            }
        }
        stagedBytes = 0;
        if (count > 0) {
            Arrays.fill(rows, 0, count, null);
            count = 0;
        }
    }
}
