package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.IntCells;
import io.millrace.data.RowHash;
import io.millrace.data.RowOrder;
import io.millrace.dataflow.state.OrderedTable;
import java.util.Arrays;

/**
 * Weighted rows under keys, in order, in memory. An index leads from the hash of a key to its handle, and {@link
 * KeyRuns} from there to its rows. A key without rows is forgotten when rows are next found or added.
 *
 * <p>Of a new row the columns of the key and of the order are written at once, the others, which only ties are told
 * apart by, for many rows together: before a tie is looked at, and at the end of a call.
 */
final class HeapOrderedTable implements OrderedTable, RestorableTable {
    private static final Batch NOTHING = Batch.of(0);

    private final Rows rows;
    private final SlotIndex index = new SlotIndex();
    private final SlotOrder order;
    private final KeyRuns runs;
    private final IntCells weights;
    private final IntStack emptied = new IntStack();
    private final IntStack vacated = new IntStack();
    private final int[] targetColumns;
    private final TableMemory memory;
    private long[] hashes = {};
    private int[] samples = {};
    private int[] restored = {};

    /**
     * The slots of rows of {@link #unwritten} that are new, or {@link #ABSENT}; only those from the first to the last.
     */
    private int[] fresh = {};

    private Batch unwritten = NOTHING;
    private int[] unwrittenColumns = {};
    private int firstUnwritten;
    private int endUnwritten;

    HeapOrderedTable(TableShape shape, RowOrder order, TableMemory memory) {
        this.memory = memory;
        this.rows = new Rows(shape);
        int keys = shape.keyColumns();
        this.order = new SlotOrder(order, rows.columns, keys, shape.identityColumns() - keys);
        this.runs = new KeyRuns(this.order);
        this.weights = (IntCells) rows.columns[shape.columnCount() - 1];
        this.targetColumns = new int[this.order.columns().length];
        this.order.beforeTies(this::writeUnwritten);
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
    public void add(Batch batch, int[] keyColumns, int[] rowColumns, int from, int to, int[] keys) {
        admit(batch, keyColumns, from, to);
        findHandles(batch, keyColumns, from, to, keys);
        for (int i = 0; i < targetColumns.length; i++) {
            targetColumns[i] = rowColumns[order.columns()[i]];
        }
        for (int i = from; i < to; i++) {
            int slot = locate(batch, keyColumns, rowColumns, i, i - from, keys);
            int weight = weights.get(slot) + batch.weightAt(batch.position(i));
            if (weight == 0) {
                unlink(slot);
                rows.vacate(slot);
                vacated.push(slot);
            } else {
                rows.touch(slot);
                weights.set(slot, weight);
            }
        }
        writeUnwritten();
        while (!vacated.isEmpty()) {
            rows.recycle(vacated.pop());
        }
    }

    @Override
    public void find(Batch batch, int[] keyColumns, int from, int to, int[] keys) {
        admit(batch, keyColumns, from, to);
        findHandles(batch, keyColumns, from, to, keys);
        for (int i = from; i < to; i++) {
            if (keys[i - from] < 0) {
                keys[i - from] = settle(batch, keyColumns, batch.position(i), (int) hashes[i - from]);
            }
        }
    }

    @Override
    public int first(int key) {
        return runs.first(key);
    }

    @Override
    public int last(int key) {
        return runs.last(key);
    }

    @Override
    public int ceiling(int key, Batch batch, int[] sortColumns, int position) {
        order.target(batch, sortColumns, sortColumns.length, position);
        return runs.ceiling(key);
    }

    @Override
    public int next(int slot) {
        return runs.next(slot);
    }

    @Override
    public int previous(int slot) {
        return runs.previous(slot);
    }

    @Override
    public int count(int key) {
        return runs.count(key);
    }

    @Override
    public int weight(int slot) {
        return weights.get(slot);
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
    public Cells key(int column) {
        return rows.columns[column];
    }

    @Override
    public Cells row(int column) {
        return rows.columns[rows.shape.keyColumns() + column];
    }

    @Override
    public int list(int start, int[] slots) {
        return memory.staged().list(rows, start, slots);
    }

    @Override
    public long sizeBytes() {
        return rows.sizeBytes() + index.sizeBytes() + runs.sizeBytes() + 16L * hashes.length + emptied.sizeBytes();
    }

    @Override
    public void restore(Batch batch) {
        int[] keyColumns = TableShape.range(0, rows.shape.keyColumns());
        int[] rowColumns = TableShape.range(rows.shape.keyColumns(), rows.shape.identityColumns());
        int weightColumn = rows.shape.columnCount() - 1;
        prepareRestore(batch, keyColumns, rowColumns);
        for (int i = 0; i < batch.size(); i++) {
            int slot = locate(batch, keyColumns, rowColumns, i, i, restored);
            int before = rows.shape.isOwn() ? weights.get(slot) : 0;
            rows.touch(slot);
            for (int column = rows.shape.identityColumns(); column < weightColumn; column++) {
                rows.columns[column].set(slot, batch.column(column), batch.position(i));
            }
            weights.set(slot, batch.column(weightColumn), batch.position(i));
            // Equal rows of several former instances become one.
            weights.set(slot, weights.get(slot) + before);
        }
        writeUnwritten();
    }

    @Override
    public void removeOld(int slot) {
        remove(slot);
    }

    @Override
    public void restoreRemoved(Batch batch) {
        int[] keyColumns = TableShape.range(0, rows.shape.keyColumns());
        int[] rowColumns = TableShape.range(rows.shape.keyColumns(), rows.shape.identityColumns());
        prepareRestore(batch, keyColumns, rowColumns);
        for (int i = 0; i < batch.size(); i++) {
            int slot = locate(batch, keyColumns, rowColumns, i, i, restored);
            unlink(slot);
            rows.vacate(slot);
            vacated.push(slot);
        }
        writeUnwritten();
        while (!vacated.isEmpty()) {
            rows.recycle(vacated.pop());
        }
    }

    @Override
    public SlotIndex index() {
        return index;
    }

    @Override
    public int leader(int found) {
        return runs.sample(found);
    }

    @Override
    public boolean leads(int slot) {
        return runs.previous(slot) == KeyRuns.NONE;
    }

    @Override
    public void detach(int hash, IntStack slots) {
        for (int key = index.first(hash); key != SlotIndex.ABSENT; key = index.first(hash)) {
            for (int slot = runs.first(key); slot != KeyRuns.NONE; slot = runs.next(slot)) {
                slots.push(slot);
            }
            index.remove(hash, key);
            runs.drop(key);
        }
    }

    @Override
    public void attach(int slot, ColdBlock block, int row) {
        int hash = block.hash(row);
        int first = rows.shape.keyColumns();
        for (int i = 0; i < targetColumns.length; i++) {
            targetColumns[i] = first + order.columns()[i];
        }
        int key = index.first(hash);
        while (key != SlotIndex.ABSENT && !rows.sameKey(runs.sample(key), slot)) {
            key = index.after(hash, key);
        }
        order.target(block.batch(), targetColumns, targetColumns.length, row);
        int place = key < 0 ? ABSENT : runs.ceiling(key);
        if (key < 0) {
            key = runs.take(hash, slot);
            index.add(hash, key);
        }
        runs.insert(key, slot, place, rows.capacity());
    }

    @Override
    public void truncate(int slots) {
        rows.truncate(slots);
        runs.truncate(slots);
    }

    /** Makes room, and brings the keys of these rows into memory. */
    private void admit(Batch batch, int[] keyColumns, int from, int to) {
        forgetEmptied();
        memory.admitKeys(this, batch, keyColumns, from, to);
    }

    private void prepareRestore(Batch batch, int[] keyColumns, int[] rowColumns) {
        admit(batch, keyColumns, 0, batch.size());
        if (restored.length < batch.size()) {
            restored = new int[batch.size()];
        }
        findHandles(batch, keyColumns, 0, batch.size(), restored);
        for (int i = 0; i < targetColumns.length; i++) {
            targetColumns[i] = rowColumns[order.columns()[i]];
        }
    }

    /** The handles as far as they are plain to see; the others are {@link #ABSENT}. */
    private void findHandles(Batch batch, int[] keyColumns, int from, int to, int[] keys) {
        forgetEmptied();
        int count = to - from;
        if (hashes.length < count) {
            hashes = new long[count];
            samples = new int[count];
        }
        RowHash.hash(batch, keyColumns, from, to, hashes);
        index.probe(hashes, count, keys);
        for (int i = 0; i < count; i++) {
            samples[i] = keys[i] < 0 ? ABSENT : runs.sample(keys[i]);
        }
        for (int key = 0; key < keyColumns.length; key++) {
            rows.columns[key].reject(samples, batch, keyColumns[key], from, to);
        }
        for (int i = 0; i < count; i++) {
            if (samples[i] < 0) {
                keys[i] = ABSENT;
            }
        }
    }

    private int settle(Batch batch, int[] keyColumns, int position, int hash) {
        int handle = index.first(hash);
        while (handle != SlotIndex.ABSENT && !matches(runs.sample(handle), batch, keyColumns, position)) {
            handle = index.after(hash, handle);
        }
        return handle;
    }

    private boolean matches(int slot, Batch batch, int[] keyColumns, int position) {
        for (int key = 0; key < keyColumns.length; key++) {
            if (!rows.columns[key].same(slot, batch.column(keyColumns[key]), position)) {
                return false;
            }
        }
        return true;
    }

    /** The slot of row {@code i} of the batch; one that was absent is added with weight 0. */
    private int locate(Batch batch, int[] keyColumns, int[] rowColumns, int i, int offset, int[] keys) {
        int position = batch.position(i);
        int hash = (int) hashes[offset];
        if (keys[offset] < 0) {
            keys[offset] = settle(batch, keyColumns, position, hash);
        }
        order.target(batch, targetColumns, targetColumns.length, position);
        int place = keys[offset] < 0 ? ABSENT : runs.ceiling(keys[offset]);
        if (place != ABSENT && order.compare(place) == 0) {
            return place;
        }
        int slot = rows.take();
        rows.hashes.set(slot, hash);
        for (int key = 0; key < keyColumns.length; key++) {
            rows.columns[key].set(slot, batch.column(keyColumns[key]), position);
        }
        int first = rows.shape.keyColumns();
        for (int sorted = 0; sorted < order.sortedColumns(); sorted++) {
            rows.columns[first + order.columns()[sorted]].set(slot, batch.column(targetColumns[sorted]), position);
        }
        leaveUnwritten(batch, rowColumns, i, slot);
        if (keys[offset] < 0) {
            keys[offset] = runs.take(hash, slot);
            index.add(hash, keys[offset]);
        }
        runs.insert(keys[offset], slot, place, rows.capacity());
        return slot;
    }

    /** The columns of a new row that only break ties are written later. */
    private void leaveUnwritten(Batch batch, int[] rowColumns, int row, int slot) {
        if (firstUnwritten == endUnwritten) {
            unwritten = batch;
            unwrittenColumns = rowColumns;
            firstUnwritten = row;
            endUnwritten = row;
        }
        if (fresh.length <= row - firstUnwritten) {
            fresh = Arrays.copyOf(fresh, Math.max(2 * fresh.length, batch.size()));
        }
        Arrays.fill(fresh, endUnwritten - firstUnwritten, row - firstUnwritten, ABSENT);
        fresh[row - firstUnwritten] = slot;
        endUnwritten = row + 1;
    }

    private void writeUnwritten() {
        if (firstUnwritten == endUnwritten) {
            return;
        }
        int first = rows.shape.keyColumns();
        for (int i = order.sortedColumns(); i < order.columns().length; i++) {
            int column = order.columns()[i];
            rows.columns[first + column].setAll(
                    fresh, unwritten, unwrittenColumns[column], firstUnwritten, endUnwritten);
        }
        unwritten = NOTHING;
        firstUnwritten = 0;
        endUnwritten = 0;
    }

    private void unlink(int slot) {
        runs.remove(slot);
        int key = runs.handle(slot);
        if (runs.count(key) == 0) {
            emptied.push(key);
        }
    }

    private void forgetEmptied() {
        while (!emptied.isEmpty()) {
            int key = emptied.pop();
            // A key may have been emptied more than once, and have rows again.
            if (runs.count(key) == 0 && runs.sample(key) != ABSENT) {
                index.remove(runs.hash(key), key);
                runs.forget(key);
            }
        }
    }
}
