package io.millrace.state;

import io.millrace.data.Column;
import io.millrace.data.MillraceException;
import java.util.Arrays;
import java.util.TreeMap;

/** Which slots lie in which pane: an array for each pane, and for each slot its place in it. */
final class PaneRows {
    private static final int CACHED = 8;
    private static final int FIRST_SLOTS = 4;
    private static final int[] NO_SLOTS = {};

    /** What a pane takes beside its slots, about. */
    private static final int PANE_BYTES = 120;

    private final TreeMap<Long, Pane> panes = new TreeMap<>();
    private final Pane[] recent = new Pane[CACHED];
    private Pane last = Pane.NONE;
    private final IntPages places = new IntPages();

    /**
     * An array of each power of two that no pane uses any more: panes come and go, and the next one grows as the one
     * before did.
     */
    private final int[][] spare = new int[Integer.SIZE][];

    /** What the panes and the spare arrays take, without their places. */
    private long paneBytes;

    PaneRows() {
        Arrays.fill(recent, Pane.NONE);
        Arrays.fill(spare, NO_SLOTS);
    }

    void add(int slot, long id, int capacity) {
        places.reserve(capacity);
        Pane pane = pane(id);
        if (pane.size == pane.slots.length) {
            int[] larger = lend(pane.size * 2);
            System.arraycopy(pane.slots, 0, larger, 0, pane.size);
            keep(pane.slots);
            pane.slots = larger;
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
        for (int[] array : spare) {
            paneBytes -= 4L * array.length;
        }
        Arrays.fill(spare, NO_SLOTS);
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

    /** Forgets a pane and returns it; it may be empty, and is valid until something is added. */
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
        paneBytes += PANE_BYTES;
        return new Pane(id, lend(FIRST_SLOTS));
    }

    private int[] lend(int length) {
        int[] kept = spare[Integer.numberOfTrailingZeros(length)];
        if (kept.length == 0) {
            paneBytes += 4L * length;
            return new int[length];
        }
        spare[Integer.numberOfTrailingZeros(length)] = NO_SLOTS;
        return kept;
    }

    private void keep(int[] slots) {
        int power = Integer.numberOfTrailingZeros(slots.length);
        if (spare[power].length == 0) {
            spare[power] = slots;
        } else {
            paneBytes -= 4L * slots.length;
        }
    }

    private void drop(long id) {
        Pane pane = panes.remove(id);
        if (pane != null) {
            paneBytes -= PANE_BYTES;
            keep(pane.slots);
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
        static final Pane NONE = new Pane(Long.MIN_VALUE, NO_SLOTS);

        final long id;
        int[] slots;
        int size;

        Pane(long id, int[] slots) {
            this.id = id;
            this.slots = slots;
        }
    }
}
