package io.millrace.state;

import java.util.Arrays;

/** A growing list of slots. */
final class IntStack {
    private int[] items = {};
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void push(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, Math.max(16, size * 2));
        }
        items[size++] = item;
    }

    int pop() {
        return items[--size];
    }

    int get(int index) {
        return items[index];
    }

    void pushAll(IntStack other) {
        for (int i = 0; i < other.size; i++) {
            push(other.items[i]);
        }
    }

    /** Forgets everything; a large array is given back. */
    void clear() {
        size = 0;
        if (items.length > 1 << 16) {
            items = new int[0];
        }
    }

    /** The greatest item, or −1. */
    int max() {
        int max = -1;
        for (int i = 0; i < size; i++) {
            max = Math.max(max, items[i]);
        }
        return max;
    }

    /** Drops the items from {@code limit} on; the others keep their order. */
    void keepBelow(int limit) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (items[i] < limit) {
                items[kept++] = items[i];
            }
        }
        size = kept;
        if (items.length > 1 << 16) {
            items = Arrays.copyOf(items, size);
        }
    }

    long sizeBytes() {
        return 32 + 4L * items.length;
    }
}
