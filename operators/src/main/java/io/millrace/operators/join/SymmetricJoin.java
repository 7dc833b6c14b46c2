package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.Schema;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.operators.Flow;
import io.millrace.operators.join.JoinSide.Degrees;
import java.util.List;

/**
 * Joins each arriving row with what is kept of the other side, and then keeps it. Belongs to one thread.
 *
 * <p><b>Weights.</b> A pair's weight is the product of its rows' weights. Where rows without a partner matter, each
 * kept row knows its degree, the sum of its partners' weights: it has a partner while that is above zero. A row that
 * arrives changes the degree of each partner, and where that passes zero, the partner's row without a partner appears
 * or vanishes.
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
    private final Probe[] probes;
    private final PaddedRows[] padded;
    private final int[] ownSlots = new int[Batch.MAX_ROWS];

    /** The two sides with what makes a pair. */
    record Sides(JoinSide left, JoinSide right, JoinCondition condition) {
        static Sides declare(Flow left, Flow right, JoinType type, JoinCondition condition, OperatorContext context) {
            return new Sides(
                    JoinSide.declare("left", left, JoinKeys.left(condition), degrees(type, 0), context.state()),
                    JoinSide.declare("right", right, JoinKeys.right(condition), degrees(type, 1), context.state()),
                    condition);
        }
    }

    SymmetricJoin(Sides sides, JoinType type, Unpartnered unpartnered, Schema output, OperatorContext context) {
        this.type = type;
        this.unpartnered = unpartnered;
        this.sides = List.of(sides.left(), sides.right());
        int leftSize = sides.left().schema().size();
        this.padded =
                new PaddedRows[] {
                    new PaddedRows(output, sides.left().schema(), 0, context.buffers()),
                    new PaddedRows(output, sides.right().schema(), type.isLeftOnly() ? 0 : leftSize, context.buffers())
                };
        Pairs pairs = Pairs.of(sides.left().schema(), sides.right().schema(), sides.condition(), type, context);
        this.probes =
                new Probe[] {
                    new Probe(0, sides.left().keys(), sides.right(), pairs, listener(1)),
                    new Probe(1, sides.right().keys(), sides.left(), pairs, listener(0))
                };
        if (context.isRestored()) {
            probes[0].restore();
            probes[1].restore();
        }
    }

    /** Keeps the degrees of the kept rows of an input, where its rows can be in the result by themselves. */
    private Probe.Listener listener(int input) {
        if (!keeps(input)) {
            return Probe.Listener.NONE;
        }
        return new Probe.Listener() {
            @Override
            public void paired(int slot, int weight, Output output) {
                changeDegree(input, slot, weight, output);
            }

            @Override
            public void emitted(Output output) {
                padded[input].flush(output);
            }
        };
    }

    JoinSide side(int input) {
        return sides.get(input);
    }

    void close() {
        padded[0].close();
        padded[1].close();
    }

    /** Whether no row has been joined in part: then what is kept may be forgotten. */
    boolean isBetweenRows() {
        return probes[0].isBetweenRows() && probes[1].isBetweenRows();
    }

    /** Joins rows from {@code from} on; the first row that was not joined. */
    int join(int input, Batch batch, int from, Output output) {
        int reached = probes[input].probe(batch, from, output);
        settle(input, batch, from, reached, output);
        return reached;
    }

    /** Joins rows as {@link #join} does, of an input whose rows are not in the result by themselves; keeps none. */
    int meet(int input, Batch batch, int from, Output output) {
        return probes[input].probe(batch, from, output);
    }

    /** Keeps rows that have met those of the other side. */
    void keep(int input, Batch batch, int from, int to) {
        sides.get(input).add(batch, from, to, ownSlots);
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
                if (shown(probes[input].degree(row - from)) == 1
                        && (emitsAlone() || own.keys().isAlone(batch, position))) {
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
                    own.setDegree(slot, probes[input].degree(row - from));
                }
            }
        }
    }

    /** Whether rows of this input are in the result by themselves, depending on their degree. */
    boolean keeps(int input) {
        return degrees(type, input) == Degrees.KEPT;
    }

    static Degrees degrees(JoinType type, int input) {
        boolean kept = input == 0 ? type.keepsLeft() || type.isLeftOnly() : type.keepsRight();
        return kept ? Degrees.KEPT : Degrees.NOT_KEPT;
    }

    /** 1 where a row with this degree is in the result by itself, 0 where it is not. */
    int shown(long degree) {
        return (degree > 0) == (type == JoinType.SEMI) ? 1 : 0;
    }

    private boolean emitsAlone() {
        return unpartnered == Unpartnered.AT_ONCE || type == JoinType.SEMI;
    }
}
