package io.millrace.data;

/**
 * How many rows to make at once where only what was made tells how wide they are: few at first, then as many as stayed
 * within {@link Batch#MAX_BYTES} last time, four times as many where they were narrow. Belongs to one thread.
 */
public final class RowCount {
    private static final int FIRST = 64;
    private static final int GROWTH = 4;

    private int rows = Math.min(FIRST, Batch.MAX_ROWS);

    /** How many rows to make next, of so many that are wanted. */
    public int of(int wanted) {
        return Math.min(rows, wanted);
    }

    /** So many rows were made, and had so many bytes. */
    public void made(int count, long bytes) {
        long fitting = bytes == 0 ? Batch.MAX_ROWS : Math.max(1, (long) count * Batch.MAX_BYTES / bytes);
        if (fitting < rows) {
            rows = (int) fitting;
        } else if (count >= rows) {
            rows = (int) Math.min(Batch.MAX_ROWS, Math.min(fitting, (long) GROWTH * rows));
        }
    }
}
