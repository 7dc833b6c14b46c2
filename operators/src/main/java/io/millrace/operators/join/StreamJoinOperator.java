package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import org.jspecify.annotations.Nullable;

/** Runs a {@link StreamJoin}. */
final class StreamJoinOperator implements Operator {
    private OperatorContext context;
    private final StreamJoin spec;
    private SymmetricJoin join;

    StreamJoinOperator(StreamJoin spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        SymmetricJoin.Sides sides =
                SymmetricJoin.Sides.declare(spec.left(), spec.right(), spec.type(), spec.condition(), context);
        join = new SymmetricJoin(sides, spec.type(), SymmetricJoin.Unpartnered.AT_ONCE, spec.output(), context);
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        if (join.isBetweenRows()) {
            context.state().forget(context.clock().millis());
        }
        return join.join(input, batch, from, output);
    }

    @Override
    public void close() {
        closeIfOpen(join);
    }

    static void closeIfOpen(@Nullable SymmetricJoin join) {
        if (join != null) {
            join.close();
        }
    }
}
