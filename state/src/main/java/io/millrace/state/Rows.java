package io.millrace.state;

import io.millrace.data.Cells;
import io.millrace.data.LongCells;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table: the cells, which slots are taken, and what a snapshot must know of each. Belongs to the task's
 * thread.
 *
 * <p><b>Versions.</b> From the first snapshot on, every row that changes is marked <em>dirty</em>. A freeze turns the
 * dirty rows into <em>pending</em> ones: those that the snapshot has still to copy out. Whoever is about to change a
 * pending row copies it to the <em>preserved</em> rows first. A row that an earlier snapshot holds (it is
 * <em>persisted</em>) and that is removed keeps its slot as a <em>ghost</em>, its cells unchanged, until the next
 * snapshot has written that it is gone. So a change costs a few bits, and all copying is done column by column.
 */
final class Rows {
    /** Marks: changed since the last freeze. */
    static final int DIRTY = 1;

    /** Marks: an earlier snapshot holds the row. */
    static final int PERSISTED = 2;

    /** Marks: the present snapshot has still to copy the row. */
    static final int PENDING = 4;

    final TableShape shape;
    final Cells[] columns;

    /** The low half of the hash by which the table finds the row's key. */
    final IntPages hashes = new IntPages();

    private final SlotBits taken = new SlotBits();
    private final SlotBits referenced = new SlotBits();
    private final IntStack free = new IntStack();
    private int size;
    private int end;
    private int capacity;

    private final SlotBits dirty = new SlotBits();
    private final SlotBits persisted = new SlotBits();
    private final SlotBits pending = new SlotBits();
    private IntStack ghosts = new IntStack();
    private IntStack frozenGhosts = new IntStack();
    private final Preserved preserved;
    private boolean tracked;
    private boolean isPending;
    private boolean changed;

    /** When rows were last changed, where that is kept. */
    private final @Nullable LongCells times;

    /** 0 until the operator has said what time it is: rows that are restored before that keep theirs. */
    private long now;

    Rows(TableShape shape) {
        this.shape = shape;
        this.columns = new Cells[shape.columnCount()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = Cells.of(shape.schema().type(column));
        }
        this.preserved = new Preserved(shape);
        this.times = shape.isTimed() ? (LongCells) columns[shape.timeColumn()] : null;
    }

    /** What time it is for rows that change from now on. */
    void now(long millis) {
        now = millis;
    }

    /** Adds those of these rows that were not changed since then; a row without a time was changed now. */
    void unchangedSince(long millis, int[] slots, int count, IntStack old) {
        LongCells kept = Objects.requireNonNull(times);
        for (int i = 0; i < count; i++) {
            if (kept.isNull(slots[i])) {
                touch(slots[i]);
            } else if (kept.get(slots[i]) < millis) {
                old.push(slots[i]);
            }
        }
    }

    int size() {
        return size;
    }

    /** One past the highest slot that was ever taken. */
    int end() {
        return end;
    }

    /** Whether more room than before is needed to {@link #take}; the table then makes room for its own links, too. */
    int capacity() {
        return capacity;
    }

    boolean isTaken(int slot) {
        return taken.get(slot);
    }

    /** A fresh row; its cells are null. */
    int take() {
        int slot = lend();
        taken.set(slot);
        size++;
        changed = true;
        if (tracked) {
            dirty.set(slot);
        }
        if (times != null && now != 0) {
            times.set(slot, now);
        }
        return slot;
    }

    /** A slot without a row, for cells that are only read; to be given back, or to {@link #settle}. */
    int lend() {
        if (!free.isEmpty()) {
            return free.pop();
        }
        int slot = end++;
        if (slot >= capacity) {
            grow();
        }
        return slot;
    }

    void giveBack(int slot) {
        clear(slot);
    }

    /** A lent slot has a row from now on, which came from disk with these marks, and whose cells are set. */
    void settle(int slot, int marks) {
        taken.set(slot);
        size++;
        if ((marks & DIRTY) != 0) {
            dirty.set(slot);
        }
        if ((marks & PERSISTED) != 0) {
            persisted.set(slot);
        }
        if ((marks & PENDING) != 0) {
            pending.set(slot);
            if (isPending) {
                // The snapshot may have passed this slot. Should it be given up, the next one has to hold the row, too:
                // it
                // may tell of the end of an older row of this key, and what is preserved is written at once.
                preserve(slot);
                dirty.set(slot);
                changed = true;
            }
        }
    }

    /** What snapshots know of a row. */
    int marks(int slot) {
        return (dirty.get(slot) ? DIRTY : 0)
                | (persisted.get(slot) ? PERSISTED : 0)
                | (pending.get(slot) ? PENDING : 0);
    }

    /** The row is about to {@link #leave}; its cells and marks are still there. */
    void unseat(int slot) {
        taken.clear(slot);
    }

    /** Clears the slot of a row that was copied to disk, together with its marks. */
    void leave(int slot) {
        size--;
        dirty.clear(slot);
        persisted.clear(slot);
        pending.clear(slot);
        referenced.clear(slot);
        clear(slot);
    }

    /**
     * Takes up to so many ghosts that the next snapshot has to tell of, to be copied to disk; their slots are added,
     * and {@link #leaveGhost} must follow.
     */
    void takeGhosts(IntStack slots, int limit) {
        for (int i = Math.min(limit, ghosts.size()); i > 0; i--) {
            int slot = ghosts.pop();
            if (isPending && pending.get(slot)) {
                preserve(slot);
            }
            referenced.set(slot);
            slots.push(slot);
        }
    }

    /** Whether a row that is about to leave is a ghost: it alone is marked as used. */
    boolean isGhost(int slot) {
        return referenced.get(slot);
    }

    void leaveGhost(int slot) {
        persisted.clear(slot);
        pending.clear(slot);
        referenced.clear(slot);
        clear(slot);
    }

    /** How many rows may be taken before more memory is needed. */
    int free() {
        return free.size() + capacity - end;
    }

    /** Whether two rows have one key. */
    boolean sameKey(int left, int right) {
        for (int column = 0; column < shape.keyColumns(); column++) {
            if (columns[column].compare(left, right) != 0) {
                return false;
            }
        }
        return true;
    }

    int nextTaken(int from) {
        return taken.next(from);
    }

    /** Says that a row was used. */
    void refer(int slot) {
        referenced.set(slot);
    }

    /** Whether the row was used since this was last asked. */
    boolean forgetReference(int slot) {
        boolean was = referenced.get(slot);
        referenced.clear(slot);
        return was;
    }

    /** One past the last slot of a row that is gone and that a snapshot has to tell of. */
    int ghostEnd() {
        return Math.max(ghosts.max(), frozenGhosts.max()) + 1;
    }

    /** Gives back the memory of the slots from this one on, in which nothing stands. */
    void truncate(int slots) {
        if (slots >= end) {
            return;
        }
        end = slots;
        free.keepBelow(slots);
        int rows = Cells.capacity(Math.max(1, slots));
        if (rows >= capacity) {
            return;
        }
        capacity = rows;
        for (Cells cells : columns) {
            cells.truncate(rows);
        }
        hashes.truncate(rows);
        for (SlotBits bits : new SlotBits[] {taken, dirty, persisted, pending, referenced}) {
            bits.truncate(rows);
        }
    }

    /** Says that something about the table changed, though no row in memory. */
    void noteChange() {
        changed = true;
    }

    boolean isTracked() {
        return tracked;
    }

    /** Whether a snapshot is being copied. */
    boolean isPending() {
        return isPending;
    }

    /** Says that a row is about to change. */
    void touch(int slot) {
        changed = true;
        if (tracked) {
            if (isPending && pending.get(slot)) {
                preserve(slot);
            }
            dirty.set(slot);
        }
        if (times != null && now != 0) {
            times.set(slot, now);
        }
    }

    void touchAll(int[] slots, int count) {
        changed = true;
        if (times != null || (tracked && isPending)) {
            for (int i = 0; i < count; i++) {
                touch(slots[i]);
            }
            return;
        }
        if (!tracked) {
            return;
        }
        long[] words = dirty.words();
        for (int i = 0; i < count; i++) {
            words[slots[i] >>> 6] |= 1L << slots[i];
        }
    }

    /** Removes a row; its cells stay as they are until {@link #recycle}, which must follow. */
    void vacate(int slot) {
        taken.clear(slot);
        size--;
        changed = true;
    }

    /** Makes the slot of a vacated row free, now or once a snapshot knows that the row is gone. */
    void recycle(int slot) {
        if (tracked) {
            dirty.clear(slot);
            if (shape.isOwn()) {
                if (isPending && pending.get(slot)) {
                    preserve(slot);
                }
            } else if (persisted.get(slot)) {
                ghosts.push(slot);
                return;
            }
        }
        clear(slot);
    }

    /** As {@link #recycle} for many slots, column by column; the array is the callee's to change. */
    void recycleAll(int[] slots, int count) {
        int cleared = count;
        if (tracked) {
            cleared = 0;
            for (int i = 0; i < count; i++) {
                int slot = slots[i];
                if (shape.isOwn() || persisted.get(slot)) {
                    recycle(slot);
                } else {
                    dirty.clear(slot);
                    slots[cleared++] = slot;
                }
            }
        }
        for (Cells cells : columns) {
            cells.clearAll(slots, cleared);
        }
        for (int i = 0; i < cleared; i++) {
            free.push(slots[i]);
        }
    }

    /**
     * As {@link #recycle}, for a row whose removal a snapshot learns otherwise, with its pane. Returns whether an
     * earlier snapshot holds it.
     */
    boolean recycleUnrecorded(int slot) {
        boolean known = tracked && persisted.get(slot);
        if (known && !(isPending && pending.get(slot))) {
            dirty.clear(slot);
            persisted.clear(slot);
            clear(slot);
        } else {
            recycle(slot);
        }
        return known;
    }

    int list(int start, int[] slots) {
        int count = 0;
        int slot = taken.next(start);
        while (slot != SlotBits.NONE && count < slots.length) {
            slots[count++] = slot;
            slot = taken.next(slot + 1);
        }
        return count;
    }

    long sizeBytes() {
        long bytes =
                256
                        + hashes.sizeBytes()
                        + taken.sizeBytes() * 5
                        + free.sizeBytes()
                        + ghosts.sizeBytes()
                        + preserved.sizeBytes();
        for (Cells cells : columns) {
            bytes += cells.sizeBytes();
        }
        return bytes;
    }

    // What follows is for snapshots.

    /** Whether anything changed since the last freeze. */
    boolean isChanged() {
        return changed;
    }

    /** How many rows the next snapshot has to write because they changed. */
    int changedRows() {
        return tracked && !shape.isOwn() ? dirty.count() : size;
    }

    /** Fixes the present content. What an unfinished snapshot left pending becomes part of this one. */
    void freeze() {
        if (tracked && !shape.isOwn()) {
            pending.or(dirty);
            pending.and(taken);
        } else {
            pending.copyFrom(taken);
        }
        tracked = true;
        changed = false;
        isPending = true;
        dirty.clearAll();
        persisted.copyFrom(taken);
        if (frozenGhosts.isEmpty()) {
            IntStack emptied = frozenGhosts;
            frozenGhosts = ghosts;
            ghosts = emptied;
        } else {
            frozenGhosts.pushAll(ghosts);
            ghosts.clear();
        }
    }

    /** Adds the unchanged rows from this slot on to those pending, at least so many slots; returns where it stopped. */
    int rewrite(int from, int slots) {
        int to = (int) Math.min(end, (long) from + slots + 63 & -64L);
        pending.or(taken, from >>> 6, to + 63 >>> 6);
        return to;
    }

    /** Takes what was restored for what the last snapshot holds. */
    void adoptRestored() {
        tracked = true;
        changed = shape.isOwn() && size > 0;
        persisted.copyFrom(taken);
        dirty.clearAll();
    }

    /** Forgets what earlier snapshots hold: the next one writes everything. */
    void forgetSnapshots() {
        endSnapshot();
        pending.clearAll();
        preserved.clear();
        frozenGhosts.pushAll(ghosts);
        ghosts.clear();
        while (!frozenGhosts.isEmpty()) {
            clear(frozenGhosts.pop());
        }
        tracked = false;
        changed = true;
    }

    Preserved preserved() {
        return preserved;
    }

    /** Takes up to {@code slots.length} pending rows, from {@code from} on; they are pending no more. */
    int takePending(int from, int[] slots, int limit) {
        int count = 0;
        int slot = pending.next(from);
        while (slot != SlotBits.NONE && count < limit) {
            slots[count++] = slot;
            pending.clear(slot);
            slot = pending.next(slot + 1);
        }
        return count;
    }

    /** How many ghosts the frozen snapshot has to tell of. */
    int frozenGhostCount() {
        return frozenGhosts.size();
    }

    /** Takes ghosts to be told of; {@link #bury} them afterwards. */
    int takeGhosts(int[] slots, int limit) {
        int count = Math.min(limit, frozenGhosts.size());
        for (int i = 0; i < count; i++) {
            slots[i] = frozenGhosts.pop();
        }
        return count;
    }

    void bury(int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            clear(slots[i]);
        }
    }

    /** Nothing is pending any more. */
    void endSnapshot() {
        isPending = false;
    }

    private void preserve(int slot) {
        preserved.add(columns, slot);
        pending.clear(slot);
    }

    private void clear(int slot) {
        for (Cells cells : columns) {
            cells.clear(slot);
        }
        free.push(slot);
    }

    private void grow() {
        capacity = Cells.capacity(end);
        for (Cells cells : columns) {
            cells.reserve(capacity);
        }
        hashes.reserve(capacity);
        taken.reserve(capacity);
        referenced.reserve(capacity);
        dirty.reserve(capacity);
        persisted.reserve(capacity);
        pending.reserve(capacity);
    }
}
