package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.RowEquality;
import io.millrace.data.RowOrder;
import java.util.Arrays;

/** What must be deleted and inserted to make one list of rows of another. Scratch, filled partition by partition. */
public final class Differences {
    final Side deleted = new Side();
    final Side inserted = new Side();

    /** The partition that is compared. */
    int member;

    /** Rows on one side. */
    public static final class Side {
        int[] rows = new int[Batch.MAX_ROWS];
        int[] members = new int[Batch.MAX_ROWS];
        long[] numbers = new long[Batch.MAX_ROWS];
        int count;

        /** The positions of the rows. */
        public int[] rows() {
            return rows;
        }

        public int count() {
            return count;
        }

        void add(int row, int member, long number) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, 2 * count);
                members = Arrays.copyOf(members, 2 * count);
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            rows[count] = row;
            members[count] = member;
            numbers[count++] = number;
        }
    }

    /**
     * Compares one list of rows with another, both in this order; rows may have further columns behind those of the
     * order.
     */
    public void compare(RowOrder order, Batch before, int from, int to, Batch after, int size) {
        clear();
        int old = from;
        int fresh = 0;
        while (old < to || fresh < size) {
            int side = old == to ? 1 : fresh == size ? -1 : order.compare(before, old, after, fresh);
            if (side == 0) {
                if (!RowEquality.equal(before, old, after, fresh)) {
                    deleted.add(old, member, 0);
                    inserted.add(fresh, member, 0);
                }
                old++;
                fresh++;
            } else if (side < 0) {
                deleted.add(old++, member, 0);
            } else {
                inserted.add(fresh++, member, 0);
            }
        }
    }

    /** The rows of the first list that are not in the second. */
    public Side deleted() {
        return deleted;
    }

    /** The rows of the second list that are not in the first. */
    public Side inserted() {
        return inserted;
    }

    void clear() {
        deleted.count = 0;
        inserted.count = 0;
    }

    /** Of numbered rows: those whose number has another row now. */
    void byNumber(Batch before, int oldFrom, int oldTo, Batch after, int freshFrom, int freshTo, long offset) {
        int most = Math.max(oldTo - oldFrom, freshTo - freshFrom);
        for (int i = 0; i < most; i++) {
            boolean was = oldFrom + i < oldTo;
            boolean is = freshFrom + i < freshTo;
            if (was && is && RowEquality.equal(before, oldFrom + i, after, freshFrom + i)) {
                continue;
            }
            if (was) {
                deleted.add(oldFrom + i, member, offset + i + 1);
            }
            if (is) {
                inserted.add(freshFrom + i, member, offset + i + 1);
            }
        }
    }

    /** Of rows in a total order: those that are on one side alone. */
    void inOrder(RowOrder order, Batch before, int oldFrom, int oldTo, Batch after, int freshFrom, int freshTo) {
        int old = oldFrom;
        int fresh = freshFrom;
        while (old < oldTo || fresh < freshTo) {
            int side = old == oldTo ? 1 : fresh == freshTo ? -1 : order.compare(before, old, after, fresh);
            if (side == 0) {
                old++;
                fresh++;
            } else if (side < 0) {
                deleted.add(old++, member, 0);
            } else {
                inserted.add(fresh++, member, 0);
            }
        }
    }
}
