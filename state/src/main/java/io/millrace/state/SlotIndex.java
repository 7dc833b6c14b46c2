package io.millrace.state;

import io.millrace.data.Spares;
import java.util.Arrays;

/**
 * Finds slots by hash: open addressing over entries of 64 bits, a hash of 32 bits above and a slot plus one below; 0 is
 * an empty entry. What an entry's slot holds must still be compared with the key, which a hash of 32 bits makes rarely
 * in vain.
 *
 * <p><b>Growth without pauses.</b> A small index is one array that doubles. From {@link #SEGMENT_SIZE} entries on it is
 * cut into segments, found by the highest bits of the hash through a directory; a full segment splits in two, which
 * needs nothing but its own entries and takes a fraction of a millisecond; two that have become nearly empty join. The
 * segments split at different loads, spread evenly from 3/8 to 5/8, lest all of them split at once. A segment shared by
 * several places of the directory has fewer bits of its own ("depth").
 *
 * <p><b>Removal</b> moves the entries behind back, so that no tombstones gather. Where an entry belongs is in its own
 * hash.
 *
 * <p>The last element of a segment's array holds its count of entries and its depth.
 */
final class SlotIndex {
    static final int ABSENT = -1;
    private static final int SEGMENT_SIZE = 1 << 15;
    private static final int FIRST_SIZE = 16;
    private static final int SMALL_ENTRIES = 1 << 16;

    /** So rarely a segment that has become empty looks whether it may join its sibling. */
    private static final int JOIN_MASK = 255;

    /** To write so many places one after another costs less than to find and remove one. */
    private static final int EMPTIED_PER_ENTRY = 16;

    /** Where the bits for the directory meet those for the place in a segment. */
    private static final int MAX_DEPTH = 17;

    private static final long LOW = 0xFFFFFFFFL;

    private long[][] directory = {new long[FIRST_SIZE + 1]};
    private int directoryBits;
    private long entries = FIRST_SIZE;
    private long[] homes = {};

    /** Segments of their full size. */
    private Spares<long[]> spares = new Spares<>();

    /**
     * {@code slots[i]} becomes the slot of the first entry with the hash {@code (int) hashes[i]}, or {@link #ABSENT}.
     * In two passes, so that many entries are on their way from memory at once.
     */
    void probe(long[] hashes, int count, int[] slots) {
        if (homes.length < count) {
            homes = new long[count];
        }
        long[] found = homes;
        int bits = directoryBits;
        if (bits == 0) {
            long[] segment = directory[0];
            int mask = segment.length - 2;
            for (int i = 0; i < count; i++) {
                found[i] = segment[(int) hashes[i] & mask];
            }
        } else {
            long[][] segments = directory;
            for (int i = 0; i < count; i++) {
                long hash = hashes[i] & LOW;
                long[] segment = segments[(int) (hash << bits >>> 32)];
                found[i] = segment[(int) hash & (segment.length - 2)];
            }
        }
        for (int i = 0; i < count; i++) {
            long entry = found[i];
            if (entry == 0 || (int) (entry >>> 32) == (int) hashes[i]) {
                slots[i] = (int) entry - 1;
            } else {
                slots[i] = first((int) hashes[i]);
            }
        }
    }

    /** The slot of the first entry with this hash, or {@link #ABSENT}. */
    int first(int hash) {
        long[] segment = segment(hash);
        return scan(segment, hash, hash & (segment.length - 2));
    }

    /** The slot of the entry with this hash after that of {@code slot}, or {@link #ABSENT}. */
    int after(int hash, int slot) {
        long[] segment = segment(hash);
        int mask = segment.length - 2;
        return scan(segment, hash, (position(segment, hash, slot) + 1) & mask);
    }

    /** Adds an entry; there may be others with this hash. */
    void add(int hash, int slot) {
        long[] segment = roomySegment(hash);
        int mask = segment.length - 2;
        int at = hash & mask;
        while (segment[at] != 0) {
            at = (at + 1) & mask;
        }
        segment[at] = entry(hash, slot);
        segment[mask + 1] += 1L << 8;
    }

    /** Puts another slot in the place of this one. */
    void replace(int hash, int slot, int other) {
        long[] segment = segment(hash);
        segment[position(segment, hash, slot)] = entry(hash, other);
    }

    void remove(int hash, int slot) {
        long[] segment = segment(hash);
        int mask = segment.length - 2;
        int hole = position(segment, hash, slot);
        int at = hole;
        while (true) {
            at = (at + 1) & mask;
            long entry = segment[at];
            if (entry == 0) {
                break;
            }
            int home = (int) (entry >>> 32) & mask;
            // The entry may move into the hole unless its home lies between the hole and itself.
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                segment[hole] = entry;
                hole = at;
            }
        }
        segment[hole] = 0;
        segment[mask + 1] -= 1L << 8;
        long count = segment[mask + 1] >>> 8;
        if ((count & JOIN_MASK) == 0 && mask + 1 == SEGMENT_SIZE && count < SEGMENT_SIZE >> 3) {
            join(segment, hash);
        }
    }

    /**
     * Removes the entries of the slots from {@code from} up to {@code to}. As {@link #probe}, in two passes.
     *
     * @param hashes of all slots, by slot
     */
    void removeAll(IntPages hashes, int[] slots, int from, int to) {
        if (homes.length < to - from) {
            homes = new long[to - from];
        }
        for (int i = from; i < to; i++) {
            int hash = hashes.get(slots[i]);
            long[] segment = segment(hash);
            homes[i - from] = segment[hash & (segment.length - 2)];
        }
        for (int i = from; i < to; i++) {
            remove(hashes.get(slots[i]), slots[i]);
        }
    }

    /** Whether to make it anew takes no time. */
    boolean isSmall() {
        return entries <= SMALL_ENTRIES;
    }

    /**
     * Forgets all entries, of which there are so many, and keeps their memory; false, and nothing is done, where it is
     * cheaper to remove one after the other.
     */
    boolean empty(int count) {
        if (entries > (long) count * EMPTIED_PER_ENTRY) {
            return false;
        }
        long[] last = {};
        for (long[] segment : directory) {
            if (segment != last) {
                int size = segment.length - 1;
                Arrays.fill(segment, 0, size, 0);
                segment[size] &= 0xFF;
                last = segment;
            }
        }
        return true;
    }

    /** Forgets all entries, and gives their memory back. */
    void clear() {
        directory = new long[][] {new long[FIRST_SIZE + 1]};
        directoryBits = 0;
        entries = FIRST_SIZE;
        spares = new Spares<>();
    }

    /** Gives back what memory no entry uses. */
    void trim() {
        spares.drop();
    }

    long sizeBytes() {
        return 64 + 8L * (entries + directory.length + homes.length + (long) spares.size() * SEGMENT_SIZE);
    }

    private static long entry(int hash, int slot) {
        return (long) hash << 32 | (slot + 1);
    }

    private long[] segment(int hash) {
        return directory[(int) ((hash & LOW) << directoryBits >>> 32)];
    }

    private static int scan(long[] segment, int hash, int from) {
        int mask = segment.length - 2;
        int at = from;
        while (true) {
            long entry = segment[at];
            if (entry == 0) {
                return ABSENT;
            }
            if ((int) (entry >>> 32) == hash) {
                return (int) entry - 1;
            }
            at = (at + 1) & mask;
        }
    }

    private static int position(long[] segment, int hash, int slot) {
        int mask = segment.length - 2;
        long wanted = entry(hash, slot);
        int at = hash & mask;
        while (segment[at] != wanted) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private long[] roomySegment(int hash) {
        long[] segment = segment(hash);
        while (isFull(segment, hash)) {
            if (segment.length - 1 < SEGMENT_SIZE || ((int) segment[segment.length - 1] & 0xFF) == MAX_DEPTH) {
                enlarge(segment, hash);
            } else {
                split(segment, hash);
            }
            segment = segment(hash);
        }
        return segment;
    }

    private static boolean isFull(long[] segment, int hash) {
        int size = segment.length - 1;
        int depth = (int) segment[size] & 0xFF;
        int limit = 3 * (size >> 3);
        if (depth > 0) {
            // Siblings get far-apart shares: the last bit of the prefix weighs most.
            int prefix = hash >>> -depth;
            limit += (int) ((Integer.reverse(prefix) & LOW) * (size >> 2) >>> 32);
        } else {
            limit += size >> 3;
        }
        return segment[size] >>> 8 >= limit;
    }

    private void enlarge(long[] segment, int hash) {
        int size = segment.length - 1;
        long[] larger = emptySegment(size * 2);
        for (int i = 0; i < size; i++) {
            if (segment[i] != 0) {
                put(larger, segment[i]);
            }
        }
        larger[size * 2] = segment[size];
        int span = 1 << (directoryBits - ((int) segment[size] & 0xFF));
        int first = (int) ((hash & LOW) << directoryBits >>> 32) & -span;
        Arrays.fill(directory, first, first + span, larger);
        entries += size;
        giveBack(segment);
    }

    private void split(long[] segment, int hash) {
        int size = segment.length - 1;
        int depth = (int) segment[size] & 0xFF;
        if (depth == directoryBits) {
            widen();
        }
        long[] low = emptySegment(size);
        long[] high = emptySegment(size);
        int lowCount = 0;
        for (int i = 0; i < size; i++) {
            long entry = segment[i];
            if (entry != 0) {
                boolean upper = (entry >>> (63 - depth) & 1) != 0;
                put(upper ? high : low, entry);
                lowCount += upper ? 0 : 1;
            }
        }
        long count = segment[size] >>> 8;
        low[size] = (long) lowCount << 8 | (depth + 1);
        high[size] = (count - lowCount) << 8 | (depth + 1);
        int span = 1 << (directoryBits - depth);
        int first = (int) ((hash & LOW) << directoryBits >>> 32) & -span;
        Arrays.fill(directory, first, first + span / 2, low);
        Arrays.fill(directory, first + span / 2, first + span, high);
        entries += size;
        giveBack(segment);
    }

    private long[] emptySegment(int size) {
        long[] segment = size == SEGMENT_SIZE ? spares.take() : null;
        if (segment == null) {
            return new long[size + 1];
        }
        Arrays.fill(segment, 0);
        return segment;
    }

    private void giveBack(long[] segment) {
        if (segment.length == SEGMENT_SIZE + 1) {
            spares.giveBack(segment);
        }
    }

    /** Joins a segment with the one that it was split from, if both are nearly empty. */
    private void join(long[] segment, int hash) {
        int depth = (int) segment[SEGMENT_SIZE] & 0xFF;
        if (depth == 0) {
            return;
        }
        int span = 1 << (directoryBits - depth);
        int first = (int) ((hash & LOW) << directoryBits >>> 32) & -span;
        long[] sibling = directory[first ^ span];
        long count = (segment[SEGMENT_SIZE] >>> 8) + (sibling[SEGMENT_SIZE] >>> 8);
        if (((int) sibling[SEGMENT_SIZE] & 0xFF) != depth || count > SEGMENT_SIZE >> 2) {
            return;
        }
        // Where an entry belongs in a segment does not depend on the bits that divide the two.
        for (int i = 0; i < SEGMENT_SIZE; i++) {
            if (sibling[i] != 0) {
                put(segment, sibling[i]);
            }
        }
        segment[SEGMENT_SIZE] = count << 8 | (depth - 1);
        int start = first & -(2 * span);
        Arrays.fill(directory, start, start + 2 * span, segment);
        entries -= SEGMENT_SIZE;
        giveBack(sibling);
    }

    private void widen() {
        long[][] wider = new long[directory.length * 2][];
        for (int i = 0; i < directory.length; i++) {
            wider[2 * i] = directory[i];
            wider[2 * i + 1] = directory[i];
        }
        directory = wider;
        directoryBits++;
    }

    private static void put(long[] segment, long entry) {
        int mask = segment.length - 2;
        int at = (int) (entry >>> 32) & mask;
        while (segment[at] != 0) {
            at = (at + 1) & mask;
        }
        segment[at] = entry;
    }
}
