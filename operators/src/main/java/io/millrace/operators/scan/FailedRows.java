package io.millrace.operators.scan;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.source.OnError;
import io.millrace.dataflow.source.Rejects;
import io.millrace.dataflow.source.RowOrigin;
import io.millrace.operators.expression.FailedRow;
import io.millrace.operators.expression.Projector;
import io.millrace.operators.expression.TooWide;
import java.util.List;
import java.util.Optional;

/**
 * Computes with the rows of a scan, and does with a row for which an expression fails what the table says: ends the
 * job, counts it, or keeps it with the reason. Belongs to the scan's thread.
 *
 * <p>Batches are computed as a whole. Only where that fails is a batch taken in parts, around the rows that fail.
 */
final class FailedRows {
    private final Scan spec;
    private final OperatorContext context;
    private final BufferPool buffers;
    private final Metrics.Counter counter;
    private final BatchBuilder rejects;
    private boolean told;
    private long bytes;

    /** One output of a scan. */
    record Branch(int port, Projector projector, List<Expression> expressions) {}

    FailedRows(Scan spec, OperatorContext context) {
        this.spec = spec;
        this.context = context;
        this.buffers = context.buffers();
        this.counter = context.metrics().counter("rejected-records");
        this.rejects = new BatchBuilder(Rejects.SCHEMA, buffers);
    }

    /** Emits what a branch makes of a batch, which is lent for the call, but for the rows that fail. */
    void project(Branch branch, Batch batch, OpenSplit split, Output output) {
        Optional<Batch> projected;
        try {
            projected = branch.projector().projectBounded(batch, 0, buffers);
        } catch (TooWide e) {
            int middle = batch.size() / 2;
            projectPart(branch, batch, 0, middle, split, output);
            projectPart(branch, batch, middle, batch.size(), split, output);
            return;
        } catch (MillraceException e) {
            checked(e, branch.projector().failedRow());
            projectAround(branch, batch, split, output);
            return;
        }
        if (projected.isPresent()) {
            emit(branch, projected.get(), output);
        }
    }

    private void projectPart(Branch branch, Batch batch, int from, int to, OpenSplit split, Output output) {
        Batch part = rows(batch, from, to, buffers);
        try {
            project(branch, part, split, output);
        } finally {
            part.release();
        }
    }

    private void projectAround(Branch branch, Batch batch, OpenSplit split, Output output) {
        int from = 0;
        while (from < batch.size()) {
            Batch rest = rows(batch, from, batch.size(), buffers);
            Optional<Batch> projected;
            try {
                projected = branch.projector().projectBounded(rest, 0, buffers);
            } catch (MillraceException e) {
                int failed = from + checked(e, branch.projector().failedRow());
                // Rows in front of it may fail too, in an expression that is computed later.
                Batch before = rows(batch, from, failed, buffers);
                projectAround(branch, before, split, output);
                before.release();
                reject(e, branch.expressions(), batch, failed, split);
                from = failed + 1;
                continue;
            } catch (TooWide e) {
                int middle = from + (batch.size() - from) / 2;
                projectPart(branch, batch, from, middle, split, output);
                projectPart(branch, batch, middle, batch.size(), split, output);
                return;
            } finally {
                rest.release();
            }
            if (projected.isPresent()) {
                emit(branch, projected.get(), output);
            }
            return;
        }
    }

    private void emit(Branch branch, Batch batch, Output output) {
        bytes += batch.heldBytes();
        output.emit(branch.port(), batch);
    }

    /** How many bytes of texts and nested values were emitted since the last call. */
    long takeBytes() {
        long taken = bytes;
        bytes = 0;
        return taken;
    }

    /** The rows of a batch whose time is known, at which the clock then stands. Takes over the batch. */
    Batch timed(EventClock clock, Batch batch, OpenSplit split) {
        Batch left = batch;
        while (true) {
            try {
                clock.read(left);
                return left;
            } catch (MillraceException e) {
                left = withoutUntimed(e, clock, left, split);
            }
        }
    }

    private Batch withoutUntimed(MillraceException cause, EventClock clock, Batch batch, OpenSplit split) {
        try {
            int failed = checked(cause, clock.failedRow());
            reject(cause, clock.expressions(), batch, failed, split);
            return without(batch, failed);
        } finally {
            batch.release();
        }
    }

    /** Emits what was kept since the last call. */
    void drain(Output output) {
        if (!rejects.isEmpty()) {
            output.emit(spec.rejectsPort(), rejects.build());
        }
    }

    void close() {
        rejects.close();
    }

    /** Some rows of a batch. */
    static Batch rows(Batch batch, int from, int to, BufferPool buffers) {
        int[] positions = buffers.ints(to - from);
        for (int row = from; row < to; row++) {
            positions[row - from] = batch.position(row);
        }
        return batch.select(positions, to - from, new Lease(buffers, positions));
    }

    private Batch without(Batch batch, int row) {
        int count = batch.size() - 1;
        int[] positions = buffers.ints(Math.max(1, count));
        for (int i = 0; i < count; i++) {
            positions[i] = batch.position(i < row ? i : i + 1);
        }
        return batch.select(positions, count, new Lease(buffers, positions));
    }

    /** Only what a row's values cause is a row's failure. */
    private static int checked(MillraceException failure, int row) {
        if (failure.kind() != MillraceException.Kind.USER || row < 0) {
            throw failure;
        }
        return row;
    }

    private void reject(MillraceException cause, List<Expression> expressions, Batch batch, int row, OpenSplit split) {
        FailedRow failed =
                FailedRow.find(
                        cause,
                        new FailedRow.Work(
                                expressions, spec.calcs().getFirst().input(), context.session(), context.clock()),
                        batch,
                        row);
        Optional<RowOrigin> origin = split.origin(batch.position(row));
        Optional<OnError> choice = spec.source().onError();
        if (choice.isEmpty() || choice.get() instanceof OnError.Fail) {
            String advice =
                    choice.isEmpty() ? "" : "\n  To go on without such rows, set 'on-error' = 'skip' or 'table:NAME'";
            throw failed.exception(where(failed, origin, split) + advice);
        }
        counter.add(1);
        if (choice.get() instanceof OnError.Skip) {
            if (!told) {
                told = true;
                context.metrics()
                        .notice(
                                "rows-skipped",
                                "Rows for which an expression fails are skipped. The first: "
                                        + failed.reason()
                                        + "\n  "
                                        + where(failed, origin, split));
            }
            return;
        }
        RowOrigin read = origin.orElseGet(() -> unread(failed, split));
        String record = read.record().isEmpty() ? failed.values() : read.record();
        Rejects.append(rejects, new RowOrigin(read.file(), read.unit(), read.line(), record), "", failed.reason());
    }

    private String where(FailedRow failed, Optional<RowOrigin> origin, OpenSplit split) {
        return "of the row "
                + failed.values()
                + "\n  from "
                + origin.map(read -> read.place() + (read.record().isEmpty() ? "" : ": " + read.record()))
                        .orElseGet(() -> spec.source().describe() + ", " + split.place());
    }

    /** For rows that have no line of their own: the number of the batch's first row stands for it. */
    private static RowOrigin unread(FailedRow failed, OpenSplit split) {
        return new RowOrigin("split " + split.split.id(), "row", split.rowsBefore + 1, failed.values());
    }
}
