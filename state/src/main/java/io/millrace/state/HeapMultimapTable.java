package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.IntCells;
import io.millrace.data.RowHash;
import io.millrace.dataflow.state.MultimapTable;
import java.util.Arrays;

/**
 * Weighted rows under keys, in memory. The rows of a key are a doubly linked chain; the index of keys leads to its
 * head, and a new row becomes the second, so that the head stays where it is. Whether a row is there already is found
 * by walking a chain of at most {@link #WALKED} rows, comparing hashes; the rows of a longer one are also in an index
 * of whole rows. At the head stands how many rows the chain has, negative where they are indexed.
 */
final class HeapMultimapTable implements MultimapTable, RestorableTable {
    /** The longest chain without an index of its rows. */
    static final int WALKED = 1;

    /** So many rows are looked up ahead: what they touch fits the first-level caches. */
    private static final int CHUNK = 256;

    private static final int NONE = -1;
    private static final int[] NO_SLOTS = {};

    private final Rows rows;
    private final SlotIndex keyIndex = new SlotIndex();
    private final SlotIndex rowIndex = new SlotIndex();
    private final KeyLookup lookup;
    private final IntCells weights;
    private final RowLinks links = new RowLinks();
    private final IntStack vacated = new IntStack();
    private final TableMemory memory;
    private long[] hashes = {};
    private int[] heads = {};

    /**
     * The slots of the rows of the batch, from {@link #written} on, that were added and whose cells are still to be
     * set.
     */
    private int[] fresh = {};

    private int written;

    HeapMultimapTable(TableShape shape, TableMemory memory) {
        this.memory = memory;
        this.rows = new Rows(shape);
        this.lookup = new KeyLookup(keyIndex, rows.columns, shape.keyColumns());
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
        memory.admitKeys(this, batch, keyColumns, from, to);
        for (int start = from; start < to; start += CHUNK) {
            addChunk(batch, keyColumns, rowColumns, start, Math.min(to, start + CHUNK), start - from, slots);
        }
        boolean wanted = slots.length > 0;
        if (!vacated.isEmpty()) {
            if (wanted) {
                dropVacated(slots, to - from);
            }
            while (!vacated.isEmpty()) {
                rows.recycle(vacated.pop());
            }
        }
    }

    @Override
    public void find(Batch batch, int[] keyColumns, int from, int to, int[] firsts) {
        memory.admitKeys(this, batch, keyColumns, from, to);
        lookup.find(batch, keyColumns, from, to, firsts);
        long[] keyHashes = lookup.hashes();
        for (int i = from; i < to; i++) {
            if (firsts[i - from] < 0) {
                firsts[i - from] = lookup.settle(batch, keyColumns, batch.position(i), (int) keyHashes[i - from]);
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
        if (!rows.isTaken(slot)) {
            memory.staged().remove(rows, slot);
            return;
        }
        unlink(slot);
        rows.vacate(slot);
        rows.recycle(slot);
    }

    @Override
    public void removeKey(int first) {
        int slot = first;
        while (slot != NONE) {
            int after = links.next(slot);
            remove(slot);
            slot = after;
        }
    }

    @Override
    public Cells key(int column) {
        return rows.columns[column];
    }

    @Override
    public Cells row(int column) {
        return rows.columns[rows.shape.keyColumns() + column];
    }

    @Override
    public Cells counter(int column) {
        return rows.columns[rows.shape.identityColumns() + column];
    }

    @Override
    public int list(int start, int[] slots) {
        return memory.staged().list(rows, start, slots);
    }

    @Override
    public long sizeBytes() {
        return rows.sizeBytes()
                + keyIndex.sizeBytes()
                + rowIndex.sizeBytes()
                + links.sizeBytes()
                + lookup.sizeBytes()
                + 16L * hashes.length;
    }

    @Override
    public void restore(Batch batch) {
        TableShape shape = rows.shape;
        int[] keyColumns = TableShape.range(0, shape.keyColumns());
        int[] rowColumns = TableShape.range(shape.keyColumns(), shape.identityColumns());
        memory.admitKeys(this, batch, keyColumns, 0, batch.size());
        locateHeads(batch, keyColumns, rowColumns, 0, batch.size());
        for (int i = 0; i < batch.size(); i++) {
            int slot = locate(batch, keyColumns, rowColumns, i, i);
            int position = batch.position(i);
            int before = weights.get(slot);
            rows.touch(slot);
            for (int column = shape.identityColumns(); column < rows.columns.length; column++) {
                rows.columns[column].set(slot, batch.column(column), position);
            }
            if (shape.isOwn()) {
                // Equal rows of several former instances become one.
                weights.set(slot, weights.get(slot) + before);
            }
        }
        write(batch, keyColumns, rowColumns, batch.size());
    }

    @Override
    public void removeOld(int slot) {
        remove(slot);
    }

    @Override
    public void restoreRemoved(Batch batch) {
        TableShape shape = rows.shape;
        int[] keyColumns = TableShape.range(0, shape.keyColumns());
        int[] rowColumns = TableShape.range(shape.keyColumns(), shape.identityColumns());
        memory.admitKeys(this, batch, keyColumns, 0, batch.size());
        for (int i = 0; i < batch.size(); i++) {
            locateHeads(batch, keyColumns, rowColumns, i, i + 1);
            int slot = locate(batch, keyColumns, rowColumns, i, 0);
            write(batch, keyColumns, rowColumns, i + 1);
            remove(slot);
        }
    }

    @Override
    public SlotIndex index() {
        return keyIndex;
    }

    @Override
    public int leader(int found) {
        return found;
    }

    @Override
    public boolean leads(int slot) {
        return links.previous(slot) == NONE;
    }

    @Override
    public void detach(int hash, IntStack slots) {
        for (int head = keyIndex.first(hash); head != SlotIndex.ABSENT; head = keyIndex.first(hash)) {
            boolean indexed = links.length(head) < 0;
            for (int row = head; row != NONE; row = links.next(row)) {
                if (indexed) {
                    rowIndex.remove(links.hash(row), row);
                }
                slots.push(row);
            }
            keyIndex.remove(hash, head);
        }
    }

    @Override
    public void attach(int slot, ColdBlock block, int row) {
        int keyHash = block.hash(row);
        links.reserve(rows.capacity());
        links.setHash(slot, (int) (block.rowHash(row) + (block.hashes()[row] >>> 32)));
        int head = keyIndex.first(keyHash);
        while (head != SlotIndex.ABSENT && !rows.sameKey(head, slot)) {
            head = keyIndex.after(keyHash, head);
        }
        link(slot, head, keyHash);
    }

    @Override
    public void truncate(int slots) {
        rows.truncate(slots);
        links.truncate(slots);
        if (!keyIndex.isSmall() && !rowIndex.isSmall()) {
            keyIndex.trim();
            rowIndex.trim();
            return;
        }
        keyIndex.clear();
        rowIndex.clear();
        for (int head = rows.nextTaken(0); head != SlotBits.NONE; head = rows.nextTaken(head + 1)) {
            if (leads(head)) {
                keyIndex.add(rows.hashes.get(head), head);
                for (int row = head; row != NONE && links.length(head) < 0; row = links.next(row)) {
                    rowIndex.add(links.hash(row), row);
                }
            }
        }
    }

    /** The slots of the rows go to {@code slots} from {@code at} on, unless nobody wants them. */
    private void addChunk(Batch batch, int[] keyColumns, int[] rowColumns, int from, int to, int at, int[] slots) {
        locateHeads(batch, keyColumns, rowColumns, from, to);
        for (int i = from; i < to; i++) {
            int slot = locate(batch, keyColumns, rowColumns, i, i - from);
            int weight = weights.get(slot) + batch.weightAt(batch.position(i));
            if (weight == 0) {
                write(batch, keyColumns, rowColumns, i + 1);
                unlink(slot);
                rows.vacate(slot);
                vacated.push(slot);
            } else {
                rows.touch(slot);
                weights.set(slot, weight);
            }
            if (slots.length > 0) {
                slots[at + i - from] = slot;
            }
        }
        write(batch, keyColumns, rowColumns, to);
    }

    /** The heads of the chains of these rows, as far as they are plain to see, and the hashes of the rows. */
    private void locateHeads(Batch batch, int[] keyColumns, int[] rowColumns, int from, int to) {
        int count = to - from;
        if (hashes.length < count) {
            hashes = new long[count];
            heads = new int[count];
            fresh = new int[count];
        }
        written = from;
        lookup.find(batch, keyColumns, from, to, heads);
        RowHash.hash(batch, rowColumns, from, to, hashes);
        long[] keyHashes = lookup.hashes();
        for (int i = 0; i < count; i++) {
            hashes[i] += keyHashes[i] >>> 32;
        }
        // Both are for the cache alone: many accesses at once here, where each row waits for its own later.
        links.touch(heads, count);
        rowIndex.probe(hashes, count, fresh);
        Arrays.fill(fresh, 0, count, NONE);
    }

    /** The slot of row {@code i} of the batch; one that was absent is added with weight 0. */
    private int locate(Batch batch, int[] keyColumns, int[] rowColumns, int i, int offset) {
        int position = batch.position(i);
        int head = heads[offset];
        int keyHash = (int) lookup.hashes()[offset];
        if (head < 0 || !rows.isTaken(head)) {
            if (keyIndex.first(keyHash) != SlotIndex.ABSENT) {
                write(batch, keyColumns, rowColumns, i);
            }
            head = lookup.settle(batch, keyColumns, position, keyHash);
        }
        int rowHash = (int) hashes[offset];
        int slot = head < 0 ? NONE : findRow(head, rowHash, batch, keyColumns, rowColumns, i);
        if (slot != NONE) {
            return slot;
        }
        slot = rows.take();
        links.reserve(rows.capacity());
        fresh[i - written] = slot;
        rows.hashes.set(slot, keyHash);
        links.setHash(slot, rowHash);
        link(slot, head, keyHash);
        return slot;
    }

    private int findRow(int head, int rowHash, Batch batch, int[] keyColumns, int[] rowColumns, int i) {
        if (links.length(head) < 0) {
            int slot = rowIndex.first(rowHash);
            while (slot != SlotIndex.ABSENT && !sameRow(slot, batch, keyColumns, rowColumns, i)) {
                slot = rowIndex.after(rowHash, slot);
            }
            return slot;
        }
        int slot = head;
        while (slot != NONE && !(links.hash(slot) == rowHash && sameRow(slot, batch, keyColumns, rowColumns, i))) {
            slot = links.next(slot);
        }
        return slot;
    }

    private boolean sameRow(int slot, Batch batch, int[] keyColumns, int[] rowColumns, int i) {
        write(batch, keyColumns, rowColumns, i);
        int position = batch.position(i);
        return sameCells(slot, 0, batch, keyColumns, position)
                && sameCells(slot, keyColumns.length, batch, rowColumns, position);
    }

    /** Sets the cells of the rows that were added before row {@code to} of the batch, column by column. */
    private void write(Batch batch, int[] keyColumns, int[] rowColumns, int to) {
        if (written >= to) {
            return;
        }
        for (int column = 0; column < keyColumns.length; column++) {
            rows.columns[column].setAll(fresh, batch, keyColumns[column], written, to);
        }
        int keys = rows.shape.keyColumns();
        for (int column = 0; column < rowColumns.length; column++) {
            rows.columns[keys + column].setAll(fresh, batch, rowColumns[column], written, to);
        }
        Arrays.fill(fresh, 0, to - written, NONE);
        written = to;
    }

    private boolean sameCells(int slot, int first, Batch batch, int[] columns, int position) {
        for (int i = 0; i < columns.length; i++) {
            if (!rows.columns[first + i].same(slot, batch.column(columns[i]), position)) {
                return false;
            }
        }
        return true;
    }

    private void link(int slot, int head, int keyHash) {
        if (head < 0) {
            links.setNext(slot, NONE);
            links.setPrevious(slot, NONE);
            links.setLength(slot, 1);
            keyIndex.add(keyHash, slot);
            return;
        }
        int second = links.next(head);
        links.setNext(head, slot);
        links.setPrevious(slot, head);
        links.setNext(slot, second);
        if (second != NONE) {
            links.setPrevious(second, slot);
        }
        int length = links.length(head);
        if (length < 0) {
            links.setLength(head, length - 1);
            rowIndex.add(links.hash(slot), slot);
        } else if (length < WALKED) {
            links.setLength(head, length + 1);
        } else {
            links.setLength(head, -(length + 1));
            for (int row = head; row != NONE; row = links.next(row)) {
                rowIndex.add(links.hash(row), row);
            }
        }
    }

    private void unlink(int slot) {
        int head = head(slot);
        int length = links.length(head);
        if (length < 0) {
            rowIndex.remove(links.hash(slot), slot);
        }
        int before = links.previous(slot);
        int after = links.next(slot);
        if (before != NONE) {
            links.setNext(before, after);
        }
        if (after != NONE) {
            links.setPrevious(after, before);
        }
        if (slot == head) {
            if (after == NONE) {
                keyIndex.remove(rows.hashes.get(slot), slot);
                return;
            }
            keyIndex.replace(rows.hashes.get(slot), slot, after);
            head = after;
        }
        if (length == -(WALKED / 2 + 1)) {
            for (int row = head; row != NONE; row = links.next(row)) {
                rowIndex.remove(links.hash(row), row);
            }
            length = -length;
        }
        links.setLength(head, length < 0 ? length + 1 : length - 1);
    }

    private int head(int slot) {
        if (links.previous(slot) == NONE) {
            return slot;
        }
        int hash = rows.hashes.get(slot);
        int head = keyIndex.first(hash);
        while (!rows.sameKey(head, slot)) {
            head = keyIndex.after(hash, head);
        }
        return head;
    }

    private void dropVacated(int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            if (!rows.isTaken(slots[i])) {
                slots[i] = ABSENT;
            }
        }
    }
}
