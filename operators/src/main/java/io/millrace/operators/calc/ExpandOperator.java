package io.millrace.operators.calc;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Lease;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.operators.expression.Projector;
import io.millrace.operators.expression.TooWide;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Projects some rows at a time, once with each list: about a batch in all. */
final class ExpandOperator implements Operator {
    private final Expand spec;
    private final List<Projector> projectors = new ArrayList<>();
    private BufferPool buffers;

    ExpandOperator(Expand spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext context) {
        buffers = context.buffers();
        spec.projections()
                .forEach(projections ->
                        projectors.add(
                                Projector.compile(
                                        projections,
                                        Optional.empty(),
                                        spec.input().types(),
                                        context.session(),
                                        context.clock())));
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        int chunk = Math.max(1, Batch.MAX_ROWS / Math.max(1, projectors.size()));
        int row = from;
        while (row < batch.size() && (row == from || output.room())) {
            int to = Math.min(batch.size(), row + chunk);
            int[] positions = buffers.ints(to - row);
            for (int i = row; i < to; i++) {
                positions[i - row] = batch.position(i);
            }
            Batch part = batch.select(positions, to - row, new Lease(buffers, positions));
            for (Projector projector : projectors) {
                project(projector, part, output);
            }
            part.release();
            row = to;
        }
        return row;
    }

    private void project(Projector projector, Batch batch, Output output) {
        Optional<Batch> projected = Optional.empty();
        try {
            projected = projector.projectBounded(batch, 0, buffers);
        } catch (TooWide e) {
            int middle = batch.size() / 2;
            Batch first = batch.rows(0, middle);
            project(projector, first, output);
            first.release();
            Batch second = batch.rows(middle, batch.size());
            project(projector, second, output);
            second.release();
        }
        if (projected.isPresent()) {
            output.emit(projected.get());
        }
    }
}
