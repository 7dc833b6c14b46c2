package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.dataflow.doors.FileStorage;
import java.util.List;
import java.util.Optional;

/**
 * Merges runs into one, a piece at a time. While rows are copied, they are read, and killed, where they were: for each
 * row of the new run a byte says which run it came from. Then they move, some thousand at a time, with the bits that
 * they have by then, and are live in the new run and no more in the old one. Rows of keys with equal hashes move
 * together.
 */
final class RunMerge implements AutoCloseable {
    /** So many rows move at once, at least. */
    private static final int MOVED_ROWS = 1 << 14;

    private final TableShape shape;
    private final List<ColdRun> inputs;
    private final RunWriter writer;
    private final BatchBuilder builder;
    private final Cursor[] cursors;
    private final byte[] origins;
    private final Forgetting forgetting;

    /** How many rows the new run has in the end: fewer by those that are forgotten on the way. */
    private int rows;

    /** With which rows of the new run a move may begin. */
    private final IntStack boundaries = new IntStack();

    private int lastHash;
    private long lastPane;
    private Optional<ColdRun> merged = Optional.empty();
    private int movedRows;
    private int nextBoundary;

    /** Of each run, the row after the last one that moved. */
    private final int[] passed;

    private int[] hashes = new int[64];
    private long[] panes = {};

    /** Decides on rows while they are merged. */
    interface Forgetting {
        /** Forgets a row if its time is over; whether it did. */
        boolean forget(ColdRun run, ColdBlock block, int row);
    }

    /** A run as far as it was merged: the row that is next, and its block. */
    private static final class Cursor {
        final ColdRun run;

        /** The rows that are merged: those that were of use at the beginning. */
        final SlotBits included = new SlotBits();

        private int row = SlotBits.NONE;
        private int blockIndex = -1;
        private ColdBlock block;
        private int position;

        Cursor(ColdRun run) {
            this.run = run;
            included.reserve(run.rows());
            included.or(run.live);
            if (!run.ghosts.isVoid()) {
                included.or(run.ghosts);
            }
            if (!run.buried.isVoid()) {
                included.or(run.buried);
            }
            this.block = new ColdBlock(run.shape(), Batch.of(0), new long[0], 0);
            move(0);
        }

        void move(int from) {
            row = included.next(from);
            if (row == SlotBits.NONE) {
                return;
            }
            if (blockIndex < 0 || row >= block.first() + block.size()) {
                blockIndex = run.blockOfRow(row);
                block = run.read(blockIndex);
            }
            position = row - block.first();
        }

        boolean isDone() {
            return row == SlotBits.NONE;
        }

        boolean isBefore(Cursor other) {
            return ColdRun.compare(
                            block.pane(position),
                            block.hash(position),
                            other.block.pane(other.position),
                            other.block.hash(other.position))
                    < 0;
        }
    }

    RunMerge(TableShape shape, FileStorage storage, String name, List<ColdRun> inputs, Forgetting forgetting) {
        this.shape = shape;
        this.inputs = List.copyOf(inputs);
        this.builder = new BatchBuilder(shape.schema(), BufferPool.HEAP);
        this.cursors = new Cursor[inputs.size()];
        this.forgetting = forgetting;
        for (int i = 0; i < cursors.length; i++) {
            ColdRun run = inputs.get(i);
            run.isMerging = true;
            cursors[i] = new Cursor(run);
            rows += cursors[i].included.count();
        }
        this.origins = new byte[rows];
        this.passed = new int[cursors.length];
        this.writer = new RunWriter(shape, storage, name, rows);
    }

    List<ColdRun> inputs() {
        return inputs;
    }

    /** Copies about so many rows; returns how many. */
    int copy(int wanted) {
        int before = writer.rows();
        long end = (long) before + wanted;
        while (writer.rows() < Math.min(end, rows)) {
            writeBlock();
        }
        return writer.rows() - before;
    }

    /** Whether all rows are copied. */
    boolean isCopied() {
        return writer.rows() == rows;
    }

    private void writeBlock() {
        int count = Math.min(writer.blockRows(), rows - writer.rows());
        if (hashes.length < count) {
            hashes = new int[count];
        }
        boolean paned = shape.kind() == TableShape.Kind.PANES;
        if (paned && panes.length < count) {
            panes = new long[count];
        }
        int first = writer.rows();
        int i = 0;
        for (int least = least(); i < count && least >= 0 && !builder.isFull(); least = least()) {
            Cursor cursor = cursors[least];
            if (isForgotten(cursor)) {
                cursor.included.clear(cursor.row);
                cursor.move(cursor.row + 1);
                rows--;
                continue;
            }
            if (paned) {
                panes[i] = cursor.block.pane(cursor.position);
            }
            hashes[i] = cursor.block.hash(cursor.position);
            origins[first + i] = (byte) least;
            builder.append(cursor.block.batch(), cursor.position, 1);
            note(first + i, paned ? panes[i] : 0, hashes[i]);
            cursor.move(cursor.row + 1);
            i++;
        }
        if (i > 0) {
            writer.write(builder.build(), panes, hashes, 0);
        }
    }

    /** Whether a row is forgotten, and no snapshot has to be told so. */
    private boolean isForgotten(Cursor cursor) {
        ColdRun run = cursor.run;
        return forgetting.forget(run, cursor.block, cursor.position) && !ColdRun.has(run.ghosts, cursor.row);
    }

    private void note(int row, long pane, int hash) {
        int boundary = boundaries.isEmpty() ? 0 : boundaries.get(boundaries.size() - 1);
        if (row - boundary >= MOVED_ROWS && (pane != lastPane || hash != lastHash)) {
            boundaries.push(row);
        }
        lastPane = pane;
        lastHash = hash;
    }

    private int least() {
        int least = -1;
        for (int i = 0; i < cursors.length; i++) {
            if (!cursors[i].isDone() && (least < 0 || cursors[i].isBefore(cursors[least]))) {
                least = i;
            }
        }
        return least;
    }

    /** The new run, once all rows are copied; none of them is live there yet. */
    Optional<ColdRun> merged() {
        return merged;
    }

    ColdRun begin() {
        ColdRun run = writer.finish();
        run.layAll();
        run.isMerging = true;
        long newest = inputs.stream().mapToLong(input -> input.newest).max().orElse(ColdRun.UNKNOWN);
        run.newest = Math.min(run.newest, newest);
        merged = Optional.of(run);
        return run;
    }

    /** Moves about so many rows into the new run; returns how many. */
    int move(int wanted) {
        ColdRun into = merged.orElseThrow();
        int before = movedRows;
        while (movedRows < rows && movedRows - before < wanted) {
            int end = nextBoundary < boundaries.size() ? boundaries.get(nextBoundary++) : rows;
            for (int row = movedRows; row < end; row++) {
                move(row, into);
            }
            movedRows = end;
        }
        return movedRows - before;
    }

    boolean isMoved() {
        return movedRows == rows;
    }

    private void move(int row, ColdRun into) {
        int origin = origins[row];
        ColdRun run = cursors[origin].run;
        int old = cursors[origin].included.next(passed[origin]);
        passed[origin] = old + 1;
        if (run.live.get(old)) {
            int marks = run.marks(old);
            run.kill(old);
            into.revive(row, marks);
            return;
        }
        if (ColdRun.has(run.ghosts, old)) {
            run.unhaunt(old);
            into.haunt(row);
        }
        if (ColdRun.has(run.buried, old)) {
            run.exorcise(old);
            into.bury(row);
        }
    }

    long sizeBytes() {
        return origins.length + boundaries.sizeBytes();
    }

    @Override
    public void close() {
        inputs.forEach(run -> run.isMerging = false);
        merged.ifPresent(run -> run.isMerging = false);
        writer.close();
    }
}
