package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.state.MultimapTable;
import java.util.Arrays;

/**
 * Finds the partners of the rows in hand among the kept rows of the other side, and emits the pairs. Belongs to one
 * thread.
 *
 * <p><b>Stopping.</b> A row may have more partners than there is room for. Then the partners that it was joined with
 * are marked, the call ends before that row, and goes on behind them when it is repeated; after a restore the marks
 * alone say how far it was.
 */
final class Probe {
    private final int input;
    private final JoinKeys keys;
    private final JoinSide kept;
    private final Pairs pairs;
    private final Listener listener;
    private final int[] firsts = new int[Batch.MAX_ROWS];
    private final long[] degrees = new long[Batch.MAX_ROWS];
    private int marks;
    private int resumeSlot = MultimapTable.ABSENT;
    private long resumeDegree;
    private boolean resuming;

    /** The row of {@link #firsts}'s first. In the midst of a row nothing is looked up: its slots must stay. */
    private int found;

    /** Hears of pairs. */
    interface Listener {
        /** Nobody wants to know. */
        Listener NONE =
                new Listener() {
                    @Override
                    public void paired(int slot, int weight, Output output) {}

                    @Override
                    public void emitted(Output output) {}
                };

        /** The kept row in this slot has met a row of this weight. */
        void paired(int slot, int weight, Output output);

        /** The pairs heard of so far have been emitted. */
        void emitted(Output output);
    }

    /**
     * @param input of the rows in hand: 0 is the left side
     */
    Probe(int input, JoinKeys keys, JoinSide kept, Pairs pairs, Listener listener) {
        this.input = input;
        this.keys = keys;
        this.kept = kept;
        this.pairs = pairs;
        this.listener = listener;
    }

    /** Whether no row has been joined in part, so that its matches need not stay where they are. */
    boolean isBetweenRows() {
        return !resuming && marks == 0;
    }

    /** Goes on from the marks that a snapshot holds. */
    void restore() {
        int[] slots = new int[Batch.MAX_ROWS];
        int listed = kept.table().list(0, slots);
        while (listed > 0) {
            for (int i = 0; i < listed; i++) {
                marks += kept.isMarked(slots[i]) ? 1 : 0;
            }
            listed = kept.table().list(slots[listed - 1] + 1, slots);
        }
    }

    /**
     * After {@link #probe}: the sum of the weights of the partners of a row that was joined, counted from the first
     * one.
     */
    long degree(int index) {
        return degrees[index];
    }

    /** Joins rows from {@code from} on; the first row that was not joined. */
    int probe(Batch batch, int from, Output output) {
        int size = batch.size();
        boolean mayBeAlone = keys.mayBeAlone(batch);
        if (!resuming) {
            kept.table().find(batch, keys.columns(), from, size, firsts);
            found = from;
        }
        pairs.begin(kept);
        Arrays.fill(degrees, 0, size - from, 0);
        int row = from;
        boolean room = true;
        while (row < size && room) {
            int position = batch.position(row);
            int first = mayBeAlone && keys.isAlone(batch, position) ? MultimapTable.ABSENT : firsts[row - found];
            int begin = resuming ? resumeSlot : first;
            degrees[row - from] = resuming ? resumeDegree : 0;
            int slot = begin;
            while (slot != MultimapTable.ABSENT && room) {
                pairs.add(row - from, position, slot, marks > 0 && kept.isMarked(slot));
                slot = kept.table().next(slot);
                if (pairs.isFull()) {
                    flush(batch, from, output);
                    room = output.room();
                }
            }
            if (slot != MultimapTable.ABSENT) {
                interrupt(begin, slot, degrees[row - from]);
                break;
            }
            if (resuming || marks > 0) {
                unmark(first);
            }
            resuming = false;
            row++;
        }
        flush(batch, from, output);
        return row;
    }

    private void interrupt(int begin, int next, long degree) {
        for (int slot = begin; slot != next; slot = kept.table().next(slot)) {
            if (!kept.isMarked(slot)) {
                kept.mark(slot, 1);
                marks++;
            }
        }
        resuming = true;
        resumeSlot = next;
        resumeDegree = degree;
    }

    private void unmark(int first) {
        for (int slot = first; slot != MultimapTable.ABSENT && marks > 0; slot = kept.table().next(slot)) {
            if (kept.isMarked(slot)) {
                kept.mark(slot, 0);
                marks--;
            }
        }
    }

    /** Emits the pairs gathered so far. */
    private void flush(Batch batch, int from, Output output) {
        if (pairs.count() == 0) {
            return;
        }
        int passes = pairs.judge(batch, kept, input);
        boolean weighted = batch.isWeighted();
        int fresh = 0;
        for (int i = 0; i < passes; i++) {
            int pair = pairs.passing[i];
            int slot = pairs.slots[pair];
            int row = pairs.rows[pair];
            int keptWeight = kept.table().weight(slot);
            degrees[row] += keptWeight;
            if (!pairs.again[pair]) {
                int weight = weighted ? batch.weightAt(batch.position(from + row)) : 1;
                if (listener != Listener.NONE) {
                    listener.paired(slot, weight, output);
                }
                pairs.passing[fresh] = pair;
                pairs.weights[fresh++] = Math.multiplyExact(weight, keptWeight);
            }
        }
        pairs.emit(batch, kept, input, fresh, output);
        pairs.clear();
        listener.emitted(output);
    }
}
