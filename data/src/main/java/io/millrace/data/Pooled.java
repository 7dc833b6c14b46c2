package io.millrace.data;

/** What the builders share about arrays of a pool: how far they grow and how they are handed over. */
final class Pooled {
    /** The longest array that every JVM can make. */
    static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    private static final int LONG = 1 << 23;

    private Pooled() {}

    /**
     * How long an array for {@code needed} entries is made: at least twice the current one, and at least {@code hint}.
     */
    static int capacity(int needed, int current, int hint) {
        if (needed < 0 || needed > MAX_LENGTH) {
            throw MillraceException.resources(
                    "column-too-large",
                    "A column cannot hold more than 2 GiB: use smaller values or fewer rows at a time");
        }
        // What is very long grows by less, for both arrays are there for a moment.
        long doubled = Math.min(current < LONG ? 2L * current : current + (current >> 2), MAX_LENGTH);
        return (int) Math.max(needed, Math.max(doubled, hint));
    }

    /** A lease with one holder over one array, which may be empty and then belongs to no pool. */
    static Lease lease(BufferPool pool, Object array) {
        boolean none = array instanceof long[] words && words.length == 0;
        return none || isHeap(pool) ? Lease.UNPOOLED : new Lease(pool, array);
    }

    /** A lease with one holder over this array and, unless no value is missing, the bitmap. */
    static Lease lease(BufferPool pool, long[] validity, Object array) {
        if (isHeap(pool)) {
            return Lease.UNPOOLED;
        }
        return validity.length == 0 ? new Lease(pool, array) : new Lease(pool, array, validity);
    }

    static Lease lease(BufferPool pool, long[] validity, Object first, Object second) {
        if (isHeap(pool)) {
            return Lease.UNPOOLED;
        }
        return validity.length == 0 ? new Lease(pool, first, second) : new Lease(pool, first, second, validity);
    }

    /** Arrays of the heap need no counting. */
    @SuppressWarnings("ReferenceEquality") // there is one heap
    private static boolean isHeap(BufferPool pool) {
        return pool == BufferPool.HEAP;
    }
}
