package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.IntCells;
import io.millrace.data.LongCells;
import io.millrace.data.RowHash;
import io.millrace.dataflow.state.MultimapTable;

/**
 * Rows under keys that nobody takes back by value, in memory: each row that is added has a slot of its own, whether or
 * not an equal one is there, so that nothing is hashed or looked for but its key.
 *
 * <p>The rows of a key are a doubly linked chain; the index of keys leads to its head, and a new row becomes the
 * second, so that the head stays where it is. For snapshots a row is told apart from the others under its key by a
 * number: the first column behind those of the key. Rows of one key come from one former instance, so numbers never
 * meet under a key.
 *
 * <p><b>Loose rows.</b> A row that is added is in no chain until somebody looks for rows. Who looks for a few keys has
 * the loose rows searched for theirs, one hash after another in memory, as long as that costs a few steps for each row
 * that was added; otherwise all are put into chains. So a side that is hardly ever looked at needs no index, and where
 * rows go to disk all are in chains.
 */
final class HeapBagTable implements MultimapTable, RestorableTable {
    /** So many rows are looked up ahead: what they touch fits the first-level caches. */
    private static final int CHUNK = 256;

    /** Who looks for more keys at once than these has all rows put into chains. */
    private static final int FEW_KEYS = 8;

    /** So often a loose row may be passed over, on average. */
    private static final int PASSES = 16;

    private static final int NONE = -1;
    private static final int[] NO_SLOTS = {};

    private final Rows rows;
    private final SlotIndex index = new SlotIndex();
    private final KeyLookup lookup;
    private final LongCells numbers;
    private final IntCells weights;
    private final RowLinks links = new RowLinks();
    private final SlotBits loose = new SlotBits();
    private int looseCount;

    /** How many loose rows may be passed over by searches until all are put into chains. */
    private long passes;

    private final long[] hashes = new long[CHUNK];
    private final int keyCount;
    private final int firstCounter;
    private final TableMemory memory;
    private long next;
    private int[] heads = {};
    private int[] fresh = {};

    /** Leads from the numbers of rows to their slots, while a table is filled from snapshots. */
    private SlotIndex restored = new SlotIndex();

    private boolean isRestoring = true;

    /**
     * @param rowColumns how many columns the rows have beside those of the key
     */
    HeapBagTable(TableShape shape, int rowColumns, TableMemory memory) {
        this.memory = memory;
        this.rows = new Rows(shape);
        this.keyCount = shape.keyColumns();
        this.firstCounter = keyCount + 1 + rowColumns;
        this.lookup = new KeyLookup(index, rows.columns, keyCount);
        this.numbers = (LongCells) rows.columns[keyCount];
        this.weights = (IntCells) rows.columns[shape.columnCount() - 1];
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
    public void add(Batch batch, int[] keyColumns, int[] rowColumns, int from, int to) {
        add(batch, keyColumns, rowColumns, from, to, NO_SLOTS);
    }

    @Override
    public void add(Batch batch, int[] keyColumns, int[] rowColumns, int from, int to, int[] slots) {
        endRestore();
        memory.admitKeys(this, batch, keyColumns, from, to);
        if (fresh.length < CHUNK) {
            heads = new int[CHUNK];
            fresh = new int[CHUNK];
        }
        for (int start = from; start < to; start += CHUNK) {
            int end = Math.min(to, start + CHUNK);
            addChunk(batch, keyColumns, rowColumns, start, end);
            if (slots.length > 0) {
                System.arraycopy(fresh, 0, slots, start - from, end - start);
            }
        }
        if (memory.isSpilled()) {
            chainAll();
        }
    }

    @Override
    public void find(Batch batch, int[] keyColumns, int from, int to, int[] firsts) {
        memory.admitKeys(this, batch, keyColumns, from, to);
        if (looseCount > 0) {
            chain(batch, keyColumns, from, to);
        }
        findHeld(batch, keyColumns, from, to, firsts);
    }

    private void findHeld(Batch batch, int[] keyColumns, int from, int to, int[] firsts) {
        lookup.find(batch, keyColumns, from, to, firsts);
        long[] hashes = lookup.hashes();
        for (int i = from; i < to; i++) {
            if (firsts[i - from] < 0) {
                firsts[i - from] = lookup.settle(batch, keyColumns, batch.position(i), (int) hashes[i - from]);
            }
        }
    }

    @Override
    public int next(int slot) {
        return links.next(slot);
    }

    @Override
    public int weight(int slot) {
        return weights.get(slot);
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
        endRestore();
        if (!rows.isTaken(slot)) {
            memory.staged().remove(rows, slot);
            return;
        }
        leaveChain(slot);
        rows.vacate(slot);
        rows.recycle(slot);
    }

    @Override
    public void removeAll(int[] slots, int count) {
        endRestore();
        int held = 0;
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            if (!rows.isTaken(slot)) {
                memory.staged().remove(rows, slot);
                continue;
            }
            leaveChain(slot);
            rows.vacate(slot);
            slots[held++] = slot;
        }
        rows.recycleAll(slots, held);
    }

    private void leaveChain(int slot) {
        if (looseCount > 0 && loose.get(slot)) {
            loose.clear(slot);
            looseCount--;
        } else {
            unlink(slot);
        }
    }

    @Override
    public void removeKey(int first) {
        endRestore();
        index.remove(rows.hashes.get(first), first);
        int slot = first;
        while (slot != NONE) {
            int after = links.next(slot);
            rows.vacate(slot);
            rows.recycle(slot);
            slot = after;
        }
    }

    @Override
    public Cells key(int column) {
        return rows.columns[column];
    }

    @Override
    public Cells row(int column) {
        return rows.columns[keyCount + 1 + column];
    }

    @Override
    public Cells counter(int column) {
        return rows.columns[firstCounter + column];
    }

    @Override
    public int list(int start, int[] slots) {
        return memory.staged().list(rows, start, slots);
    }

    @Override
    public long sizeBytes() {
        return rows.sizeBytes()
                + index.sizeBytes()
                + restored.sizeBytes()
                + links.sizeBytes()
                + lookup.sizeBytes()
                + loose.sizeBytes()
                + 8L * (fresh.length + hashes.length);
    }

    @Override
    public void restore(Batch batch) {
        int[] keyColumns = TableShape.range(0, keyCount);
        memory.admitKeys(this, batch, keyColumns, 0, batch.size());
        for (int i = 0; i < batch.size(); i++) {
            int position = batch.position(i);
            int slot = restoredSlot(batch, position);
            if (slot == NONE) {
                findHeld(batch, keyColumns, i, i + 1, heads = reserved(heads));
                slot = rows.take();
                links.reserve(rows.capacity());
                int hash = (int) lookup.hashes()[0];
                rows.hashes.set(slot, hash);
                link(slot, heads[0], hash);
                numbers.set(slot, batch.column(keyCount), position);
                next = Math.max(next, numbers.get(slot) + 1);
                restored.add(hash(numbers.get(slot)), slot);
            } else {
                rows.touch(slot);
            }
            for (int column = 0; column < rows.columns.length; column++) {
                rows.columns[column].set(slot, batch.column(column), position);
            }
        }
    }

    @Override
    public void removeOld(int slot) {
        remove(slot);
    }

    @Override
    public void restoreRemoved(Batch batch) {
        memory.admitKeys(this, batch, TableShape.range(0, keyCount), 0, batch.size());
        for (int i = 0; i < batch.size(); i++) {
            int slot = restoredSlot(batch, batch.position(i));
            if (slot != NONE) {
                restored.remove(hash(numbers.get(slot)), slot);
                unlink(slot);
                rows.vacate(slot);
                rows.recycle(slot);
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
        chainAll();
        return links.previous(slot) == NONE;
    }

    @Override
    public void detach(int hash, IntStack slots) {
        chainAll();
        for (int head = index.first(hash); head != SlotIndex.ABSENT; head = index.first(hash)) {
            for (int row = head; row != NONE; row = links.next(row)) {
                if (isRestoring) {
                    restored.remove(hash(numbers.get(row)), row);
                }
                slots.push(row);
            }
            index.remove(hash, head);
        }
    }

    @Override
    public void attach(int slot, ColdBlock block, int row) {
        links.reserve(rows.capacity());
        int hash = block.hash(row);
        int head = index.first(hash);
        while (head != SlotIndex.ABSENT && !rows.sameKey(head, slot)) {
            head = index.after(hash, head);
        }
        link(slot, head, hash);
        if (isRestoring) {
            restored.add(hash(numbers.get(slot)), slot);
        }
    }

    @Override
    public void truncate(int slots) {
        chainAll();
        loose.truncate(slots);
        rows.truncate(slots);
        links.truncate(slots);
        if (!index.isSmall()) {
            index.trim();
            return;
        }
        index.clear();
        restored.clear();
        for (int slot = rows.nextTaken(0); slot != SlotBits.NONE; slot = rows.nextTaken(slot + 1)) {
            if (leads(slot)) {
                index.add(rows.hashes.get(slot), slot);
            }
            if (isRestoring) {
                restored.add(hash(numbers.get(slot)), slot);
            }
        }
    }

    private static int[] reserved(int[] array) {
        return array.length == 0 ? new int[1] : array;
    }

    private static int hash(long number) {
        return (int) (number ^ number >>> 32) * 0x9E3779B9;
    }

    /** The slot of the row with this key and number, or {@link #NONE}. */
    private int restoredSlot(Batch batch, int position) {
        long number = PaneRows.id(batch.column(keyCount), position);
        int hash = hash(number);
        int slot = restored.first(hash);
        while (slot != NONE && !isSame(slot, batch, position)) {
            slot = restored.after(hash, slot);
        }
        return slot;
    }

    private boolean isSame(int slot, Batch batch, int position) {
        for (int column = 0; column <= keyCount; column++) {
            if (!rows.columns[column].same(slot, batch.column(column), position)) {
                return false;
            }
        }
        return true;
    }

    private void endRestore() {
        if (isRestoring) {
            isRestoring = false;
            restored = new SlotIndex();
        }
    }

    /** Adds rows; their slots are in {@link #fresh} then. */
    private void addChunk(Batch batch, int[] keyColumns, int[] rowColumns, int from, int to) {
        int count = to - from;
        RowHash.hash(batch, keyColumns, from, to, hashes);
        for (int i = 0; i < count; i++) {
            fresh[i] = rows.take();
        }
        links.reserve(rows.capacity());
        loose.reserve(rows.capacity());
        for (int i = 0; i < count; i++) {
            rows.hashes.set(fresh[i], (int) hashes[i]);
            loose.set(fresh[i]);
            numbers.set(fresh[i], next++);
            weights.set(fresh[i], batch.weightAt(batch.position(from + i)));
        }
        looseCount += count;
        passes += (long) PASSES * count;
        for (int column = 0; column < keyColumns.length; column++) {
            rows.columns[column].setAll(fresh, batch, keyColumns[column], from, to);
        }
        for (int column = 0; column < rowColumns.length; column++) {
            rows.columns[keyCount + 1 + column].setAll(fresh, batch, rowColumns[column], from, to);
        }
    }

    /** Puts the loose rows of some keys into chains, or all. */
    private void chain(Batch batch, int[] keyColumns, int from, int to) {
        int count = to - from;
        long passed = (long) count * looseCount;
        if (count > FEW_KEYS || passed > passes) {
            chainAll();
            return;
        }
        passes -= passed;
        RowHash.hash(batch, keyColumns, from, to, hashes);
        for (int slot = loose.next(0); slot != SlotBits.NONE; slot = loose.next(slot + 1)) {
            int hash = rows.hashes.get(slot);
            for (int key = 0; key < count; key++) {
                if (hash == (int) hashes[key]) {
                    chain(slot, index.first(hash), hash);
                    break;
                }
            }
        }
    }

    private void chainAll() {
        if (looseCount == 0) {
            return;
        }
        int slot = loose.next(0);
        while (slot != SlotBits.NONE) {
            int count = 0;
            for (; slot != SlotBits.NONE && count < CHUNK; slot = loose.next(slot + 1)) {
                fresh[count] = slot;
                hashes[count++] = rows.hashes.get(slot);
            }
            index.probe(hashes, count, heads);
            links.touch(heads, count);
            for (int i = 0; i < count; i++) {
                int hash = (int) hashes[i];
                // A row of this chunk may have been the first of its key.
                chain(fresh[i], heads[i] < 0 ? index.first(hash) : heads[i], hash);
            }
        }
        passes = 0;
    }

    /** Puts a loose row into the chain of its key, whose head is this entry of the index or one after it. */
    private void chain(int slot, int entry, int hash) {
        loose.clear(slot);
        looseCount--;
        int head = entry;
        while (head != SlotIndex.ABSENT && !rows.sameKey(head, slot)) {
            head = index.after(hash, head);
        }
        link(slot, head, hash);
    }

    private void link(int slot, int head, int hash) {
        if (head < 0) {
            links.setNext(slot, NONE);
            links.setPrevious(slot, NONE);
            index.add(hash, slot);
            return;
        }
        int second = links.next(head);
        links.setNext(head, slot);
        links.setPrevious(slot, head);
        links.setNext(slot, second);
        if (second != NONE) {
            links.setPrevious(second, slot);
        }
    }

    private void unlink(int slot) {
        int before = links.previous(slot);
        int after = links.next(slot);
        if (after != NONE) {
            links.setPrevious(after, before);
        }
        if (before != NONE) {
            links.setNext(before, after);
        } else if (after == NONE) {
            index.remove(rows.hashes.get(slot), slot);
        } else {
            index.replace(rows.hashes.get(slot), slot, after);
        }
    }
}
