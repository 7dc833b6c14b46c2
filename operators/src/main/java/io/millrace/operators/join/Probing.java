package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.ByteCells;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.IntCells;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.StateTables;
import io.millrace.operators.Outbox;
import io.millrace.operators.join.JoinSide.Shown;
import java.util.Arrays;

/**
 * Pairs the rows of one input with the stored rows of the other side; the weight of a pair is the product of the weights.
 *
 * <p><b>Rows without a partner.</b> A row counts its partners by weight: as long as that is not above zero, an outer join has the
 * row padded with nulls, an anti join the row itself; a semi join has it as long as it is. So when a row of the other side comes or
 * goes, each stored partner's count changes, and where it crosses zero a row is emitted.
 *
 * <p><b>Exploding rows.</b> A row with more partners than there is room for stops in their midst: it is not consumed. Each stored
 * row that it has passed is marked, and under its key stands how many partners it had so far. The next call begins with the same
 * row, and passes over those that are marked, in whatever order they come now: it may be in another instance, after a restore.
 * When the row is done the marks are taken away.
 */
final class Probing {
    /** From how many waiting rows on a row may be left in its midst. */
    private static final int EXPLODES = 2 * Batch.MAX_ROWS;

    private static final Schema CURSOR = Schema.of(Field.of("input", Plain.INT), Field.of("partners", Plain.BIGINT));

    private final int input;
    private final JoinSide mine;
    private final JoinSide other;
    private final Pairs pairs;
    private final MapTable cursor;
    private final Outbox outbox;
    private final ColumnBuilder[] columns;
    private final boolean emitsPairs;

    /** The stored row at which this instance stopped in the midst of a row's partners, or ABSENT: spares the walk to it. */
    private int pausedAt = MultimapTable.ABSENT;

    private final int[] firsts = new int[Batch.MAX_ROWS];
    private final int[] cursorSlot = new int[1];
    private final long[] partners = new long[Batch.MAX_ROWS];
    private final int[] chosen = new int[Batch.MAX_ROWS];
    private final int[] chosenWeights = new int[Batch.MAX_ROWS];

    /**
     * @param input of the rows that are paired
     * @param type SEMI and ANTI have no pairs in their output
     */
    Probing(int input, JoinSide mine, Pairs pairs, JoinType type, Outbox outbox, MapTable cursor) {
        this.input = input;
        this.mine = mine;
        this.other = pairs.stored();
        this.pairs = pairs;
        this.emitsPairs = !type.isLeftOnly();
        this.outbox = outbox;
        this.cursor = cursor;
        this.columns = new ColumnBuilder[outbox.columnCount()];
        Arrays.setAll(columns, outbox::column);
    }

    /** The table that says at which rows the instances stand in the midst of partners, by the join's keys. */
    static MapTable cursor(Schema keys, StateTables state) {
        return keys.size() == 0 ? state.ownMap("cursor", keys, CURSOR) : state.map("cursor", keys, CURSOR);
    }

    /** Pairs rows from {@code from} on and returns the first row that was not: the outbox has what they give. */
    int probe(Batch batch, int from, Output output) {
        if (outbox.size() > 0 && outbox.drain(output) == Progress.MORE) {
            return from;
        }
        other.table().find(batch, mine.keys, from, batch.size(), firsts);
        Arrays.fill(partners, 0, batch.size() - from, 0);
        boolean resumes = resume(batch, from);
        int row = from;
        while (row < batch.size()) {
            boolean resumed = resumes && row == from;
            if (!pair(batch, row, from, resumed, output)) {
                break;
            }
            if (resumed) {
                forget(batch, row);
            }
            row++;
            if (outbox.isFull() && outbox.drain(output) == Progress.MORE) {
                break;
            }
        }
        settle(batch, from);
        showAll(batch, from, row);
        return row;
    }

    /** How many partners the rows had that were paired last; entry 0 is that of the first one. */
    long[] partners() {
        return partners;
    }

    /** Pairs a row with its partners. Returns false if it stopped in their midst. */
    private boolean pair(Batch batch, int row, int from, boolean resumed, Output output) {
        MultimapTable stored = other.table();
        ByteCells passed = other.passed();
        int position = batch.position(row);
        int weight = batch.weightAt(position);
        int start = mine.isLost(batch, position) ? MultimapTable.ABSENT : firsts[row - from];
        if (resumed && pausedAt != MultimapTable.ABSENT) {
            start = pausedAt;
        }
        pausedAt = MultimapTable.ABSENT;
        for (int slot = start; slot != MultimapTable.ABSENT; slot = stored.next(slot)) {
            if (resumed && passed.get(slot) != 0) {
                continue;
            }
            if (pairs.isFull()) {
                settle(batch, from);
                if (outbox.size() >= EXPLODES && outbox.drain(output) == Progress.MORE) {
                    pause(batch, row, from, start, slot);
                    return false;
                }
            }
            pairs.add(row, position, slot, weight * stored.weight(slot));
        }
        return true;
    }

    /** Marks the stored rows from {@code start} up to and without {@code end} as passed by this row. */
    private void pause(Batch batch, int row, int from, int start, int end) {
        MultimapTable stored = other.table();
        ByteCells passed = other.passed();
        for (int slot = start; slot != end; slot = stored.next(slot)) {
            if (passed.get(slot) == 0) {
                stored.touch(slot);
                passed.set(slot, (byte) 1);
            }
        }
        cursor.findOrAdd(batch, mine.keys, row, row + 1, cursorSlot);
        ((IntCells) cursor.value(0)).set(cursorSlot[0], input);
        ((LongCells) cursor.value(1)).set(cursorSlot[0], partners[row - from]);
        pausedAt = end;
    }

    /** Whether row {@code from} was left in the midst of its partners. */
    private boolean resume(Batch batch, int from) {
        if (cursor.size() == 0) {
            return false;
        }
        cursor.find(batch, mine.keys, from, from + 1, cursorSlot);
        if (cursorSlot[0] == MapTable.ABSENT || ((IntCells) cursor.value(0)).get(cursorSlot[0]) != input) {
            return false;
        }
        partners[0] = ((LongCells) cursor.value(1)).get(cursorSlot[0]);
        return true;
    }

    /** Takes away what a row that stopped in its midst has left, now that it is done. */
    private void forget(Batch batch, int row) {
        cursor.find(batch, mine.keys, row, row + 1, cursorSlot);
        cursor.remove(cursorSlot[0]);
        MultimapTable stored = other.table();
        ByteCells passed = other.passed();
        for (int slot = firsts[0]; slot != MultimapTable.ABSENT; slot = stored.next(slot)) {
            if (passed.get(slot) != 0) {
                stored.touch(slot);
                passed.set(slot, (byte) 0);
            }
        }
    }

    /** Counts and emits the pairs so far. */
    private void settle(Batch batch, int from) {
        pairs.filter(batch);
        if (pairs.count == 0) {
            return;
        }
        if (mine.counts()) {
            for (int i = 0; i < pairs.count; i++) {
                partners[pairs.rows[i] - from] += other.table().weight(pairs.slots[i]);
            }
        }
        if (emitsPairs) {
            for (int column = 0; column < mine.schema.size(); column++) {
                columns[mine.outputStart + column].appendAll(batch.column(column), pairs.positions, 0, pairs.count);
            }
            other.gather(pairs.slots, pairs.count, columns, other.outputStart);
            for (int i = 0; i < pairs.count; i++) {
                outbox.weigh(1, pairs.weights[i]);
            }
        }
        if (other.counts()) {
            changeCounts(batch);
        }
        pairs.count = 0;
    }

    /** Changes the counts of stored partners, and emits those whose count crosses zero. */
    private void changeCounts(Batch batch) {
        LongCells counts = other.partners();
        int count = 0;
        for (int i = 0; i < pairs.count; i++) {
            int slot = pairs.slots[i];
            long before = counts.get(slot);
            long after = before + batch.weightAt(pairs.positions[i]);
            other.table().touch(slot);
            counts.set(slot, after);
            if (before > 0 != after > 0) {
                boolean appears = after > 0 == (other.shown == Shpairs.WITH_PARTNER);
                chosen[count] = slot;
                chosenWeights[count++] = appears ? other.table().weight(slot) : -other.table().weight(slot);
            }
        }
        if (count > 0) {
            other.gather(chosen, count, columns, other.outputStart);
            pad(other, count);
            for (int i = 0; i < count; i++) {
                outbox.weigh(1, chosenWeights[i]);
            }
        }
    }

    /** Emits the rows that have a row of their own, by how many partners they have. */
    private void showAll(Batch batch, int from, int to) {
        if (mine.counts()) {
            boolean wanted = mine.shown == Shpairs.WITH_PARTNER;
            int count = 0;
            for (int row = from; row < to; row++) {
                if (partners[row - from] > 0 == wanted) {
                    chosen[count] = batch.position(row);
                    chosenWeights[count] = batch.weightAt(chosen[count]);
                    count++;
                }
            }
            if (count > 0) {
                for (int column = 0; column < mine.schema.size(); column++) {
                    columns[mine.outputStart + column].appendAll(batch.column(column), chosen, 0, count);
                }
                pad(mine, count);
                for (int i = 0; i < count; i++) {
                    outbox.weigh(1, chosenWeights[i]);
                }
            }
        }
    }

    /** Fills the columns of the other side with nulls. */
    private void pad(JoinSide side, int count) {
        for (int column = 0; column < columns.length; column++) {
            if (column < side.outputStart || column >= side.outputStart + side.schema.size()) {
                for (int i = 0; i < count; i++) {
                    columns[column].appendNull();
                }
            }
        }
    }
}
