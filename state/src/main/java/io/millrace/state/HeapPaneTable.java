package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.dataflow.state.PaneTable;
import java.util.Arrays;

/**
 * A map in memory whose rows are also listed by pane. A pane that is removed is told to the next snapshot by its number
 * alone.
 */
final class HeapPaneTable implements PaneTable, RestorableTable {
    private final PaneRows panes = new PaneRows();
    private final HeapMapTable map;
    private long[] removed = {};
    private int removedCount;

    HeapPaneTable(TableShape shape, TableMemory memory) {
        this.map = new HeapMapTable(shape, memory, panes);
    }

    @Override
    public Rows rows() {
        return map.rows();
    }

    @Override
    public TableMemory memory() {
        return map.memory();
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public void find(Batch batch, int[] keyColumns, int from, int to, int[] slots) {
        map.find(batch, keyColumns, from, to, slots);
    }

    @Override
    public void findOrAdd(Batch batch, int[] keyColumns, int from, int to, int[] slots) {
        map.findOrAdd(batch, keyColumns, from, to, slots);
    }

    @Override
    public void touch(int slot) {
        map.touch(slot);
    }

    @Override
    public void remove(int slot) {
        map.remove(slot);
    }

    @Override
    public Cells key(int column) {
        return map.key(column);
    }

    @Override
    public Cells value(int column) {
        return map.value(column);
    }

    @Override
    public int list(int start, int[] slots) {
        return map.list(start, slots);
    }

    @Override
    public long firstPane() {
        return Math.min(panes.first(), memory().cold().firstPane());
    }

    @Override
    public long nextPane(long pane) {
        return Math.min(panes.next(pane), memory().cold().nextPane(pane));
    }

    @Override
    public int listPane(long pane, int start, int[] slots) {
        if (!memory().isSpilled()) {
            return panes.list(pane, start, slots);
        }
        if (start == 0 || start >= panes.count(pane)) {
            // Rows of the pane that go to disk now are the first that are listed there: none is left out.
            memory().admitListing(this);
        }
        int listed = panes.list(pane, start, slots);
        if (listed == slots.length) {
            return listed;
        }
        return memory().staged().listPane(rows(), pane, Math.max(0, start - panes.count(pane)), slots, listed);
    }

    @Override
    public boolean isWhole(long pane, int listed) {
        return panes.count(pane) + (memory().isSpilled() ? memory().cold().count(pane) : 0) == listed;
    }

    @Override
    public void removePane(long pane) {
        PaneRows.Pane rows = panes.take(pane);
        boolean known = map.removeWithPane(rows);
        if (memory().isSpilled()) {
            if (rows().isPending()) {
                memory().cold().copyPending(pane, rows().preserved());
            }
            known |= memory().cold().dropPane(pane);
            rows().noteChange();
        }
        if (known) {
            if (removedCount == removed.length) {
                removed = Arrays.copyOf(removed, Math.max(8, removedCount * 2));
            }
            removed[removedCount++] = pane;
        }
    }

    /** The panes that were removed whole since this was last asked. */
    long[] takeRemovedPanes() {
        long[] taken = Arrays.copyOf(removed, removedCount);
        removedCount = 0;
        return taken;
    }

    @Override
    public long sizeBytes() {
        return map.sizeBytes() + panes.sizeBytes() + 8L * removed.length;
    }

    /** As {@link #listPane}, but for rows on disk. */
    int listPaneInMemory(long pane, int start, int[] slots) {
        return panes.list(pane, start, slots);
    }

    /** How many rows of a pane are in memory; they are listed first. */
    int countInMemory(long pane) {
        return panes.count(pane);
    }

    @Override
    public SlotIndex index() {
        return map.index();
    }

    @Override
    public int leader(int found) {
        return map.leader(found);
    }

    @Override
    public boolean leads(int slot) {
        return map.leads(slot);
    }

    @Override
    public void detach(int hash, IntStack slots) {
        map.detach(hash, slots);
    }

    @Override
    public void attach(int slot, ColdBlock block, int row) {
        map.attach(slot, block, row);
    }

    @Override
    public void truncate(int slots) {
        map.truncate(slots);
    }

    @Override
    public void restore(Batch batch) {
        map.restore(batch);
    }

    @Override
    public void removeOld(int slot) {
        remove(slot);
    }

    @Override
    public void restoreRemoved(Batch batch) {
        map.restoreRemoved(batch);
    }
}
