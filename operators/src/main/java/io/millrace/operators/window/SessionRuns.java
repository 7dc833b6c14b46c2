package io.millrace.operators.window;

import io.millrace.data.Batch;
import java.util.Arrays;

/**
 * The rows of a batch, put together to runs: rows of one key, in order of time, no two neighbours more than a gap
 * apart. Scratch.
 */
final class SessionRuns {
    /** The rows, by number in the batch, run after run. */
    final int[] rows = new int[Batch.MAX_ROWS];

    /** Where in {@link #rows} each run ends. */
    final int[] ends = new int[Batch.MAX_ROWS];

    /** The time of each run's first row, and the time a gap after its last. */
    final long[] starts = new long[Batch.MAX_ROWS];

    final long[] closes = new long[Batch.MAX_ROWS];
    int count;

    /** For each key where its next row goes. */
    private final int[] places = new int[Batch.MAX_ROWS + 1];

    /**
     * @param keys a number for each row, less than {@code size}: the same for the same key
     * @param times the time of each row
     */
    void make(int[] keys, long[] times, int size, long gap) {
        Arrays.fill(places, 0, size + 1, 0);
        for (int row = 0; row < size; row++) {
            places[keys[row] + 1]++;
        }
        for (int key = 0; key < size; key++) {
            places[key + 1] += places[key];
        }
        for (int row = 0; row < size; row++) {
            rows[places[keys[row]]++] = row;
        }
        count = 0;
        int from = 0;
        while (from < size) {
            int to = from + 1;
            boolean sorted = true;
            while (to < size && keys[rows[to]] == keys[rows[from]]) {
                sorted &= times[rows[to]] >= times[rows[to - 1]];
                to++;
            }
            if (!sorted) {
                sort(times, from, to);
            }
            cut(times, from, to, gap);
            from = to;
        }
    }

    private void sort(long[] times, int from, int to) {
        // Insertion: rows come nearly in order of time.
        for (int i = from + 1; i < to; i++) {
            int row = rows[i];
            int at = i;
            while (at > from && times[rows[at - 1]] > times[row]) {
                rows[at] = rows[at - 1];
                at--;
            }
            rows[at] = row;
        }
    }

    private void cut(long[] times, int from, int to, long gap) {
        starts[count] = times[rows[from]];
        for (int i = from; i < to; i++) {
            long close = times[rows[i]] + gap;
            if (i + 1 == to || times[rows[i + 1]] > close) {
                closes[count] = close;
                ends[count++] = i + 1;
                if (i + 1 < to) {
                    starts[count] = times[rows[i + 1]];
                }
            }
        }
    }
}
