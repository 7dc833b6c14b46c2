package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.MillraceException;
import io.millrace.data.RowHash;
import io.millrace.data.Widths;
import java.util.Locale;

/**
 * Keeps one table within the budget of all state: rows that were not used for a while go to disk ({@link ColdRows}),
 * and come back when their keys are looked up. Belongs to the task's thread.
 *
 * <p><b>Who goes.</b> Once rows are on disk, every look-up notes the keys it finds. A hand goes round over the slots
 * and evicts keys that were not noted since it last came by, some megabytes of them at once: {@link Eviction}. Their
 * slots are taken by the rows that come; only where others are to have the table's memory are its upper slots emptied
 * and given back.
 *
 * <p><b>When.</b> Only before a table finds, adds or lists, for then the slots it gave out before need not stay.
 */
final class TableMemory implements AutoCloseable {
    /** After so many rows were looked up or added, the table says what it holds. */
    private static final int CHECKED_ROWS = 1024;

    /** Of texts so many bytes count as a row: what is wide is looked at after as many bytes as a batch has. */
    private static final int ROW_BYTES = 1024;

    /** Under a budget this small a table would be over it before it says so. */
    private static final long TINY_BYTES = 1 << 20;

    /** So many bytes of rows are evicted at once, some milliseconds' work, and no more than a part of the budget. */
    private static final long EVICTED_BYTES = 1 << 20;

    private static final int EVICTED_PART = 64;
    private static final int MIN_EVICTED_ROWS = 16;

    /** So much more than it may a table holds for its own work, without being called too large. */
    private static final long SMALL_BYTES = 2 << 20;

    /** So many slots should be free after a check, so that the table need not grow until the next one. */
    private static final int FREE_ROWS = 8192;

    /** What merging may cost: so many rows for each one evicted. */
    private static final int MERGED_PER_EVICTED = 6;

    /** So many bytes should a look-up bring into memory at most. */
    private static final long MOST_BROUGHT_BYTES = 4L * Batch.MAX_BYTES;

    /** Merging is done in pieces of so many rows, some milliseconds' work, or of this part of all that is owed. */
    private static final int MERGED_ROWS = 1 << 14;

    private static final int MERGED_PART = 16;

    private static final long[] NO_PANES = {};

    private final TableShape shape;
    private final String owner;
    private final StateMemory memory;
    private final StateBudget.Share share;
    private final ColdRows cold;
    private final StagedRows staged;
    private final boolean canSpill;
    private final int interval;
    private final Eviction eviction = new Eviction();
    private int rows;
    private int owedRows;
    private long written;
    private boolean isRewriting;
    private long[] hashes = {};
    private long[] panes = NO_PANES;
    private int[] slots = {};
    private int[] wanted = {};

    /**
     * @param owner whose the table is, for messages
     */
    TableMemory(TableShape shape, String owner, StateMemory memory, ColdRows cold) {
        this.shape = shape;
        this.owner = owner;
        this.memory = memory;
        this.share = memory.budget().share();
        this.cold = cold;
        this.staged = new StagedRows(cold, shape);
        // Without a key there is but one hash, and all rows would go and come at once.
        this.canSpill = memory.scratch().isPresent() && memory.budget().isLimited() && shape.keyColumns() > 0;
        this.interval = memory.budget().limitBytes() < TINY_BYTES ? 1 : CHECKED_ROWS;
    }

    ColdRows cold() {
        return cold;
    }

    /** Rows on disk whose cells can be read. */
    StagedRows staged() {
        return staged;
    }

    boolean isSpilled() {
        return !cold.isEmpty();
    }

    /** How many rows the table has, wherever they are. */
    int size(Rows held) {
        return (int) Math.min(Integer.MAX_VALUE, held.size() + cold.liveCount());
    }

    /** How many keys to look up at once, for all their rows on disk come into memory. */
    int rowsAtOnce() {
        if (cold.isEmpty()) {
            return Batch.MAX_ROWS;
        }
        return (int) Math.clamp(MOST_BROUGHT_BYTES / cold.bytesPerRow(), 1, Batch.MAX_ROWS);
    }

    /** How many rows in memory to copy out at once, after what they have on average. */
    int rowsCopied(RestorableTable table) {
        long bytes = Widths.variable(table.rows().columns) / Math.max(1, table.rows().size());
        return (int) Math.clamp(MOST_BROUGHT_BYTES / Math.max(1, bytes), 1, Batch.MAX_ROWS);
    }

    /** To be called before a table looks up or adds rows: those looked up before need not stay. */
    void admit(RestorableTable table, int count) {
        staged.release(table.rows());
        rows += count;
        if (rows >= interval) {
            rows = 0;
            if (share.budget().isLimited()) {
                owedRows += MERGED_PER_EVICTED * check(table);
                merge();
                noteForgotten(table);
            }
        }
    }

    /** As above, for rows of a batch. */
    void admit(RestorableTable table, Batch batch, int from, int to) {
        long bytes = batch.heldBytes();
        rows += bytes < ROW_BYTES ? 0 : (int) (bytes / ROW_BYTES * (to - from) / batch.size());
        admit(table, to - from);
    }

    /** As {@link #admit}, and the keys of these rows come into memory. */
    void admitKeys(RestorableTable table, Batch batch, int[] keyColumns, int from, int to) {
        admit(table, batch, from, to);
        if (isSpilled()) {
            bring(table, batch, keyColumns, from, to);
        }
    }

    /** To be called before a table lists a pane, whose rows come into memory as they are changed. */
    void admitListing(RestorableTable table) {
        staged.release(table.rows());
        if (rows >= interval) {
            rows = 0;
            check(table);
        }
    }

    /**
     * Brings the keys of these rows into memory, as far as there are any, and notes those found as used. Only where the
     * table {@link #isSpilled}.
     */
    void bring(RestorableTable table, Batch batch, int[] keyColumns, int from, int to) {
        int count = to - from;
        reserve(count);
        RowHash.hash(batch, keyColumns, from, to, hashes);
        table.index().probe(hashes, count, slots);
        bring(table, batch, keyColumns, from, count, hashes, slots);
    }

    /**
     * As above, for who has looked up already: keys with negative slots may be on disk.
     *
     * @param keyHashes that of row {@code from} first
     */
    void bring(
            RestorableTable table, Batch batch, int[] keyColumns, int from, int count, long[] keyHashes, int[] found) {
        reserve(count);
        SlotIndex index = table.index();
        int absent = 0;
        for (int i = 0; i < count; i++) {
            int slot = found[i];
            if (slot < 0) {
                slot = index.first((int) keyHashes[i]);
            }
            if (slot < 0) {
                wanted[absent++] = i;
            } else {
                table.rows().refer(table.leader(slot));
            }
        }
        if (absent == 0) {
            return;
        }
        if (shape.kind() == TableShape.Kind.PANES) {
            for (int i = 0; i < absent; i++) {
                panes[wanted[i]] = PaneRows.id(batch.column(keyColumns[0]), batch.position(from + wanted[i]));
            }
        }
        cold.take(keyHashes, panes, wanted, absent, (block, row, marks) -> arrive(table, block, row, marks));
        noteForgotten(table);
    }

    /** Forgets rows on disk whose time is over, as far as that takes no reading. */
    void forgetRuns(RestorableTable table) {
        if (shape.isTimed() && isSpilled()) {
            cold.forgetRuns();
            noteForgotten(table);
        }
    }

    private void noteForgotten(RestorableTable table) {
        if (cold.takeOwed()) {
            table.rows().noteChange();
        }
    }

    /** A staged row is about to change, and so comes into memory. */
    void adopt(RestorableTable table, int slot) {
        staged.adopt(table, slot, isRewriting);
        rows++;
    }

    /** Whether rows that move must be written by the next snapshot, because it rewrites the table and may miss them. */
    void rewrite(boolean rewriting) {
        isRewriting = rewriting;
    }

    @Override
    public void close() {
        cold.close();
        share.close();
    }

    private void arrive(RestorableTable table, ColdBlock block, int row, int marks) {
        Rows held = table.rows();
        int slot = held.lend();
        for (int column = 0; column < held.columns.length; column++) {
            held.columns[column].set(slot, block.batch().column(column), row);
        }
        held.hashes.set(slot, block.hash(row));
        held.settle(slot, marks);
        table.attach(slot, block, row);
        if (isRewriting) {
            held.touch(slot);
        }
        rows += 1 + block.rowBytes() / ROW_BYTES;
    }

    private void merge() {
        if (owedRows > 0) {
            int piece = Math.min(owedRows, Math.max(MERGED_ROWS, owedRows / MERGED_PART));
            owedRows = cold.work(piece) ? owedRows - piece : 0;
        }
    }

    /** Evicts rows where the table holds too much; returns how many. */
    private int check(RestorableTable table) {
        long bytes = table.sizeBytes() + cold.sizeBytes() + sizeBytes();
        share.hold(bytes);
        long allowed = share.allowedBytes();
        Rows held = table.rows();
        long rowBytes = bytes / Math.max(1, held.capacity()) + 1;
        boolean fits = bytes + Math.min(allowed >>> 4, FREE_ROWS * rowBytes) <= allowed;
        share.wantsMore(!fits);
        if (fits) {
            return 0;
        }
        if (!canSpill) {
            if (share.isOver() && bytes > SMALL_BYTES) {
                throw exceeded(table, bytes);
            }
            return 0;
        }
        int chunk =
                (int)
                        Math.max(
                                MIN_EVICTED_ROWS,
                                Math.min(EVICTED_BYTES, share.budget().limitBytes() / EVICTED_PART) / rowBytes);
        boolean isOver = bytes > allowed + (allowed >>> 4);
        // So many slots are given back, and so many are wanted free among those that stay.
        // They go in pieces of some milliseconds' work, and of whole pages.
        int piece = Math.max(chunk, 2 * Cells.PAGE_ROWS);
        long excess = (bytes - allowed) / rowBytes + held.capacity() / 16;
        int surplus = isOver ? (int) Math.min(Math.min(held.capacity() / 2, piece), excess) : 0;
        int needed = Math.min(FREE_ROWS, held.capacity() / 4);
        int lacking = needed + surplus - held.free();
        int evicted = 0;
        if (lacking > 0) {
            eviction.collect(table, Math.max(chunk, lacking));
            evicted = move(table);
        }
        int capacity = held.capacity();
        boolean canShrink = capacity > FREE_ROWS;
        if (surplus > 0 && (canShrink || evicted > 0)) {
            evicted += shrink(table, capacity - surplus);
        }
        boolean gained = canShrink && (evicted > 0 || held.capacity() < capacity);
        if (isOver && !gained && bytes - allowed > SMALL_BYTES && share.isOver()) {
            throw exceeded(table, bytes);
        }
        share.hold(table.sizeBytes() + cold.sizeBytes() + sizeBytes());
        return evicted;
    }

    /** Empties the slots from this one on and gives their memory back. */
    private int shrink(RestorableTable table, int slots) {
        Rows held = table.rows();
        int end = Math.max(slots, held.ghostEnd());
        eviction.collectFrom(table, end);
        int evicted = move(table);
        table.truncate(end);
        return evicted;
    }

    private int move(RestorableTable table) {
        int count = eviction.count();
        if (count > 0) {
            try (RunWriter writer = cold.write(count)) {
                eviction.write(table, writer);
                eviction.leave(table, cold.add(writer), cold, isRewriting);
            }
            long now = cold.writtenBytes();
            memory.wrote(now - written);
            written = now;
        }
        return count;
    }

    private void reserve(int count) {
        if (wanted.length < count) {
            hashes = new long[count];
            slots = new int[count];
            wanted = new int[count];
            panes = shape.kind() == TableShape.Kind.PANES ? new long[count] : NO_PANES;
        }
    }

    private long sizeBytes() {
        return 24L * wanted.length + eviction.sizeBytes() + staged.sizeBytes();
    }

    private MillraceException exceeded(RestorableTable table, long bytes) {
        StateBudget budget = share.budget();
        return MillraceException.resources(
                "state-memory-exceeded",
                String.format(
                        Locale.ROOT,
                        "State takes %s, and state.memory is %s. Table '%s' of %s holds %s of it in %,d rows%s."
                                + " Give it more with --set state.memory=…, and the process a larger heap with"
                                + " MILLRACE_JAVA_OPTS=-Xmx…; or keep less: windows, fewer columns, a filter before",
                        size(budget.heldBytes()),
                        size(budget.limitBytes()),
                        shape.name(),
                        owner,
                        size(bytes),
                        table.rows().size(),
                        memory.scratch().isPresent() && shape.keyColumns() == 0
                                ? ", which cannot go to disk, for they are all under one key"
                                : cold.isEmpty()
                                        ? ""
                                        : String.format(
                                                Locale.ROOT,
                                                " and what must be known of %,d rows on disk",
                                                cold.liveCount())));
    }

    private static String size(long bytes) {
        return bytes < 10 << 20 ? (bytes + 1023 >> 10) + " KB" : (bytes + (1 << 20) - 1 >> 20) + " MB";
    }
}
