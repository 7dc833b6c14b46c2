package io.millrace.state;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all state of a job in this process may take: rows, keys, indexes, and what is remembered of rows on
 * disk. Every table has a share and says what it holds; what one does not use another may. Any thread may call.
 *
 * <p>The limit is kept by the tables, each on its own thread, when rows are next found or added in it. A table that
 * needs room while others, which are not called, hold all of it may take a small {@link #floorBytes} beyond; so all
 * together hold at most a quarter more than the limit.
 */
public final class StateBudget {
    /** For tests and tools: no limit. */
    public static final StateBudget UNLIMITED = new StateBudget(Long.MAX_VALUE);

    private static final int FLOORS = 4;

    private final long limitBytes;
    private final AtomicLong heldBytes = new AtomicLong();
    private final AtomicInteger shares = new AtomicInteger();
    private final AtomicInteger starving = new AtomicInteger();

    public StateBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** What state gets where nobody says: half of the heap. The rest is for batches on their way, and for the JVM. */
    public static long shareOfHeap() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    long limitBytes() {
        return limitBytes;
    }

    /** What all tables hold together. */
    public long heldBytes() {
        return heldBytes.get();
    }

    boolean isLimited() {
        return limitBytes != Long.MAX_VALUE;
    }

    Share share() {
        return new Share();
    }

    /** What one table holds. Belongs to the table's thread. */
    final class Share implements AutoCloseable {
        private long bytes;
        private boolean isStarving;

        private Share() {
            shares.incrementAndGet();
        }

        void hold(long now) {
            heldBytes.addAndGet(now - bytes);
            bytes = now;
        }

        /** How much the table may hold, after what all held when they last said so. */
        long allowedBytes() {
            if (!isLimited()) {
                return Long.MAX_VALUE;
            }
            long left = limitBytes - (heldBytes.get() - bytes);
            long fair = limitBytes / Math.max(1, shares.get());
            if (bytes > fair && starving.get() > 0) {
                // Somebody with less than a fair share evicts rows all the time: give way, a little each time.
                left = Math.min(left, Math.max(fair, bytes - (bytes >>> 3)));
            }
            return Math.max(floorBytes(), left);
        }

        /** Says whether the table had to do with less than it wanted. */
        void wantsMore(boolean wants) {
            boolean starves = wants && bytes < limitBytes / Math.max(1, shares.get());
            if (starves != isStarving) {
                isStarving = starves;
                starving.addAndGet(starves ? 1 : -1);
            }
        }

        /** Whether even others that give way will not do. */
        boolean isOver() {
            return bytes > limitBytes || heldBytes.get() - (limitBytes >>> 3) > limitBytes;
        }

        StateBudget budget() {
            return StateBudget.this;
        }

        @Override
        public void close() {
            wantsMore(false);
            hold(0);
            shares.decrementAndGet();
        }
    }

    private long floorBytes() {
        return limitBytes / FLOORS / Math.max(1, shares.get());
    }
}
