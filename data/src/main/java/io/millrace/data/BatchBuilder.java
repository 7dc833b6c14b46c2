package io.millrace.data;

import java.util.Arrays;

/**
 * Collects rows into batches. Rows are appended whole, or value by value to each {@link #column}; either way every
 * column must have as many rows as the others when the batch is built. One thread owns a builder; {@link #build} begins
 * anew.
 *
 * <p>It is full at {@link Batch#MAX_ROWS} rows, or once its rows have {@link Batch#MAX_BYTES} of texts and nested
 * values: so at most one row, or what was appended with one call, goes over that. Who appends many rows at once asks
 * {@link Widths#fitting} before.
 */
public final class BatchBuilder {
    private static final int[] NONE = {};

    private final Schema schema;
    private final BufferPool pool;
    private final ColumnBuilder[] columns;

    /** Those of them whose rows have bytes to count. */
    private final ColumnBuilder[] variable;

    /** Weights of the first {@link #weighted} rows; the rows after them have weight 1. */
    private int[] weights = NONE;

    private int weighted;

    /** How many rows there are where there are no columns to count them. */
    private int rowsWithoutColumns;

    public BatchBuilder(Schema schema, BufferPool pool) {
        this.schema = schema;
        this.pool = pool;
        this.columns = new ColumnBuilder[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = ColumnBuilder.of(schema.type(i), pool);
        }
        this.variable = Arrays.stream(columns).filter(ColumnBuilder::isVariable).toArray(ColumnBuilder[]::new);
    }

    public Schema schema() {
        return schema;
    }

    public ColumnBuilder column(int index) {
        return columns[index];
    }

    /** How many rows there are: those of the first column. */
    public int size() {
        return columns.length == 0 ? rowsWithoutColumns : columns[0].size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Whether a batch must be built before more rows are appended. */
    public boolean isFull() {
        return size() >= Batch.MAX_ROWS || bytes() >= Batch.MAX_BYTES;
    }

    /** How many narrow rows fit before it is full. */
    public int room() {
        return bytes() >= Batch.MAX_BYTES ? 0 : Math.max(0, Batch.MAX_ROWS - size());
    }

    /** How many bytes of texts and nested values its rows have. */
    public long bytes() {
        long bytes = 0;
        for (ColumnBuilder column : variable) {
            bytes += column.bytes();
        }
        return bytes;
    }

    /**
     * Gives the row last appended to the columns its weight. Needed where that is not 1, and where there are no
     * columns, whose rows are counted by this call.
     */
    public void endRow(int weight) {
        if (columns.length == 0) {
            rowsWithoutColumns++;
        }
        setWeight(size() - 1, weight);
    }

    /** Gives a row that is there already another weight. */
    public void setWeight(int row, int weight) {
        if (weight != 1 || row < weighted) {
            weigh(row, weight);
        }
    }

    /** Appends a copy of the row at this position of a batch's columns, with this weight instead of its own. */
    public void append(Batch from, int position, int weight) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(from.column(i), position);
        }
        endRow(weight);
    }

    /** Appends copies of the rows at {@code positions[start]} up to {@code positions[end - 1]} with their weights. */
    public void appendAll(Batch from, int[] positions, int start, int end) {
        int row = size();
        for (int i = 0; i < columns.length; i++) {
            columns[i].appendAll(from.column(i), positions, start, end);
        }
        rowsWithoutColumns += columns.length == 0 ? end - start : 0;
        if (from.isWeighted()) {
            int[] source = from.weights();
            for (int i = start; i < end; i++, row++) {
                if (source[positions[i]] != 1) {
                    weigh(row, source[positions[i]]);
                }
            }
        }
    }

    /**
     * Appends copies of the rows from {@code start} up to {@code end} of a batch, through its selection, with their
     * weights.
     */
    public void appendRows(Batch from, int start, int end) {
        if (from.isSelected()) {
            appendAll(from, from.selection(), start, end);
            return;
        }
        int row = size();
        for (int i = 0; i < columns.length; i++) {
            columns[i].appendRange(from.column(i), start, end);
        }
        rowsWithoutColumns += columns.length == 0 ? end - start : 0;
        if (from.isWeighted()) {
            int[] source = from.weights();
            for (int i = start; i < end; i++, row++) {
                if (source[i] != 1) {
                    weigh(row, source[i]);
                }
            }
        }
    }

    /**
     * The rows so far, at least one, as a batch with one holder; the builder is empty afterwards and holds no array.
     */
    public Batch build() {
        int size = size();
        Column[] built = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].size() != size) {
                throw MillraceException.internal(
                        "column "
                                + schema.field(i).name()
                                + " has "
                                + columns[i].size()
                                + " rows where "
                                + schema.field(0).name()
                                + " has "
                                + size);
            }
            built[i] = columns[i].build();
        }
        rowsWithoutColumns = 0;
        if (weights.length == 0) {
            return Batch.of(size, built);
        }
        coverWeights(size);
        int[] finished = weights;
        weights = NONE;
        weighted = 0;
        return Batch.weighted(size, built, finished, Pooled.lease(pool, finished));
    }

    /** Drops the rows and keeps the arrays for the next ones. */
    public void reset() {
        for (ColumnBuilder column : columns) {
            column.reset();
        }
        rowsWithoutColumns = 0;
        dropWeights();
    }

    /** Drops the rows and gives the arrays back to the pool. */
    public void close() {
        for (ColumnBuilder column : columns) {
            column.close();
        }
        rowsWithoutColumns = 0;
        dropWeights();
    }

    private void weigh(int row, int weight) {
        coverWeights(row + 1);
        weights[row] = weight;
    }

    private void coverWeights(int rows) {
        if (rows > weights.length) {
            int[] larger = pool.ints(Pooled.capacity(rows, weights.length, Batch.MAX_ROWS));
            System.arraycopy(weights, 0, larger, 0, weighted);
            int count = weighted;
            dropWeights();
            weights = larger;
            weighted = count;
        }
        if (rows > weighted) {
            Arrays.fill(weights, weighted, rows, 1);
            weighted = rows;
        }
    }

    private void dropWeights() {
        if (weights.length != 0) {
            pool.free(weights);
            weights = NONE;
        }
        weighted = 0;
    }
}
