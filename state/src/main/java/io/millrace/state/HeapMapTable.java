package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.LongCells;
import io.millrace.dataflow.state.MapTable;
import org.jspecify.annotations.Nullable;

/** A map in memory: an index from hashes to slots, and the rows. */
final class HeapMapTable implements MapTable, RestorableTable {
    /**
     * So many rows are looked up ahead: what they touch fits the first-level caches, and a key that is new is found the
     * fast way by all rows of later chunks.
     */
    private static final int CHUNK = 256;

    private final int[] chunk = new int[CHUNK];
    private final Rows rows;
    private final SlotIndex index = new SlotIndex();
    private final KeyLookup lookup;
    private final @Nullable PaneRows panes;
    private final TableMemory memory;
    private int[] restored = {};

    HeapMapTable(TableShape shape, TableMemory memory) {
        this(shape, memory, null);
    }

    /** A map whose rows are also listed by their panes. */
    HeapMapTable(TableShape shape, TableMemory memory, @Nullable PaneRows panes) {
        this.rows = new Rows(shape);
        this.lookup = new KeyLookup(index, rows.columns, shape.keyColumns());
        this.panes = panes;
        this.memory = memory;
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public TableMemory memory() {
        return memory;
    }

    @Override
    public int size() {
        return memory.size(rows);
    }

    @Override
    public void find(Batch batch, int[] keyColumns, int from, int to, int[] slots) {
        memory.admit(this, batch, from, to);
        lookup.find(batch, keyColumns, from, to, slots);
        long[] hashes = lookup.hashes();
        if (memory.isSpilled()) {
            memory.bring(this, batch, keyColumns, from, to - from, hashes, slots);
        }
        for (int i = from; i < to; i++) {
            if (slots[i - from] < 0) {
                slots[i - from] = lookup.settle(batch, keyColumns, batch.position(i), (int) hashes[i - from]);
            }
        }
    }

    @Override
    public void findOrAdd(Batch batch, int[] keyColumns, int from, int to, int[] slots) {
        memory.admit(this, batch, from, to);
        // Rows that come from disk stay for one look-up, so there is one alone.
        int first = memory.isSpilled() ? to : Math.min(to, from + CHUNK);
        findOrAddChunk(batch, keyColumns, from, first, slots);
        for (int start = first; start < to; start += CHUNK) {
            int end = Math.min(to, start + CHUNK);
            findOrAddChunk(batch, keyColumns, start, end, chunk);
            System.arraycopy(chunk, 0, slots, start - from, end - start);
        }
        rows.touchAll(slots, to - from);
    }

    private void findOrAddChunk(Batch batch, int[] keyColumns, int from, int to, int[] slots) {
        lookup.find(batch, keyColumns, from, to, slots);
        long[] hashes = lookup.hashes();
        if (memory.isSpilled()) {
            memory.bring(this, batch, keyColumns, from, to - from, hashes, slots);
        }
        for (int i = from; i < to; i++) {
            if (slots[i - from] < 0) {
                int position = batch.position(i);
                int hash = (int) hashes[i - from];
                int slot = lookup.settle(batch, keyColumns, position, hash);
                slots[i - from] = slot >= 0 ? slot : add(batch, keyColumns, position, hash);
            }
        }
    }

    @Override
    public void touch(int slot) {
        if (!rows.isTaken(slot)) {
            memory.adopt(this, slot);
        }
        rows.touch(slot);
    }

    @Override
    public void remove(int slot) {
        if (!rows.isTaken(slot)) {
            memory.staged().remove(rows, slot);
            return;
        }
        index.remove(rows.hashes.get(slot), slot);
        if (panes != null) {
            panes.remove(slot, pane(slot));
        }
        rows.vacate(slot);
        rows.recycle(slot);
    }

    /** Removes the rows of a pane that is already forgotten; returns whether a snapshot holds one of them. */
    boolean removeWithPane(PaneRows.Pane pane) {
        boolean isAll = pane.size == rows.size() && !memory.isSpilled() && index.empty(pane.size);
        boolean known = false;
        for (int from = 0; from < pane.size; from += CHUNK) {
            int to = Math.min(pane.size, from + CHUNK);
            if (!isAll) {
                index.removeAll(rows.hashes, pane.slots, from, to);
            }
            for (int i = from; i < to; i++) {
                rows.vacate(pane.slots[i]);
                known |= rows.recycleUnrecorded(pane.slots[i]);
            }
        }
        return known;
    }

    @Override
    public Cells key(int column) {
        return rows.columns[column];
    }

    @Override
    public Cells value(int column) {
        return rows.columns[rows.shape.keyColumns() + column];
    }

    @Override
    public int list(int start, int[] slots) {
        return memory.staged().list(rows, start, slots);
    }

    @Override
    public long sizeBytes() {
        return rows.sizeBytes() + index.sizeBytes() + lookup.sizeBytes() + 4L * restored.length;
    }

    @Override
    public void restore(Batch batch) {
        int[] slots = restoredSlots(batch.size());
        findOrAdd(batch, TableShape.range(0, rows.shape.keyColumns()), 0, batch.size(), slots);
        for (int column = rows.shape.keyColumns(); column < rows.columns.length; column++) {
            rows.columns[column].setAll(slots, batch, column, 0, batch.size());
        }
    }

    @Override
    public void removeOld(int slot) {
        remove(slot);
    }

    @Override
    public void restoreRemoved(Batch batch) {
        int[] slots = restoredSlots(batch.size());
        find(batch, TableShape.range(0, rows.shape.keyColumns()), 0, batch.size(), slots);
        for (int i = 0; i < batch.size(); i++) {
            // The same key may have been removed twice between two snapshots, the first of which was given up.
            if (slots[i] >= 0 && rows.isTaken(slots[i])) {
                remove(slots[i]);
            }
        }
    }

    @Override
    public SlotIndex index() {
        return index;
    }

    @Override
    public int leader(int found) {
        return found;
    }

    @Override
    public boolean leads(int slot) {
        return true;
    }

    @Override
    public void detach(int hash, IntStack slots) {
        for (int slot = index.first(hash); slot != SlotIndex.ABSENT; slot = index.first(hash)) {
            index.remove(hash, slot);
            if (panes != null) {
                panes.remove(slot, pane(slot));
            }
            slots.push(slot);
        }
    }

    @Override
    public void attach(int slot, ColdBlock block, int row) {
        index.add(block.hash(row), slot);
        if (panes != null) {
            panes.add(slot, pane(slot), rows.capacity());
        }
    }

    @Override
    public void truncate(int slots) {
        rows.truncate(slots);
        if (index.isSmall()) {
            index.clear();
            for (int slot = rows.nextTaken(0); slot != SlotBits.NONE; slot = rows.nextTaken(slot + 1)) {
                index.add(rows.hashes.get(slot), slot);
            }
        } else {
            index.trim();
        }
        if (panes != null) {
            panes.truncate(slots);
        }
    }

    private int add(Batch batch, int[] keyColumns, int position, int hash) {
        int slot = rows.take();
        for (int key = 0; key < keyColumns.length; key++) {
            rows.columns[key].set(slot, batch.column(keyColumns[key]), position);
        }
        rows.hashes.set(slot, hash);
        index.add(hash, slot);
        if (panes != null) {
            panes.add(slot, pane(slot), rows.capacity());
        }
        return slot;
    }

    private long pane(int slot) {
        return ((LongCells) rows.columns[0]).get(slot);
    }

    private int[] restoredSlots(int count) {
        if (restored.length < count) {
            restored = new int[count];
        }
        return restored;
    }
}
