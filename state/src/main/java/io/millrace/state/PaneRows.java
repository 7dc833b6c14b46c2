package io.millrace.state;

import io.millrace.data.Column;
import io.millrace.data.MillraceException;
import io.millrace.data.Spares;
import java.util.Arrays;

/**
 * Which slots lie in which pane: an array for each pane, and for each slot its place in it. Panes that were dropped,
 * and their arrays, serve again: with sessions there are about as many panes as rows.
 */
final class PaneRows {
    private static final int CACHED = 8;
    private static final int FIRST_SLOTS = 4;

    /** Arrays of no more than so many slots stay with a dropped pane. */
    private static final int KEPT_SLOTS = 16;

    private static final int[] NO_SLOTS = {};

    /** So many arrays of a length are kept: windows overlap. */
    private static final int MOST_SPARE = 4;

    /** What a pane takes with so many slots, at most. */
    private static final int PANE_BYTES = 128;

    private final PaneOrder panes = new PaneOrder();
    private final Pane[] recent = new Pane[CACHED];
    private Pane last = Pane.NONE;
    private final IntPages places = new IntPages();

    private int paneCount;

    /** Panes that were dropped. */
    private final Spares<Pane> dropped = new Spares<>();

    /** The pane that was taken last, which the caller may still look at. */
    private Pane taken = Pane.NONE;

    /** A few arrays of each power of two that no pane uses any more: the next pane grows as the one before did. */
    private final int[][][] spare = new int[Integer.SIZE][MOST_SPARE][];

    private final int[] spareCounts = new int[Integer.SIZE];

    /** What arrays of more slots take, those that are spare included. */
    private long slotBytes;

    PaneRows() {
        Arrays.fill(recent, Pane.NONE);
    }

    void add(int slot, long id, int capacity) {
        places.reserve(capacity);
        Pane pane = pane(id);
        if (pane.size == pane.slots.length) {
            int[] larger = lend(pane.size * 2);
            System.arraycopy(pane.slots, 0, larger, 0, pane.size);
            if (pane.slots.length > KEPT_SLOTS) {
                keep(pane.slots);
            }
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
            unlink(pane);
            release(pane);
        }
    }

    /** How many rows a pane has. */
    int count(long id) {
        return panes.get(id).size;
    }

    void truncate(int slots) {
        places.truncate(slots);
        releaseTaken();
        for (int power = 0; power < spare.length; power++) {
            slotBytes -= (long) spareCounts[power] * (4L << power);
            spare[power] = new int[MOST_SPARE][];
        }
        Arrays.fill(spareCounts, 0);
        dropped.drop();
    }

    long first() {
        return panes.first();
    }

    long next(long pane) {
        return panes.next(pane);
    }

    int list(long id, int start, int[] slots) {
        Pane pane = panes.get(id);
        int count = Math.max(0, Math.min(slots.length, pane.size - start));
        System.arraycopy(pane.slots, Math.min(start, pane.size), slots, 0, count);
        return count;
    }

    /** Forgets a pane and returns it; it may be empty, and is valid until something is added. */
    Pane take(long id) {
        releaseTaken();
        Pane pane = panes.get(id);
        if (pane != Pane.NONE) {
            unlink(pane);
            taken = pane;
        }
        return pane;
    }

    long sizeBytes() {
        return 128
                + places.sizeBytes()
                + panes.sizeBytes()
                + (long) PANE_BYTES * (paneCount + dropped.size())
                + slotBytes;
    }

    private Pane pane(long id) {
        // Rows of one pane mostly come together.
        if (last.id == id && last != Pane.NONE) {
            return last;
        }
        Pane pane = recent[place(id)];
        if (pane == Pane.NONE || pane.id != id) {
            pane = panes.get(id);
            if (pane == Pane.NONE) {
                pane = open(id);
                panes.add(pane);
            }
            recent[place(id)] = pane;
        }
        last = pane;
        return pane;
    }

    private Pane open(long id) {
        releaseTaken();
        Pane pane = dropped.take();
        if (pane == null) {
            pane = new Pane(NO_SLOTS);
        }
        if (pane.slots.length == 0) {
            pane.slots = new int[FIRST_SLOTS];
        }
        paneCount++;
        pane.id = id;
        pane.size = 0;
        return pane;
    }

    private int[] lend(int length) {
        if (length <= KEPT_SLOTS) {
            return new int[length];
        }
        int power = Integer.numberOfTrailingZeros(length);
        if (spareCounts[power] > 0) {
            return spare[power][--spareCounts[power]];
        }
        slotBytes += 4L * length;
        return new int[length];
    }

    private void keep(int[] slots) {
        int power = Integer.numberOfTrailingZeros(slots.length);
        if (spareCounts[power] < MOST_SPARE) {
            spare[power][spareCounts[power]++] = slots;
        } else {
            slotBytes -= 4L * slots.length;
        }
    }

    private void unlink(Pane pane) {
        panes.remove(pane.id);
        if (recent[place(pane.id)] == pane) {
            recent[place(pane.id)] = Pane.NONE;
        }
        if (last == pane) {
            last = Pane.NONE;
        }
    }

    private void releaseTaken() {
        if (taken != Pane.NONE) {
            release(taken);
            taken = Pane.NONE;
        }
    }

    private void release(Pane pane) {
        if (pane.slots.length > KEPT_SLOTS) {
            keep(pane.slots);
            pane.slots = NO_SLOTS;
        }
        paneCount--;
        dropped.giveBack(pane);
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
        static final Pane NONE = new Pane(NO_SLOTS);

        long id = Long.MIN_VALUE;
        int[] slots;
        int size;

        Pane(int[] slots) {
            this.slots = slots;
        }
    }
}
