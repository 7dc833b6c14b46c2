package io.millrace.operators.calc;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.expression.FailedRow;
import io.millrace.operators.expression.Projector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Filters and projects batch by batch. */
final class CalcOperator implements Operator {
    private final Calc spec;
    private Projector projector;
    private BufferPool buffers = BufferPool.HEAP;
    private SessionSettings session;
    private Clock clock;

    CalcOperator(Calc spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext context) {
        projector =
                Projector.compile(
                        spec.projections(), spec.condition(), spec.input().types(), context.session(), context.clock());
        buffers = context.buffers();
        session = context.session();
        clock = context.clock();
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        Optional<Batch> projected;
        try {
            projected = projector.project(batch, from, buffers);
        } catch (MillraceException e) {
            throw explained(e, batch);
        }
        if (projected.isPresent()) {
            output.emit(projected.get());
        }
        return batch.size();
    }

    private MillraceException explained(MillraceException failure, Batch batch) {
        int row = projector.failedRow();
        if (row < 0 || failure.kind() != MillraceException.Kind.USER) {
            return failure;
        }
        List<Expression> all = new ArrayList<>(spec.projections());
        spec.condition().ifPresent(all::addFirst);
        return FailedRow.find(failure, new FailedRow.Work(all, spec.input(), session, clock), batch, row).exception();
    }
}
