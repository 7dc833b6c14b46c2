package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.BufferPool;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import java.util.Arrays;

/**
 * Rows on disk: one immutable file, sorted by pane and by the hash of the key, in blocks. In memory are a filter of the
 * hashes, where each block begins, and a few bits for each row. Belongs to the task's thread.
 *
 * <p>A row that is <em>live</em> is nowhere else: one that goes back into memory, or is removed, is live no more. A
 * dead row may be a <em>ghost</em>: it was removed, and the next snapshot has to say so; a <em>buried</em> one is told
 * by the snapshot that is being copied. The other bits are those of {@link Rows}.
 */
final class ColdRun implements AutoCloseable {
    /** What the objects of a run take, about. */
    private static final long OBJECT_BYTES = 1024;

    static final long UNKNOWN = Long.MAX_VALUE;

    private final TableShape shape;
    private final FileStorage storage;
    private final FileStorage.Reader reader;
    private final Content content;
    final SlotBits live = new SlotBits();
    final SlotBits dirty = new SlotBits();
    final SlotBits persisted = new SlotBits();
    final SlotBits pending = new SlotBits();
    final SlotBits ghosts = new SlotBits();
    final SlotBits buried = new SlotBits();
    private int liveCount;
    private int heldCount;
    private int pendingCount;
    private int buriedCount;

    /** Whether the run is being merged, so that its file must stay. */
    boolean isMerging;

    /** When the row that was changed last was, where times are kept; {@link #UNKNOWN} while nobody has said. */
    long newest = UNKNOWN;

    /**
     * What lies where in the file.
     *
     * @param panes of the first row of each block
     * @param hashes of the first row of each block
     * @param firsts the number of the first row of each block, and at the end how many rows there are
     * @param offsets where each block begins, and at the end the length of the file
     */
    record Content(
            String name, long[] panes, int[] hashes, int[] firsts, long[] offsets, Panes ranges, HashFilter filter) {
        int rows() {
            return firsts[firsts.length - 1];
        }

        long sizeBytes() {
            return filter.sizeBytes() + 24L * offsets.length + 12L * ranges.ids().length;
        }
    }

    /** With which row each pane begins. */
    record Panes(long[] ids, int[] firsts) {}

    ColdRun(TableShape shape, FileStorage storage, Content content) {
        this.shape = shape;
        this.storage = storage;
        this.content = content;
        this.reader = storage.open(content.name());
        live.reserve(rows());
        live.setAll(0, rows());
        liveCount = rows();
    }

    /** The order of rows in a run: by pane, then by hash, unsigned. */
    static int compare(long pane, int hash, long otherPane, int otherHash) {
        return pane != otherPane ? Long.compare(pane, otherPane) : Integer.compareUnsigned(hash, otherHash);
    }

    int rows() {
        return content.rows();
    }

    int liveCount() {
        return liveCount;
    }

    int pendingCount() {
        return pendingCount;
    }

    int buriedCount() {
        return buriedCount;
    }

    /** The length of the file. */
    long fileBytes() {
        return content.offsets()[blocks()];
    }

    /** Whether anything in it is still of use. */
    boolean isNeeded() {
        return liveCount > 0 || heldCount > 0 || buriedCount > 0;
    }

    int blocks() {
        return content.hashes().length;
    }

    int firstRow(int block) {
        return content.firsts()[block];
    }

    long firstPane(int block) {
        return content.panes()[block];
    }

    int firstHash(int block) {
        return content.hashes()[block];
    }

    boolean mayHold(int hash) {
        return content.filter().mayHold(hash);
    }

    /** The first block that may hold a row at or after this place. */
    int blockOf(long pane, int hash) {
        int low = 0;
        int high = blocks();
        if (shape.kind() != TableShape.Kind.PANES) {
            // Hashes are spread evenly: the place is near where it should be.
            int guess = (int) ((hash & 0xFFFFFFFFL) * high >>> 32);
            int step = 4;
            if (Integer.compareUnsigned(firstHash(guess), hash) < 0) {
                low = guess + 1;
                while (low + step < high && Integer.compareUnsigned(firstHash(low + step), hash) < 0) {
                    low += step + 1;
                    step <<= 1;
                }
                high = Math.min(high, low + step);
            } else {
                high = guess;
                while (high - step > 0 && Integer.compareUnsigned(firstHash(high - step), hash) >= 0) {
                    high -= step;
                    step <<= 1;
                }
                low = Math.max(0, high - step);
            }
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(firstPane(middle), firstHash(middle), pane, hash) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    /** The first row of a pane, or where it would be. */
    int paneStart(long pane) {
        int at = Arrays.binarySearch(content.ranges().ids(), pane);
        int range = at >= 0 ? at : -at - 1;
        return range == content.ranges().ids().length ? rows() : content.ranges().firsts()[range];
    }

    /** One past the last row of a pane. */
    int paneEnd(long pane) {
        return pane == Long.MAX_VALUE ? rows() : paneStart(pane + 1);
    }

    TableShape shape() {
        return shape;
    }

    /** The block in which a row is. */
    int blockOfRow(int row) {
        int at = Arrays.binarySearch(content.firsts(), 0, blocks(), row);
        return at >= 0 ? at : -at - 2;
    }

    ColdBlock read(int block) {
        long offset = content.offsets()[block];
        byte[] data = new byte[(int) (content.offsets()[block + 1] - offset)];
        reader.read(offset, data, 0, data.length);
        Batch batch;
        try {
            batch = BatchCodec.decode(data, 0, data.length, shape.schema(), BufferPool.HEAP);
        } catch (MillraceException e) {
            throw MillraceException.external(
                    "spill-damaged",
                    "Rows of table '"
                            + shape.name()
                            + "' that were put on disk did not come back as they were: "
                            + content.name()
                            + " at offset "
                            + offset
                            + ": "
                            + e.getMessage()
                            + ". Look at the disk, and go on from the last checkpoint",
                    e);
        }
        return ColdBlock.of(shape, batch, content.firsts()[block]);
    }

    /** What snapshots know of a row, as {@link Rows#marks}. */
    int marks(int row) {
        return (has(dirty, row) ? Rows.DIRTY : 0)
                | (has(persisted, row) ? Rows.PERSISTED : 0)
                | (has(pending, row) ? Rows.PENDING : 0);
    }

    void mark(int row, int marks) {
        if ((marks & Rows.DIRTY) != 0) {
            set(dirty, row);
        }
        if ((marks & Rows.PERSISTED) != 0) {
            set(persisted, row);
        }
        if ((marks & Rows.PENDING) != 0) {
            set(pending, row);
            pendingCount++;
        }
    }

    /** The row is not here any more. */
    void kill(int row) {
        live.clear(row);
        liveCount--;
        unmark(dirty, row);
        unmark(persisted, row);
        if (has(pending, row)) {
            settle(row);
        }
    }

    /** The pending row has been copied. */
    void settle(int row) {
        pending.clear(row);
        pendingCount--;
    }

    /** A row that is gone, and whose end the next snapshot has to tell. */
    void haunt(int row) {
        set(ghosts, row);
        heldCount++;
    }

    /** The end of the row has been told. */
    void exorcise(int row) {
        buried.clear(row);
        buriedCount--;
    }

    void bury(int row) {
        set(buried, row);
        buriedCount++;
    }

    /** No row is live, until it is revived. */
    void layAll() {
        live.clearAll();
        liveCount = 0;
    }

    /** A row that was live elsewhere, with these marks, is here now. */
    void revive(int row, int marks) {
        live.set(row);
        liveCount++;
        mark(row, marks);
    }

    /** What {@link #haunt} said is said of a row of another run. */
    void unhaunt(int row) {
        ghosts.clear(row);
        heldCount--;
    }

    /** Fixes the present rows for a snapshot: all of them, or those that changed since the last one. */
    void freeze(boolean onlyChanged) {
        if (onlyChanged) {
            if (!dirty.isVoid()) {
                pending.reserve(rows());
                pending.or(dirty);
            }
        } else {
            pending.reserve(rows());
            pending.copyFrom(live);
        }
        pendingCount = pending.count();
        persisted.reserve(rows());
        persisted.copyFrom(live);
        dirty.release();
        if (heldCount > 0) {
            buried.reserve(rows());
            buried.or(ghosts);
            buriedCount = buried.count();
            heldCount = 0;
        }
        ghosts.release();
    }

    /** Everything is taken for what the last snapshot holds. */
    void adopt() {
        dirty.release();
        persisted.reserve(rows());
        persisted.copyFrom(live);
    }

    /** No snapshot knows anything. */
    void forgetSnapshots() {
        dirty.release();
        persisted.release();
        pending.release();
        ghosts.release();
        buried.release();
        pendingCount = 0;
        buriedCount = 0;
        heldCount = 0;
    }

    /** Adds the live rows of these blocks to those pending; returns how many rows the blocks have. */
    int rewrite(int fromBlock, int toBlock) {
        int from = firstRow(fromBlock);
        int to = firstRow(toBlock);
        pending.reserve(rows());
        for (int row = live.next(from); row != SlotBits.NONE && row < to; row = live.next(row + 1)) {
            if (!pending.get(row)) {
                pending.set(row);
                pendingCount++;
            }
        }
        return to - from;
    }

    /** How many rows changed since the last freeze. */
    int dirtyCount() {
        return dirty.count();
    }

    long sizeBytes() {
        return OBJECT_BYTES
                + content.sizeBytes()
                + live.sizeBytes()
                + dirty.sizeBytes()
                + persisted.sizeBytes()
                + pending.sizeBytes()
                + ghosts.sizeBytes()
                + buried.sizeBytes();
    }

    /** Removes the file. */
    @Override
    public void close() {
        reader.close();
        storage.delete(content.name());
    }

    static boolean has(SlotBits bits, int row) {
        return !bits.isVoid() && bits.get(row);
    }

    private void set(SlotBits bits, int row) {
        bits.reserve(rows());
        bits.set(row);
    }

    private static void unmark(SlotBits bits, int row) {
        if (!bits.isVoid()) {
            bits.clear(row);
        }
    }
}
