package io.millrace.operators.calc;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.operators.expression.Projector;
import java.util.Optional;

/** Filters and projects batch by batch. */
final class CalcOperator implements Operator {
    private final Calc spec;
    private Projector projector;
    private BufferPool buffers = BufferPool.HEAP;

    CalcOperator(Calc spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext context) {
        projector =
                Projector.compile(
                        spec.projections(), spec.condition(), spec.input().types(), context.session(), context.clock());
        buffers = context.buffers();
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        Optional<Batch> projected = projector.project(batch, from, buffers);
        if (projected.isPresent()) {
            output.emit(projected.get());
        }
        return batch.size();
    }
}
