package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;

/** Rows as they were when a snapshot froze them, copied because they were about to change. */
final class Preserved {
    private static final long HEAVY_BYTES = 4L << 20;

    private final TableShape shape;
    private Cells[] columns = {};
    private int size;
    private int capacity;

    Preserved(TableShape shape) {
        this.shape = shape;
    }

    int size() {
        return size;
    }

    Cells[] columns() {
        return columns;
    }

    void add(Cells[] from, int slot) {
        reserve();
        for (int column = 0; column < columns.length; column++) {
            columns[column].copy(size, from[column], slot);
        }
        size++;
    }

    /** Adds a row of a batch that has all columns. */
    void add(Batch batch, int position) {
        reserve();
        for (int column = 0; column < columns.length; column++) {
            columns[column].set(size, batch.column(column), position);
        }
        size++;
    }

    /** Forgets the rows, and their memory. */
    void clear() {
        columns = new Cells[0];
        size = 0;
        capacity = 0;
    }

    /** Whether there is more than a few batches of it. */
    boolean isHeavy() {
        return size > 0 && sizeBytes() > HEAVY_BYTES;
    }

    long sizeBytes() {
        long bytes = 64;
        for (Cells cells : columns) {
            bytes += cells.sizeBytes();
        }
        return bytes;
    }

    private void reserve() {
        if (columns.length == 0) {
            columns = new Cells[shape.columnCount()];
            for (int column = 0; column < columns.length; column++) {
                columns[column] = Cells.of(shape.schema().type(column));
            }
        }
        if (size == capacity) {
            capacity = Cells.capacity(size + 1);
            for (Cells cells : columns) {
                cells.reserve(capacity);
            }
        }
    }
}
