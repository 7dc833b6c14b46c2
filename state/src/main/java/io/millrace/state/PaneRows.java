package io.millrace.state;

import io.millrace.data.Column;
import io.millrace.data.MillraceException;
import java.util.Arrays;
import java.util.TreeMap;

/** Which slots lie in which pane: an array for each pane, and for each slot its place in it. */
final class PaneRows {
    private static final int CACHED = 8;

    /** What a pane takes beside its slots, about. */
    private static final int PANE_BYTES = 120;

    private final TreeMap<Long, Pane> panes = new TreeMap<>();
    private final Pane[] recent = new Pane[CACHED];
    private Pane last = Pane.NONE;
    private final IntPages places = new IntPages();

    /** What the panes take, without their places. */
    private long paneBytes;

    PaneRows() {
        Arrays.fill(recent, Pane.NONE);
    }

    void add(int slot, long id, int capacity) {
        places.reserve(capacity);
        Pane pane = pane(id);
        if (pane.size == pane.slots.length) {
            paneBytes += 4L * pane.size;
            pane.slots = Arrays.copyOf(pane.slots, pane.size * 2);
        }
        places.set(slot, pane.size);
        pane.slots[pane.size++] = slot;
    }

    /** The last row of the pane takes the place of the one removed. */
    void remove(int slot, long id) {
        Pane pane = pane(id);
        int place = places.get(slot);
        int last = pane.slots[--pane.size];
        pane.slots[place] = last;
        places.set(last, place);
        if (pane.size == 0) {
            drop(id);
        }
    }

    /** How many rows a pane has. */
    int count(long id) {
        return panes.getOrDefault(id, Pane.NONE).size;
    }

    void truncate(int slots) {
        places.truncate(slots);
    }

    long first() {
        return panes.isEmpty() ? Long.MAX_VALUE : panes.firstKey();
    }

    long next(long pane) {
        Long next = panes.higherKey(pane);
        return next == null ? Long.MAX_VALUE : next;
    }

    int list(long id, int start, int[] slots) {
        Pane pane = panes.getOrDefault(id, Pane.NONE);
        int count = Math.max(0, Math.min(slots.length, pane.size - start));
        System.arraycopy(pane.slots, Math.min(start, pane.size), slots, 0, count);
        return count;
    }

    /** Forgets a pane and returns it; it may be empty. */
    Pane take(long id) {
        Pane pane = panes.getOrDefault(id, Pane.NONE);
        drop(id);
        return pane;
    }

    long sizeBytes() {
        return 128 + places.sizeBytes() + paneBytes;
    }

    private Pane pane(long id) {
        // Rows of one pane mostly come together.
        if (last.id == id && last != Pane.NONE) {
            return last;
        }
        Pane pane = recent[place(id)];
        if (pane == Pane.NONE || pane.id != id) {
            pane = panes.computeIfAbsent(id, this::open);
            recent[place(id)] = pane;
        }
        last = pane;
        return pane;
    }

    private Pane open(long id) {
        Pane pane = new Pane(id);
        paneBytes += PANE_BYTES + 4L * pane.slots.length;
        return pane;
    }

    private void drop(long id) {
        Pane pane = panes.remove(id);
        if (pane != null) {
            paneBytes -= PANE_BYTES + 4L * pane.slots.length;
        }
        if (recent[place(id)].id == id) {
            recent[place(id)] = Pane.NONE;
        }
        if (last.id == id) {
            last = Pane.NONE;
        }
    }

    /** A pane, or a time, in a column of a flat batch. */
    static long id(Column column, int row) {
        return switch (column) {
            case Column.LongColumn longs -> longs.values()[row];
            case Column.ConstantColumn constant -> id(constant.value(), 0);
            case Column.DictionaryColumn dictionary -> id(dictionary.dictionary(), dictionary.indices()[row]);
            default -> throw MillraceException.internal("a pane or a time is a BIGINT");
        };
    }

    /** Panes are often multiples of the same number: all bits decide. */
    private static int place(long id) {
        return (int) ((id * 0x9E3779B97F4A7C15L) >>> 61);
    }

    /** The rows of one pane. */
    static final class Pane {
        static final Pane NONE = new Pane(Long.MIN_VALUE);

        final long id;
        int[] slots = new int[4];
        int size;

        Pane(long id) {
            this.id = id;
        }
    }
}
