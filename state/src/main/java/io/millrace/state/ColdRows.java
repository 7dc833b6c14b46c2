package io.millrace.state;

import io.millrace.dataflow.doors.FileStorage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The rows of one table that are on disk, as runs. Belongs to the task's thread.
 *
 * <p><b>One place.</b> Rows whose keys have equal hashes are together: all in memory, or all live in one run. So who
 * finds a hash in memory need not look here, and here the first run that has it ends the search.
 *
 * <p><b>Merging.</b> A run of every eviction, {@link #FAN} runs of a size merged into one of the next size: so a row is
 * written once for each time the runs' size grows by that factor. Runs are sized by what is live in them, and where
 * more rows are dead than live those with the most dead rows are rewritten: the files hold about twice what is live at
 * most.
 */
final class ColdRows implements AutoCloseable {
    static final int FAN = 8;
    private static final int MAX_RUNS = 48;

    /** Where there are more, so many times as many rows are merged at once. */
    private static final int HASTE = 4;

    /** So many rows move into a merged run in the time in which one is copied. */
    private static final int MOVED_PER_COPIED = 8;

    private final TableShape shape;
    private final FileStorage storage;
    private final Supplier<String> names;
    private final List<ColdRun> runs = new ArrayList<>();
    private final TreeMap<Long, Long> panes = new TreeMap<>();
    private final Preserved gone;
    private final List<RunMerge> merging = new ArrayList<>();
    private long liveCount;
    private long deadCount;
    private long writtenBytes;
    private int evictedRows = 1;
    private long now;
    private long forgottenBefore = Long.MIN_VALUE;

    /** Whether rows were forgotten that an earlier snapshot holds. */
    private boolean owesSnapshot;

    private long[] places = {};
    private boolean[] found = {};

    ColdRows(TableShape shape, FileStorage storage, Supplier<String> names) {
        this.shape = shape;
        this.gone = new Preserved(shape);
        this.storage = storage;
        this.names = names;
    }

    /** Takes rows that come back into memory. */
    interface Arrival {
        /** The row is not in the run any more; these are its marks. */
        void arrive(ColdBlock block, int row, int marks);
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** The runs, the oldest first. */
    List<ColdRun> runs() {
        return runs;
    }

    long liveCount() {
        return liveCount;
    }

    /** How many bytes were ever written. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** What is held in memory. */
    long sizeBytes() {
        long bytes = 128L * panes.size() + 9L * places.length;
        for (ColdRun run : runs) {
            bytes += run.sizeBytes();
        }
        for (RunMerge merge : merging) {
            bytes += merge.sizeBytes();
        }
        return bytes;
    }

    long fileBytes() {
        long bytes = 0;
        for (ColdRun run : runs) {
            bytes += run.fileBytes();
        }
        return bytes;
    }

    /** How many bytes a row has in the files on average. */
    long bytesPerRow() {
        long rows = 0;
        for (ColdRun run : runs) {
            rows += run.rows();
        }
        return Math.max(1, fileBytes() / Math.max(1, rows));
    }

    RunWriter write(int rows) {
        evictedRows = rows;
        return new RunWriter(shape, storage, names.get(), rows);
    }

    /** Adds the run of rows that have just left memory. */
    ColdRun add(RunWriter writer) {
        ColdRun run = writer.finish();
        writtenBytes += run.fileBytes();
        liveCount += run.rows();
        date(run);
        runs.add(run);
        return run;
    }

    void addToPane(long pane, long rows) {
        panes.merge(pane, rows, (before, more) -> before + more == 0 ? null : (Long) (before + more));
    }

    /**
     * Finds all rows with the hashes {@code (int) hashes[wanted[i]]}, and takes them out of their runs.
     *
     * @param ids the panes of the keys, by the same index; nothing where the table has none
     */
    void take(long[] hashes, long[] ids, int[] wanted, int count, Arrival arrival) {
        if (places.length < count) {
            places = new long[count];
            found = new boolean[count];
        }
        Arrays.fill(found, 0, count, false);
        for (int at = runs.size() - 1; at >= 0; at--) {
            ColdRun run = runs.get(at);
            if (run.liveCount() == 0) {
                continue;
            }
            int candidates = 0;
            for (int i = 0; i < count; i++) {
                int hash = (int) hashes[wanted[i]];
                if (!found[i] && run.mayHold(hash)) {
                    long pane = ids.length == 0 ? 0 : ids[wanted[i]];
                    places[candidates++] = (long) run.blockOf(pane, hash) << 32 | i;
                }
            }
            if (candidates > 0) {
                Arrays.sort(places, 0, candidates);
                take(run, hashes, ids, wanted, candidates, arrival);
            }
        }
        dropUseless();
    }

    private void take(ColdRun run, long[] hashes, long[] ids, int[] wanted, int candidates, Arrival arrival) {
        int read = -1;
        ColdBlock block = run.read((int) (places[0] >>> 32));
        for (int c = 0; c < candidates; c++) {
            int i = (int) places[c];
            int hash = (int) hashes[wanted[i]];
            long pane = ids.length == 0 ? 0 : ids[wanted[i]];
            int index = (int) (places[c] >>> 32);
            while (index < run.blocks()
                    && ColdRun.compare(run.firstPane(index), run.firstHash(index), pane, hash) <= 0) {
                if (index != read) {
                    block = run.read(index);
                    read = index;
                }
                for (int row = block.lowerBound(pane, hash); row < block.size() && block.hash(row) == hash; row++) {
                    if (forget(run, block, row)) {
                        found[i] = true;
                    } else if (block.pane(row) == pane && run.live.get(block.first() + row)) {
                        int marks = run.marks(block.first() + row);
                        kill(run, block.first() + row, pane);
                        arrival.arrive(block, row, marks);
                        found[i] = true;
                    }
                }
                index++;
            }
        }
    }

    // What follows is for rows that are forgotten.

    /** Says what time it is: rows that were not changed for so long are forgotten from now on. */
    void forgetBefore(long nowMillis, long ttlMillis) {
        boolean isFirst = now == 0;
        now = nowMillis;
        forgottenBefore = nowMillis - ttlMillis;
        if (isFirst) {
            runs.forEach(this::date);
        }
    }

    /** Rows without times, which come from a session without a time-to-live, were changed now. */
    private void date(ColdRun run) {
        if (run.newest == ColdRun.UNKNOWN && now != 0) {
            run.newest = now;
        }
    }

    /** Forgets the runs all of whose rows are too old, without reading them. */
    void forgetRuns() {
        for (ColdRun run : runs) {
            if (run.liveCount() > 0 && run.pendingCount() == 0 && run.newest < forgottenBefore) {
                for (int row = run.live.next(0); row != SlotBits.NONE; row = run.live.next(row + 1)) {
                    forget(run, row);
                }
            }
        }
        dropUseless();
    }

    /** Forgets a row if it is too old, and is here; one that a snapshot has still to copy stays. */
    boolean forget(ColdRun run, ColdBlock block, int row) {
        if (forgottenBefore == Long.MIN_VALUE || block.changed(row, run.newest) >= forgottenBefore) {
            return false;
        }
        int number = block.first() + row;
        if (!run.live.get(number) || ColdRun.has(run.pending, number)) {
            return false;
        }
        forget(run, number);
        return true;
    }

    private void forget(ColdRun run, int row) {
        boolean isPersisted = ColdRun.has(run.persisted, row);
        kill(run, row, 0);
        if (isPersisted) {
            run.haunt(row);
            owesSnapshot = true;
        }
    }

    /** Whether the next snapshot has to tell of rows that were forgotten here since this was asked last. */
    boolean takeOwed() {
        boolean owes = owesSnapshot;
        owesSnapshot = false;
        return owes;
    }

    /** The row is not here any more. */
    void kill(ColdRun run, int row, long pane) {
        run.kill(row);
        liveCount--;
        deadCount++;
        if (shape.kind() == TableShape.Kind.PANES) {
            addToPane(pane, -1);
        }
    }

    /** Merges about so many rows; false where there is nothing to merge. */
    boolean work(int rows) {
        // Too many runs make every look-up slow.
        int left = runs.size() > MAX_RUNS ? HASTE * rows : rows;
        while (left > 0) {
            if (merging.isEmpty()) {
                List<ColdRun> chosen = choose();
                if (chosen.isEmpty()) {
                    return false;
                }
                merging.add(new RunMerge(shape, storage, names.get(), chosen, this::forget));
            }
            RunMerge merge = merging.get(0);
            left -= merge.copy(left);
            if (left > 0 && merge.isCopied()) {
                left -= 1 + move(merge, MOVED_PER_COPIED * left) / MOVED_PER_COPIED;
            }
        }
        return true;
    }

    /** Moves about so many rows into the new run; the old ones are gone when all have moved. */
    private int move(RunMerge merge, int rows) {
        if (merge.merged().isEmpty()) {
            ColdRun merged = merge.begin();
            date(merged);
            writtenBytes += merged.fileBytes();
            deadCount += merged.rows();
            runs.add(runs.indexOf(merge.inputs().get(0)), merged);
        }
        int moved = merge.move(rows);
        if (merge.isMoved()) {
            merging.clear();
            merge.close();
            for (ColdRun input : merge.inputs()) {
                runs.remove(input);
                deadCount -= input.rows();
                input.close();
            }
            dropUseless();
        }
        return moved;
    }

    private List<ColdRun> choose() {
        for (int level = 0; level < Integer.SIZE; level++) {
            List<ColdRun> same = new ArrayList<>();
            for (ColdRun run : runs) {
                if (level(run) == level && same.size() < FAN) {
                    same.add(run);
                }
            }
            if (same.size() == FAN) {
                return same;
            }
        }
        if (deadCount > liveCount + (long) FAN * evictedRows) {
            List<ColdRun> dying = new ArrayList<>();
            for (ColdRun run : runs) {
                if (run.liveCount() < run.rows() / 2 && dying.size() < FAN) {
                    dying.add(run);
                }
            }
            return dying;
        }
        return List.of();
    }

    /** How often a run's size was multiplied by about {@link #FAN}. */
    private int level(ColdRun run) {
        int level = 0;
        for (long size = 3L * evictedRows; size < run.liveCount(); size *= FAN) {
            level++;
        }
        return level;
    }

    /** Removes the runs of which nothing is of use. */
    void dropUseless() {
        for (int i = runs.size() - 1; i >= 0; i--) {
            ColdRun run = runs.get(i);
            if (!run.isMerging && !run.isNeeded()) {
                runs.remove(i);
                deadCount -= run.rows();
                run.close();
            }
        }
    }

    // What follows is for panes.

    long firstPane() {
        return panes.isEmpty() ? Long.MAX_VALUE : panes.firstKey();
    }

    long nextPane(long pane) {
        Long next = panes.higherKey(pane);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** How many rows a pane has. */
    long count(long pane) {
        return panes.getOrDefault(pane, 0L);
    }

    /** Drops the rows of a pane, without reading them; whether an earlier snapshot holds any of them. */
    boolean dropPane(long pane) {
        if (!panes.containsKey(pane)) {
            return false;
        }
        boolean known = false;
        for (ColdRun run : runs) {
            int end = run.paneEnd(pane);
            for (int row = next(run, run.paneStart(pane), end); row >= 0; row = next(run, row + 1, end)) {
                known |= ColdRun.has(run.persisted, row);
                run.kill(row);
                liveCount--;
                deadCount++;
            }
        }
        panes.remove(pane);
        dropUseless();
        return known;
    }

    /** The next live row before {@code end}, or −1. */
    static int next(ColdRun run, int from, int end) {
        int row = from < end ? run.live.next(from) : SlotBits.NONE;
        return row < end ? row : -1;
    }

    // What follows is for snapshots.

    void freeze(boolean onlyChanged) {
        runs.forEach(run -> run.freeze(onlyChanged));
    }

    void adoptRestored() {
        runs.forEach(ColdRun::adopt);
    }

    void forgetSnapshots() {
        runs.forEach(ColdRun::forgetSnapshots);
        dropUseless();
    }

    long dirtyCount() {
        long count = 0;
        for (ColdRun run : runs) {
            count += run.dirtyCount();
        }
        return count;
    }

    /** Copies up to so many pending rows, and returns how many. */
    int copyPending(Preserved into, int limit) {
        for (ColdRun run : runs) {
            if (run.pendingCount() > 0) {
                return copy(run, run.pending, 0, run.rows(), into, limit);
            }
        }
        return 0;
    }

    /** Copies the pending rows of a pane. */
    void copyPending(long pane, Preserved into) {
        for (ColdRun run : runs) {
            if (run.pendingCount() > 0) {
                copy(run, run.pending, run.paneStart(pane), run.paneEnd(pane), into, Integer.MAX_VALUE);
            }
        }
    }

    /** Copies up to so many rows whose end the snapshot has to tell to {@link #gone}, and returns how many. */
    int copyBuried(int limit) {
        for (ColdRun run : runs) {
            if (run.buriedCount() > 0) {
                int count = copy(run, run.buried, 0, run.rows(), gone, limit);
                dropUseless();
                return count;
            }
        }
        return 0;
    }

    Preserved gone() {
        return gone;
    }

    private static int copy(ColdRun run, SlotBits bits, int from, int to, Preserved into, int limit) {
        int count = 0;
        int row = bits.next(from);
        while (row != SlotBits.NONE && row < to && count < limit) {
            ColdBlock block = run.read(run.blockOfRow(row));
            while (row != SlotBits.NONE && row < to && row < block.first() + block.size() && count < limit) {
                into.add(block.batch(), row - block.first());
                if (bits == run.pending) {
                    run.settle(row);
                } else {
                    run.exorcise(row);
                }
                count++;
                row = bits.next(row + 1);
            }
        }
        return count;
    }

    Rewriting rewriting() {
        return new Rewriting();
    }

    /** Makes rows pending that a snapshot writes again though they did not change, in the order of runs. */
    final class Rewriting {
        private long pane = Long.MIN_VALUE;
        private int hash;
        private boolean isDone;

        boolean isDone() {
            return isDone || runs.isEmpty();
        }

        /** Goes on by about so many rows; returns how many it were. */
        int advance(long rows) {
            ColdRun largest = runs.get(0);
            long all = 0;
            for (ColdRun run : runs) {
                all += run.rows();
                largest = run.rows() > largest.rows() ? run : largest;
            }
            int block = largest.blockOf(pane, hash);
            long target = largest.firstRow(block) + Math.max(1, rows * largest.rows() / all);
            int end = block + 1;
            // A place further on, so that it ends.
            while (end < largest.blocks()
                    && (largest.firstRow(end) < target
                            || ColdRun.compare(largest.firstPane(end), largest.firstHash(end), pane, hash) <= 0)) {
                end++;
            }
            isDone = end == largest.blocks();
            long endPane = isDone ? 0 : largest.firstPane(end);
            int endHash = isDone ? 0 : largest.firstHash(end);
            int passed = 0;
            for (ColdRun run : runs) {
                int from = run.blockOf(pane, hash);
                int to = isDone ? run.blocks() : Math.min(run.blocks(), run.blockOf(endPane, endHash) + 1);
                passed += run.rewrite(from, Math.max(from, to));
            }
            pane = endPane;
            hash = endHash;
            return passed;
        }
    }

    @Override
    public void close() {
        merging.forEach(RunMerge::close);
        merging.clear();
        runs.forEach(ColdRun::close);
        runs.clear();
        panes.clear();
    }
}
