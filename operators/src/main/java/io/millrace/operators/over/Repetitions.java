package io.millrace.operators.over;

import io.millrace.data.Batch;
import io.millrace.data.RowEquality;
import io.millrace.data.RowHash;
import java.util.Arrays;

/**
 * Which rows of a partition repeat the values of an earlier one: in a frame that begins at row {@code f}, a row counts
 * for DISTINCT where {@link #previous} of it is before {@code f}.
 */
final class Repetitions {
    private static final int NONE = -1;

    private Repetitions() {}

    /** For each row the last row before it with equal values in these columns, or −1. */
    static int[] previous(Batch rows, int[] columns) {
        int size = rows.size();
        int[] previous = new int[size];
        int mask = Integer.highestOneBit(Math.max(1, size)) * 4 - 1;
        int[] latest = new int[mask + 1];
        Arrays.fill(latest, NONE);
        for (int row = 0; row < size; row++) {
            int slot = (int) RowHash.hash(rows, columns, row) & mask;
            while (latest[slot] != NONE && !equal(rows, columns, latest[slot], row)) {
                slot = slot + 1 & mask;
            }
            previous[row] = latest[slot];
            latest[slot] = row;
        }
        return previous;
    }

    private static boolean equal(Batch rows, int[] columns, int one, int other) {
        for (int column : columns) {
            if (!RowEquality.equal(rows.column(column), one, rows.column(column), other)) {
                return false;
            }
        }
        return true;
    }
}
