package io.millrace.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Adds up the weights of equal rows, by all columns: what is left of a stretch of changes. It copies the rows that
 * differ, once each, so batches may be released after {@link #add}. One thread owns it.
 *
 * <p>Rows lie in growing columns in the order of their first appearance, each with its hash and the sum of its weights;
 * an open addressing table of row numbers finds them.
 */
public final class Consolidation {
    private static final int NO_ROW = -1;

    private final Schema schema;
    private final BufferPool pool;
    private final int[] allColumns;
    private final ColumnBuilder[] columns;
    private long[] rowHashes = new long[64];
    private long[] weights = new long[64];
    private int[] table = newTable(128);
    private int size;

    // Scratch of add, kept between calls.
    private long[] hashes = {};
    private int[] newPositions = {};

    public Consolidation(Schema schema, BufferPool pool) {
        this.schema = schema;
        this.pool = pool;
        this.allColumns = new int[schema.size()];
        this.columns = new ColumnBuilder[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            allColumns[i] = i;
            columns[i] = ColumnBuilder.of(schema.type(i), pool);
        }
    }

    /** The consolidated rows of some batches, which stay the caller's, in the order of their first appearance. */
    public static List<Batch> of(List<Batch> batches, Schema schema, BufferPool pool) {
        Consolidation consolidation = new Consolidation(schema, pool);
        for (Batch batch : batches) {
            consolidation.add(batch);
        }
        return consolidation.drain();
    }

    /** How many different rows are held, those included that add up to zero. */
    public int size() {
        return size;
    }

    /** How many bytes of texts and nested values are held. */
    public long bytes() {
        return ColumnBuilder.bytes(columns);
    }

    /** Adds the rows of a batch, which stays the caller's. */
    public void add(Batch batch) {
        int rows = batch.size();
        if (hashes.length < rows) {
            hashes = new long[rows];
            newPositions = new int[rows];
        }
        RowHash.hash(batch, allColumns, 0, rows, hashes);
        Column[] held = new Column[columns.length];
        for (int i = 0; i < held.length; i++) {
            held[i] = columns[i].view();
        }
        int before = size;
        for (int row = 0; row < rows; row++) {
            int position = batch.position(row);
            int found = find(batch, position, hashes[row], held, before);
            weights[found] += batch.weightAt(position);
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i].appendAll(batch.column(i), newPositions, 0, size - before);
        }
    }

    /** The rows whose weights do not add up to zero, in batches; nothing is held afterwards. */
    public List<Batch> drain() {
        List<Batch> batches = new ArrayList<>();
        if (size > 0) {
            Column[] held = new Column[columns.length];
            for (int i = 0; i < held.length; i++) {
                held[i] = columns[i].build();
            }
            Batch all = Batch.of(size, held);
            emit(all, batches);
            all.release();
        }
        size = 0;
        Arrays.fill(table, NO_ROW);
        return batches;
    }

    /** Drops everything and gives the arrays back to the pool. */
    public void close() {
        for (ColumnBuilder column : columns) {
            column.close();
        }
        size = 0;
        Arrays.fill(table, NO_ROW);
    }

    private void emit(Batch all, List<Batch> batches) {
        BatchBuilder builder = new BatchBuilder(schema, pool);
        int[] positions = new int[Math.min(size, Batch.MAX_ROWS)];
        int count = 0;
        for (int row = 0; row < size; row++) {
            if (weights[row] != 0) {
                positions[count++] = row;
            }
            if (count > 0 && (count == positions.length || row == size - 1)) {
                emit(all, positions, count, builder, batches);
                count = 0;
            }
        }
    }

    private void emit(Batch all, int[] positions, int count, BatchBuilder builder, List<Batch> batches) {
        Column[] from = new Column[all.columnCount()];
        for (int i = 0; i < from.length; i++) {
            from[i] = all.column(i);
        }
        int start = 0;
        while (start < count) {
            int end = start + Widths.fitting(from, positions, start, count);
            builder.appendAll(all, positions, start, end);
            for (int i = start; i < end; i++) {
                builder.setWeight(i - start, weight(positions[i]));
            }
            batches.add(builder.build());
            start = end;
        }
    }

    private int weight(int row) {
        if (weights[row] != (int) weights[row]) {
            throw MillraceException.resources(
                    "weight-too-large", "A row occurs " + weights[row] + " times, more often than 2^31 times at once");
        }
        return (int) weights[row];
    }

    /**
     * The number of the row that is equal, or of a new one. Rows from {@code before} on still lie in the batch itself.
     */
    private int find(Batch batch, int position, long hash, Column[] held, int before) {
        int mask = table.length - 1;
        int slot = (int) hash & mask;
        while (table[slot] != NO_ROW) {
            int row = table[slot];
            if (rowHashes[row] == hash) {
                boolean equal =
                        row < before
                                ? equalHeld(batch, position, held, row)
                                : RowEquality.equal(batch, position, batch, newPositions[row - before]);
                if (equal) {
                    return row;
                }
            }
            slot = (slot + 1) & mask;
        }
        newPositions[size - before] = position;
        table[slot] = size;
        return insert(hash);
    }

    private boolean equalHeld(Batch batch, int position, Column[] held, int row) {
        for (int i = 0; i < held.length; i++) {
            if (!RowEquality.equal(batch.column(i), position, held[i], row)) {
                return false;
            }
        }
        return true;
    }

    private int insert(long hash) {
        int row = size++;
        if (row == rowHashes.length) {
            rowHashes = Arrays.copyOf(rowHashes, 2 * row);
            weights = Arrays.copyOf(weights, 2 * row);
        }
        rowHashes[row] = hash;
        weights[row] = 0;
        if (2 * size > table.length) {
            rehash();
        }
        return row;
    }

    private void rehash() {
        table = newTable(2 * table.length);
        int mask = table.length - 1;
        for (int row = 0; row < size; row++) {
            int slot = (int) rowHashes[row] & mask;
            while (table[slot] != NO_ROW) {
                slot = (slot + 1) & mask;
            }
            table[slot] = row;
        }
    }

    private static int[] newTable(int length) {
        int[] fresh = new int[length];
        Arrays.fill(fresh, NO_ROW);
        return fresh;
    }
}
