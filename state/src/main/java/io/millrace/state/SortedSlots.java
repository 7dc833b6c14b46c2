package io.millrace.state;

import java.util.Arrays;

/**
 * Many slots in order: leaves of up to {@link #LEAF} slots under one list. A place is found by two binary searches; a
 * leaf that is full splits, one that is nearly empty joins its neighbour, so the list of leaves moves once in {@code
 * LEAF / 2} changes at most.
 */
final class SortedSlots {
    private static final int LEAF = 128;
    private static final int SPARSE = LEAF / 8;
    private static final int[] NO_LEAF = {};

    private int[][] leaves = {new int[LEAF]};
    private int[] sizes = {0};
    private int count = 1;

    /** Adds a slot behind all others. */
    void append(int slot) {
        insert(count - 1, sizes[count - 1], slot);
    }

    /** The first slot that is not before the target, or −1. */
    int ceiling(SlotOrder order) {
        int leaf = leaf(order);
        int place = place(order, leaf);
        if (place < sizes[leaf]) {
            return leaves[leaf][place];
        }
        return leaf + 1 < count ? leaves[leaf + 1][0] : -1;
    }

    /** Adds a slot where the target belongs. */
    void add(SlotOrder order, int slot) {
        int leaf = leaf(order);
        insert(leaf, place(order, leaf), slot);
    }

    /** Removes a slot, finding it by its own row. */
    void remove(SlotOrder order, int slot) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (order.compare(leaves[middle][0], slot) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int[] leaf = leaves[low];
        int from = 0;
        int to = sizes[low] - 1;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (order.compare(leaf[middle], slot) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        int size = --sizes[low];
        System.arraycopy(leaf, from + 1, leaf, from, size - from);
        if (size < SPARSE && count > 1) {
            join(low);
        }
    }

    long sizeBytes() {
        return 64 + (LEAF * 4L + 16 + 12) * leaves.length;
    }

    /** The last leaf whose first slot is before the target, or the first leaf. */
    private int leaf(SlotOrder order) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (order.compare(leaves[middle][0]) < 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private int place(SlotOrder order, int leaf) {
        int[] slots = leaves[leaf];
        int from = 0;
        int to = sizes[leaf];
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (order.compare(slots[middle]) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private void insert(int leaf, int place, int slot) {
        int target = leaf;
        int at = place;
        if (sizes[leaf] == LEAF) {
            // Rows that come in order fill their leaves.
            int kept = leaf == count - 1 && place == LEAF ? LEAF : LEAF / 2;
            split(leaf, kept);
            if (at > kept || kept == LEAF) {
                target = leaf + 1;
                at -= kept;
            }
        }
        int[] slots = leaves[target];
        System.arraycopy(slots, at, slots, at + 1, sizes[target] - at);
        slots[at] = slot;
        sizes[target]++;
    }

    private void split(int leaf, int kept) {
        if (count == leaves.length) {
            int length = count * 2;
            leaves = Arrays.copyOf(leaves, length);
            Arrays.fill(leaves, count, length, NO_LEAF);
            sizes = Arrays.copyOf(sizes, length);
        }
        System.arraycopy(leaves, leaf + 1, leaves, leaf + 2, count - leaf - 1);
        System.arraycopy(sizes, leaf + 1, sizes, leaf + 2, count - leaf - 1);
        int[] upper = new int[LEAF];
        System.arraycopy(leaves[leaf], kept, upper, 0, LEAF - kept);
        leaves[leaf + 1] = upper;
        sizes[leaf + 1] = LEAF - kept;
        sizes[leaf] = kept;
        count++;
    }

    private void join(int sparse) {
        int left = sparse == count - 1 ? sparse - 1 : sparse;
        int right = left + 1;
        if (sizes[left] + sizes[right] > LEAF / 2 && sizes[sparse] > 0) {
            return;
        }
        System.arraycopy(leaves[right], 0, leaves[left], sizes[left], sizes[right]);
        sizes[left] += sizes[right];
        System.arraycopy(leaves, right + 1, leaves, right, count - right - 1);
        System.arraycopy(sizes, right + 1, sizes, right, count - right - 1);
        count--;
        leaves[count] = NO_LEAF;
    }
}
