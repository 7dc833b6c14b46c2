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

    long sizeBytes() {
        return 32 + 4L * items.length;
    }
}
