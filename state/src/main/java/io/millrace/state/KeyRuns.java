package io.millrace.state;

import java.util.Arrays;

/**
 * The rows of each key of an ordered table, in order: doubly linked, with the first, the last and the count at the
 * key's handle. A short run is searched along its links; a run of more than {@link #LINEAR} rows has its slots sorted
 * beside.
 */
final class KeyRuns {
    static final int NONE = -1;
    private static final int LINEAR = 12;
    private static final SortedSlots[] NO_RUNS = {};
    private static final SortedSlots SHORT = new SortedSlots();

    private final SlotOrder order;
    private final IntPages next = new IntPages();
    private final IntPages previous = new IntPages();
    private final IntPages handles = new IntPages();

    private final IntPages firsts = new IntPages();
    private final IntPages lasts = new IntPages();
    private final IntPages counts = new IntPages();
    private final IntPages hashes = new IntPages();
    private final IntStack free = new IntStack();
    private SortedSlots[] sorted = NO_RUNS;
    private long sortedCount;
    private int end;

    KeyRuns(SlotOrder order) {
        this.order = order;
    }

    /** A handle for a key with this hash; its run is empty, and {@code sample} holds the key. */
    int take(int hash, int sample) {
        int handle = free.isEmpty() ? end++ : free.pop();
        firsts.reserve(end);
        lasts.reserve(end);
        counts.reserve(end);
        hashes.reserve(end);
        firsts.set(handle, sample);
        lasts.set(handle, NONE);
        counts.set(handle, 0);
        hashes.set(handle, hash);
        return handle;
    }

    /** The handle, whose run is empty, is free for another key. */
    void forget(int handle) {
        firsts.set(handle, NONE);
        free.push(handle);
    }

    /** As {@link #forget}, whatever the run has. */
    void drop(int handle) {
        if (counts.get(handle) > LINEAR) {
            sorted[handle] = SHORT;
            sortedCount--;
        }
        counts.set(handle, 0);
        forget(handle);
    }

    /** Gives back the memory of the slots from this one on, in which no row is. */
    void truncate(int slots) {
        next.truncate(slots);
        previous.truncate(slots);
        handles.truncate(slots);
    }

    int hash(int handle) {
        return hashes.get(handle);
    }

    /** A slot that holds the key: a row of it, or the last one removed. */
    int sample(int handle) {
        return firsts.get(handle);
    }

    int handle(int slot) {
        return handles.get(slot);
    }

    int count(int handle) {
        return counts.get(handle);
    }

    int first(int handle) {
        return counts.get(handle) == 0 ? NONE : firsts.get(handle);
    }

    int last(int handle) {
        return counts.get(handle) == 0 ? NONE : lasts.get(handle);
    }

    int next(int slot) {
        return next.get(slot);
    }

    int previous(int slot) {
        return previous.get(slot);
    }

    /** The first row of the run that is not before the order's target. */
    int ceiling(int handle) {
        int count = counts.get(handle);
        if (count == 0 || order.compare(lasts.get(handle)) < 0) {
            return NONE;
        }
        if (count > LINEAR) {
            return sorted[handle].ceiling(order);
        }
        int slot = firsts.get(handle);
        while (order.compare(slot) < 0) {
            slot = next.get(slot);
        }
        return slot;
    }

    /**
     * Puts the order's target, which stands in this slot, before a row of the run, or at its end if that is {@link
     * #NONE}.
     */
    void insert(int handle, int slot, int before, int capacity) {
        next.reserve(capacity);
        previous.reserve(capacity);
        handles.reserve(capacity);
        handles.set(slot, handle);
        int count = counts.get(handle);
        int after = before != NONE ? previous.get(before) : last(handle);
        previous.set(slot, after);
        next.set(slot, before);
        if (after == NONE) {
            firsts.set(handle, slot);
        } else {
            next.set(after, slot);
        }
        if (before == NONE) {
            lasts.set(handle, slot);
        } else {
            previous.set(before, slot);
        }
        counts.set(handle, count + 1);
        if (count > LINEAR) {
            sorted[handle].add(order, slot);
        } else if (count == LINEAR) {
            sort(handle);
        }
    }

    void remove(int slot) {
        int handle = handles.get(slot);
        int count = counts.get(handle);
        if (count > LINEAR + 1) {
            sorted[handle].remove(order, slot);
        } else if (count == LINEAR + 1) {
            sorted[handle] = SHORT;
            sortedCount--;
        }
        int before = previous.get(slot);
        int after = next.get(slot);
        if (before != NONE) {
            next.set(before, after);
        } else if (after != NONE) {
            firsts.set(handle, after);
        }
        if (after != NONE) {
            previous.set(after, before);
        } else {
            lasts.set(handle, before);
        }
        counts.set(handle, count - 1);
    }

    long sizeBytes() {
        long bytes = 128 + 3 * next.sizeBytes() + 4 * firsts.sizeBytes() + free.sizeBytes() + 8L * sorted.length;
        // A run of its own is counted by its first leaf; the slots of longer ones are about as many as there are rows.
        return bytes + 600 * sortedCount + (sortedCount > 0 ? next.sizeBytes() : 0);
    }

    private void sort(int handle) {
        if (handle >= sorted.length) {
            int length = sorted.length;
            sorted = Arrays.copyOf(sorted, Math.max(handle + 1, length * 2));
            Arrays.fill(sorted, length, sorted.length, SHORT);
        }
        SortedSlots run = new SortedSlots();
        for (int slot = firsts.get(handle); slot != NONE; slot = next.get(slot)) {
            run.append(slot);
        }
        sorted[handle] = run;
        sortedCount++;
    }
}
