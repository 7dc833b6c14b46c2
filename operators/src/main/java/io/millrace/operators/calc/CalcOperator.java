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
import io.millrace.operators.expression.TooWide;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Filters and projects batch by batch. */
final class CalcOperator implements Operator {
    private final Calc spec;

    /** How many rows to take at once: less than a batch where long texts are made of them. */
    private int most = Batch.MAX_ROWS;

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
        while (true) {
            int to = Math.min(batch.size(), from + most);
            if (from == 0 && to == batch.size()) {
                if (project(batch, from, output)) {
                    return to;
                }
            } else {
                Batch part = batch.rows(from, to);
                try {
                    if (project(part, 0, output)) {
                        return to;
                    }
                } finally {
                    part.release();
                }
            }
        }
    }

    /** False where the texts that are made of the rows are too long for one batch: then they are to be fewer. */
    private boolean project(Batch batch, int from, Output output) {
        Optional<Batch> projected;
        try {
            projected = projector.projectBounded(batch, from, buffers);
        } catch (TooWide e) {
            most = Math.max(1, (batch.size() - from) / 2);
            return false;
        } catch (MillraceException e) {
            throw explained(e, batch);
        }
        if (most < Batch.MAX_ROWS && (projected.isEmpty() || projected.get().heldBytes() < Batch.MAX_BYTES)) {
            most = Math.min(Batch.MAX_ROWS, 2 * most);
        }
        if (projected.isPresent()) {
            output.emit(projected.get());
        }
        return true;
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
