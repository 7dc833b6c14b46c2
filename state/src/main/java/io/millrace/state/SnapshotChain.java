package io.millrace.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that together hold a store's content, the oldest first: what a later one says of a row replaces what an
 * earlier one says. Belongs to the task's thread.
 *
 * <p><b>Bounds.</b> Every snapshot adds what changed. Once the chain is more than {@link #WASTE} times what the rows
 * would take, each snapshot also rewrites about as many unchanged rows as changed ones, in order of slot; when all
 * slots have been passed, the files from before are not needed any more and are dropped. So a snapshot writes at most
 * about twice what changed, and the chain stays under about twice {@link #WASTE} times the rows. Small files at the end
 * of the chain are copied into one, {@link #SMALL_FILES} at a time.
 */
final class SnapshotChain {
    static final int WASTE = 2;
    static final int SMALL_FILES = 32;
    private static final long SMALL_BYTES = 64 << 10;
    private static final int SMALL_SHARE = 1024;

    /** A chain of so many bytes is no waste yet. */
    private static final long TINY_BYTES = 64 << 10;

    private static final int MIN_REWRITTEN = 1 << 14;

    private final List<Link> links = new ArrayList<>();
    private long restoredRows;

    private boolean isRewriting;

    /** Where the rewriting stands: the table, and the slot in it. */
    private int table;

    private int slot;

    /** Where it stands among the rows of the table that are on disk, once those in memory have been passed. */
    private Optional<ColdRows.Rewriting> cold = Optional.empty();

    /** How many links at the front are not needed once the rewriting is through. */
    private int superseded;

    List<Link> links() {
        return links;
    }

    /** Begins with files that were restored from, which hold so many rows, some of them more than once. */
    void restore(List<Link> restored, long rows) {
        links.addAll(restored);
        restoredRows = rows;
    }

    /** Whether some file could not be written, so that what it held is in none. */
    boolean hasFailed() {
        for (Link link : links) {
            if (link.hasFailed()) {
                return true;
            }
        }
        return false;
    }

    /** Forgets all files: the next one holds everything. */
    void clear() {
        links.clear();
        restoredRows = 0;
        isRewriting = false;
    }

    void add(Link link) {
        links.add(link);
    }

    /**
     * The small files at the end that the next file should take over, or none; they are no longer part of the chain.
     */
    List<Link> takeSmall() {
        long small = Math.max(SMALL_BYTES, sizeBytes() / SMALL_SHARE);
        int from = links.size();
        int floor = isRewriting ? superseded : 0;
        while (from > floor
                && links.get(from - 1) instanceof Link.Written link
                && link.isDurable()
                && link.sizeBytes() <= small) {
            from--;
        }
        if (links.size() - from < SMALL_FILES) {
            return List.of();
        }
        List<Link> tail = links.subList(from, links.size());
        List<Link> taken = List.copyOf(tail);
        tail.clear();
        return taken;
    }

    /**
     * Adds unchanged rows to what the tables, just frozen, have pending, if the chain has grown too long; so many rows
     * changed. To be called before the link of this snapshot is added.
     */
    void rewriteSome(List<? extends RestorableTable> tables, int changedRows) {
        if (links.isEmpty() || (!isRewriting && !isWasteful(tables))) {
            return;
        }
        if (!isRewriting) {
            isRewriting = true;
            superseded = links.size();
            table = 0;
            slot = 0;
            cold = Optional.empty();
            tables.forEach(each -> each.memory().rewrite(true));
        }
        long budget = Math.max(MIN_REWRITTEN, changedRows);
        while (budget > 0 && table < tables.size()) {
            Rows rows = tables.get(table).rows();
            int from = slot;
            if (!rows.shape.isOwn()) {
                slot = rows.rewrite(slot, (int) Math.min(budget, Integer.MAX_VALUE));
                budget -= slot - from;
            }
            if (rows.shape.isOwn() || (slot >= rows.end() && rewriteCold(tables.get(table), budget))) {
                table++;
                slot = 0;
                cold = Optional.empty();
            } else if (slot >= rows.end()) {
                return;
            }
        }
        if (table == tables.size()) {
            links.subList(0, superseded).clear();
            restoredRows = 0;
            isRewriting = false;
            tables.forEach(each -> each.memory().rewrite(false));
        }
    }

    /** Goes on with the rows of a table that are on disk; whether all of them have been passed. */
    private boolean rewriteCold(RestorableTable each, long budget) {
        ColdRows.Rewriting rewriting = cold.orElseGet(() -> each.memory().cold().rewriting());
        cold = Optional.of(rewriting);
        long left = budget;
        while (!rewriting.isDone() && left > 0) {
            left -= rewriting.advance(left);
        }
        return rewriting.isDone();
    }

    private boolean isWasteful(List<? extends RestorableTable> tables) {
        long bytes = 0;
        long rows = restoredRows;
        for (Link link : links) {
            if (!link.isDurable()) {
                return false;
            }
            bytes += link.sizeBytes();
            rows += link instanceof Link.Written written ? written.writing().rows() : 0;
        }
        long live = 0;
        for (RestorableTable each : tables) {
            live += each.memory().size(each.rows());
        }
        // What a row takes is taken to be what it took on average; tombstones count as waste.
        return bytes > TINY_BYTES && bytes > WASTE * (double) bytes / Math.max(1, rows) * live;
    }

    private long sizeBytes() {
        long bytes = 0;
        for (Link link : links) {
            bytes += link.isDurable() ? link.sizeBytes() : 0;
        }
        return bytes;
    }
}
