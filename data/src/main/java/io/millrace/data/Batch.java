package io.millrace.data;

import java.util.Arrays;

/**
 * Rows in columns: what flows on every edge. Nobody changes a batch once it is emitted.
 *
 * <p><b>Rows.</b> The columns have {@link #columnSize()} rows each; a selection, where there is one, names those that
 * count, in order, so that a filter copies nothing. A batch has {@link #size()} rows; row {@code i} lies at {@link
 * #position} {@code i} of the columns. At least one row, at most {@link #MAX_ROWS}.
 *
 * <p><b>Bytes.</b> Whoever makes a batch ends it at about {@link #MAX_BYTES} of texts and nested values, too: before it
 * copies, where it can tell, and else after what went over it. So what is made at once is that much and not what so
 * many rows may have. One row may have more. A batch whose rows share a value (a dictionary, a constant, a selection)
 * holds it once, and is {@link #isWide wide} where copies of its rows would not fit; an operator is handed such a batch
 * in parts.
 *
 * <p><b>Weights.</b> A batch of changes has a weight for each position: +1 an insert, −1 a delete, any other number
 * that many of them; never 0. Without weights every row is one insert.
 *
 * <p><b>Ownership.</b> A batch holds one count of each of its buffers. Whoever emits a batch gives it away; whoever was
 * lent one ({@code process}) must not release it, and copies or retains what it keeps. A derived batch ({@link
 * #select}, {@link #withColumns}) retains what it shares and is released on its own.
 */
public final class Batch {
    /**
     * The most rows of a batch. Small enough that a few columns fit the second-level cache. The build also runs with 2,
     * set by the system property {@code millrace.batch.rows}.
     */
    public static final int MAX_ROWS = Integer.getInteger("millrace.batch.rows", 4096);

    /**
     * The bytes of texts and nested values that a batch aims at, at most. Set by the system property {@code
     * millrace.batch.bytes}; the build also runs with 64.
     */
    public static final int MAX_BYTES = Integer.getInteger("millrace.batch.bytes", 1 << 20);

    private static final int[] NONE = {};

    private final Column[] columns;
    private final int columnSize;
    private final int[] selection;
    private final int size;
    private final int[] weights;
    private final Lease selectionLease;
    private final Lease weightsLease;

    private Batch(
            Column[] columns,
            int columnSize,
            int[] selection,
            int size,
            Lease selectionLease,
            int[] weights,
            Lease weightsLease) {
        this.columns = columns;
        this.columnSize = columnSize;
        this.selection = selection;
        this.size = size;
        this.selectionLease = selectionLease;
        this.weights = weights;
        this.weightsLease = weightsLease;
    }

    /** All rows of these columns, each inserted once. Takes over the columns' counts. */
    public static Batch of(int size, Column... columns) {
        return new Batch(columns, size, NONE, size, Lease.UNPOOLED, NONE, Lease.UNPOOLED);
    }

    /** All rows of these columns with a weight each. Takes over the counts of the columns and of the weights. */
    public static Batch weighted(int size, Column[] columns, int[] weights, Lease weightsLease) {
        return new Batch(columns, size, NONE, size, Lease.UNPOOLED, weights, weightsLease);
    }

    /** How many rows there are. */
    public int size() {
        return size;
    }

    /** How many rows the columns have, selected or not. */
    public int columnSize() {
        return columnSize;
    }

    public int columnCount() {
        return columns.length;
    }

    public Column column(int index) {
        return columns[index];
    }

    public boolean isSelected() {
        return selection != NONE;
    }

    /** The positions of the rows, in order; only where {@link #isSelected}. May be longer than {@link #size()}. */
    public int[] selection() {
        return selection;
    }

    /** Where in the columns row {@code row} lies. */
    public int position(int row) {
        return selection == NONE ? row : selection[row];
    }

    public boolean isWeighted() {
        return weights != NONE;
    }

    /** A weight for each position of the columns; only where {@link #isWeighted}. */
    public int[] weights() {
        return weights;
    }

    /** The weight of the row at this position. */
    public int weightAt(int position) {
        return weights == NONE ? 1 : weights[position];
    }

    /**
     * The rows at these positions of the columns, in this order, sharing everything else. Takes over the selection's
     * count; this batch stays the caller's.
     */
    public Batch select(int[] positions, int count, Lease lease) {
        retainColumns();
        weightsLease.retain();
        return new Batch(columns, columnSize, positions, count, lease, weights, weightsLease);
    }

    /** The same rows with other columns of the same size, whose counts are taken over. Shares selection and weights. */
    public Batch withColumns(Column... others) {
        selectionLease.retain();
        weightsLease.retain();
        return new Batch(others, columnSize, selection, size, selectionLease, weights, weightsLease);
    }

    /** The same rows with the columns at these indices, shared. */
    public Batch project(int[] indices) {
        Column[] chosen = new Column[indices.length];
        for (int i = 0; i < indices.length; i++) {
            chosen[i] = columns[indices[i]];
            chosen[i].retain();
        }
        return withColumns(chosen);
    }

    /** The same rows with these weights in place of the old ones, one for each position. Takes over their count. */
    public Batch withWeights(int[] others, Lease lease) {
        retainColumns();
        selectionLease.retain();
        return new Batch(columns, columnSize, selection, size, selectionLease, others, lease);
    }

    /** The rows from this one on, sharing all columns; all of them retained. */
    public Batch from(int row) {
        return rows(row, size);
    }

    /** The rows from {@code from} up to {@code to}, sharing all columns; all of them retained. */
    public Batch rows(int from, int to) {
        if (from == 0 && to == size) {
            retain();
            return this;
        }
        int[] positions = new int[to - from];
        for (int i = from; i < to; i++) {
            positions[i - from] = position(i);
        }
        return select(positions, positions.length, Lease.UNPOOLED);
    }

    /**
     * The rows from {@code from} up to {@code to} as a batch without a selection, of columns that have no other rows:
     * numbers are copied, what may be long is referred to as a dictionary. So whoever lays it out flat copies these
     * rows alone.
     */
    public Batch part(int from, int to, BufferPool pool) {
        int count = to - from;
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = position(from + i);
        }
        Column[] parts = new Column[columns.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Columns.over(columns[i], positions, 0, count, pool);
        }
        if (!isWeighted()) {
            return of(count, parts);
        }
        int[] own = pool.ints(count);
        for (int i = 0; i < count; i++) {
            own[i] = weights[positions[i]];
        }
        return weighted(count, parts, own, Pooled.lease(pool, own));
    }

    /** Whether copies of its rows may have more than {@link #MAX_BYTES}. */
    public boolean isWide() {
        return size > 1 && Widths.most(columns, selection, 0, size) > MAX_BYTES;
    }

    /** The row up to which copies of the rows from {@code from} on stay within {@link #MAX_BYTES}; one at least. */
    public int fitting(int from) {
        return from + Widths.fitting(columns, selection, from, size);
    }

    /**
     * About how many bytes of texts and nested values are held for its rows: for those of a selection their share of
     * what there is.
     */
    public long heldBytes() {
        long bytes = 0;
        for (Column column : columns) {
            bytes += Widths.held(column);
        }
        return columnSize == size ? bytes : bytes * size / Math.max(1, columnSize);
    }

    /** One more holder of everything in it. */
    public void retain() {
        retainColumns();
        selectionLease.retain();
        weightsLease.retain();
    }

    /** One holder less of everything in it; after the last one its arrays are somebody else's. */
    public void release() {
        for (Column column : columns) {
            column.release();
        }
        selectionLease.release();
        weightsLease.release();
    }

    private void retainColumns() {
        for (Column column : columns) {
            column.retain();
        }
    }

    @Override
    public String toString() {
        return "Batch("
                + size
                + " rows, "
                + Arrays.stream(columns).map(c -> c.getClass().getSimpleName()).toList()
                + ")";
    }
}
