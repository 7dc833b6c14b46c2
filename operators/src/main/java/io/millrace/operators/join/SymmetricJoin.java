package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.Schema;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.operators.expression.Projector;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Joins each arriving row with what is kept of the other side, and then keeps it. Belongs to one thread.
 *
 * <p><b>Weights.</b> A pair's weight is the product of its rows' weights. Where rows without a partner matter, each
 * kept row knows its degree, the sum of its partners' weights: it has a partner while that is above zero. A row that
 * arrives changes the degree of each partner, and where that passes zero, the partner's row without a partner appears
 * or vanishes.
 *
 * <p><b>Stopping.</b> A row may have more partners than there is room for. Then the partners that it was joined with
 * are marked, the call ends before that row, and goes on behind them when it is repeated; after a restore the marks
 * alone say how far it was.
 */
final class SymmetricJoin {

    /** When rows without a partner are emitted. */
    enum Unpartnered {
        /** At once, to be taken back should a partner come. */
        AT_ONCE,
        /** By whoever forgets them, who knows that none will come. */
        WHEN_FORGOTTEN
    }

    private final JoinType type;
    private final Unpartnered unpartnered;
    private final List<JoinSide> sides;
    private final Pairs pairs;
    private final PaddedRows[] padded;
    private final int[] firsts = new int[Batch.MAX_ROWS];
    private final int[] ownSlots = new int[Batch.MAX_ROWS];
    private final long[] degrees = new long[Batch.MAX_ROWS];
    private final int[] weights = new int[Batch.MAX_ROWS];
    private int marks;
    private int resumeSlot = MultimapTable.ABSENT;
    private long resumeDegree;
    private boolean resuming;

    /** The two sides with what makes a pair. */
    record Sides(JoinSide left, JoinSide right, JoinCondition condition) {
        static Sides declare(Schema left, Schema right, JoinCondition condition, OperatorContext context) {
            return new Sides(
                    JoinSide.declare("left", left, condition.leftKeys(), condition, context.state()),
                    JoinSide.declare("right", right, condition.rightKeys(), condition, context.state()),
                    condition);
        }
    }

    SymmetricJoin(Sides sides, JoinType type, Unpartnered unpartnered, Schema output, OperatorContext context) {
        this.type = type;
        this.unpartnered = unpartnered;
        this.sides = List.of(sides.left(), sides.right());
        Schema both = concat(sides.left().schema(), sides.right().schema());
        Optional<Projector> residual =
                sides.condition()
                        .residual()
                        .map(condition ->
                                Projector.compile(List.of(), Optional.of(condition), both.types(), context.session()));
        this.pairs = new Pairs(both, residual, context.buffers());
        int leftSize = sides.left().schema().size();
        this.padded =
                new PaddedRows[] {
                    new PaddedRows(output, sides.left().schema(), 0, context.buffers()),
                    new PaddedRows(output, sides.right().schema(), type.isLeftOnly() ? 0 : leftSize, context.buffers())
                };
        this.marks = context.isRestored() ? countMarks(sides.left()) + countMarks(sides.right()) : 0;
    }

    static Schema concat(Schema left, Schema right) {
        return new Schema(java.util.stream.Stream.concat(left.fields().stream(), right.fields().stream()).toList());
    }

    JoinSide side(int input) {
        return sides.get(input);
    }

    void close() {
        padded[0].close();
        padded[1].close();
    }

    /** Joins rows from {@code from} on; the first row that was not joined. */
    int join(int input, Batch batch, int from, Output output) {
        JoinSide own = sides.get(input);
        JoinSide other = sides.get(1 - input);
        int size = batch.size();
        other.table().find(batch, own.keys(), from, size, firsts);
        Arrays.fill(degrees, 0, size - from, 0);
        int row = from;
        boolean room = true;
        while (row < size && room) {
            int position = batch.position(row);
            int first = own.isAlone(batch, position) ? MultimapTable.ABSENT : firsts[row - from];
            int begin = resuming ? resumeSlot : first;
            degrees[row - from] = resuming ? resumeDegree : 0;
            int slot = begin;
            while (slot != MultimapTable.ABSENT && room) {
                pairs.add(row - from, position, slot, marks > 0 && other.isMarked(slot));
                slot = other.table().next(slot);
                if (pairs.isFull()) {
                    flush(input, batch, from, output);
                    room = output.room();
                }
            }
            if (slot != MultimapTable.ABSENT) {
                interrupt(other, begin, slot, degrees[row - from]);
                break;
            }
            if (resuming || marks > 0) {
                unmark(other, first);
            }
            resuming = false;
            row++;
        }
        flush(input, batch, from, output);
        settle(input, batch, from, row, output);
        return row;
    }

    private void interrupt(JoinSide other, int begin, int next, long degree) {
        for (int slot = begin; slot != next; slot = other.table().next(slot)) {
            if (!other.isMarked(slot)) {
                other.mark(slot, 1);
                marks++;
            }
        }
        resuming = true;
        resumeSlot = next;
        resumeDegree = degree;
    }

    private void unmark(JoinSide other, int first) {
        for (int slot = first; slot != MultimapTable.ABSENT && marks > 0; slot = other.table().next(slot)) {
            if (other.isMarked(slot)) {
                other.mark(slot, 0);
                marks--;
            }
        }
    }

    private static int countMarks(JoinSide side) {
        int[] slots = new int[Batch.MAX_ROWS];
        int count = 0;
        int listed = side.table().list(0, slots);
        while (listed > 0) {
            for (int i = 0; i < listed; i++) {
                count += side.isMarked(slots[i]) ? 1 : 0;
            }
            listed = side.table().list(slots[listed - 1] + 1, slots);
        }
        return count;
    }

    /** Emits the pairs gathered so far, and tells both rows of each that they have a partner. */
    private void flush(int input, Batch batch, int from, Output output) {
        if (pairs.count() == 0) {
            return;
        }
        JoinSide other = sides.get(1 - input);
        boolean keepsOther = keeps(1 - input);
        int passes = pairs.judge(batch, other, input);
        int emitted = 0;
        for (int i = 0; i < passes; i++) {
            int pair = pairs.passing[i];
            int slot = pairs.slots[pair];
            int row = pairs.rows[pair];
            int otherWeight = other.table().weight(slot);
            degrees[row] += otherWeight;
            if (pairs.again[pair]) {
                continue;
            }
            int weight = batch.weightAt(batch.position(from + row));
            if (keepsOther) {
                changeDegree(1 - input, slot, weight, output);
            }
            pairs.passing[emitted] = pair;
            weights[emitted++] = Math.multiplyExact(weight, otherWeight);
        }
        if (emitted > 0 && !type.isLeftOnly()) {
            output.emit(pairs.build(batch, other, input, emitted, weights));
        }
        pairs.clear();
        padded[1 - input].flush(output);
    }

    private void changeDegree(int input, int slot, int by, Output output) {
        JoinSide side = sides.get(input);
        long before = side.degree(slot);
        side.table().touch(slot);
        side.setDegree(slot, before + by);
        int change = shown(before + by) - shown(before);
        if (change != 0 && emitsAlone()) {
            padded[input].add(side, slot, change * side.table().weight(slot), output);
        }
    }

    /** Emits the rows in hand that are in the result by themselves, and keeps all. */
    private void settle(int input, Batch batch, int from, int to, Output output) {
        if (to == from) {
            return;
        }
        JoinSide own = sides.get(input);
        boolean kept = keeps(input);
        if (kept) {
            for (int row = from; row < to; row++) {
                int position = batch.position(row);
                // A row without a key is not kept: it is now or never.
                if (shown(degrees[row - from]) == 1 && (emitsAlone() || own.isAlone(batch, position))) {
                    padded[input].add(batch, position, batch.weightAt(position), output);
                }
            }
            padded[input].flush(output);
        }
        own.add(batch, from, to, ownSlots);
        if (kept) {
            for (int row = from; row < to; row++) {
                int slot = ownSlots[row - from];
                if (slot != MultimapTable.ABSENT) {
                    own.setDegree(slot, degrees[row - from]);
                }
            }
        }
    }

    /** Whether rows of this input are in the result by themselves, depending on their degree. */
    boolean keeps(int input) {
        return input == 0 ? type.keepsLeft() || type.isLeftOnly() : type.keepsRight();
    }

    /** 1 where a row with this degree is in the result by itself, 0 where it is not. */
    int shown(long degree) {
        return (degree > 0) == (type == JoinType.SEMI) ? 1 : 0;
    }

    private boolean emitsAlone() {
        return unpartnered == Unpartnered.AT_ONCE || type == JoinType.SEMI;
    }
}
