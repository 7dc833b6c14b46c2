package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.Schema;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MapTable;
import io.millrace.operators.Columnar;
import io.millrace.operators.Outbox;
import io.millrace.operators.join.JoinSide.Role;
import io.millrace.operators.join.JoinSide.Shown;

/** Both sides are kept: the rows of a batch are paired with the stored rows of the other side, and are then stored themselves. */
final class StreamJoinOperator implements Operator {
    private final StreamJoin spec;
    private JoinSide[] sides;
    private Pairs[] pairs;
    private Probing[] probings;
    private Outbox outbox;
    private final int[] slots = new int[Batch.MAX_ROWS];

    StreamJoinOperator(StreamJoin spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext context) {
        Schema left = spec.left().schema();
        Schema right = spec.right().schema();
        JoinCondition condition = spec.condition();
        JoinType type = spec.type();
        Role leftRole = new Role("left", 0, Shown.ofLeft(type));
        Role rightRole = new Role("right", left.size(), type.keepsRight() ? Shown.WITHOUT_PARTNER : Shown.NEVER);
        sides = new JoinSide[] {
            new JoinSide(left, Columnar.ints(condition.leftKeys()), condition.keys(), leftRole).stored(context.state()),
            new JoinSide(right, Columnar.ints(condition.rightKeys()), condition.keys(), rightRole).stored(context.state())
        };
        MapTable cursor = Probing.cursor(left.project(sides[0].keys), context.state());
        outbox = new Outbox(spec.output(), context.buffers());
        pairs = new Pairs[2];
        probings = new Probing[2];
        for (int side = 0; side < 2; side++) {
            pairs[side] = Pairs.of(condition, sides[0].schema, sides[1].schema, side == 0, sides[1 - side], context);
            probings[side] = new Probing(side, sides[side], pairs[side], type, outbox, cursor);
        }
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        int next = probings[input].probe(batch, from, output);
        sides[input].add(batch, from, next, probings[input].partners(), slots);
        if (outbox.size() > 0 && output.room()) {
            outbox.emit(output);
        }
        return next;
    }

    @Override
    public Progress endInput(int input, Output output) {
        return outbox.drain(output);
    }

    @Override
    public Progress flush(FlushReason reason, Output output) {
        return outbox.drain(output);
    }

    @Override
    public void close() {
        if (outbox != null) {
            outbox.close();
        }
        if (pairs != null) {
            pairs[0].close();
            pairs[1].close();
        }
    }
}
