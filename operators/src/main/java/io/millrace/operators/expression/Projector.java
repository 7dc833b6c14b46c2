package io.millrace.operators.expression;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An optional condition and some expressions, compiled into loops over batches: one loop finds the rows that pass,
 * another computes the projections for them. Belongs to one thread; instances with equal expressions share their code.
 *
 * <p>What is thrown while rows are evaluated is a {@code MillraceException} of the kind USER with the function and the
 * offending values; {@link #failedRow} then tells the row. Nothing is kept of a batch that failed: the same batch
 * without that row may be given again.
 */
public final class Projector {
    private static final RootColumns[] NOTHING_COMPUTED = {};

    private static final Clock NO_CLOCK =
            new Clock() {
                @Override
                public long millis() {
                    throw MillraceException.internal("the time of day was asked of a projector without a clock");
                }

                @Override
                public long nanos() {
                    return millis();
                }
            };

    private final Plan plan;
    private final SourceColumns sources;
    private final Program.@Nullable Runner filter;
    private final List<Program.Runner> programs = new ArrayList<>();
    private int failedRow = -1;
    private long mostBytes = Long.MAX_VALUE;

    private Projector(Plan plan) {
        this.plan = plan;
        this.sources = new SourceColumns(plan);
        Program test = plan.filter();
        this.filter = test == null ? null : new Program.Runner(test);
        plan.programs().forEach(program -> programs.add(new Program.Runner(program)));
    }

    /** As the longer form, for expressions that do not ask for the time of day. */
    public static Projector compile(
            List<Expression> projections,
            Optional<Expression> condition,
            List<DataType> input,
            SessionSettings session) {
        return compile(projections, condition, input, session, NO_CLOCK);
    }

    /**
     * Compiles; wrong expressions (an unknown function, an operand of the wrong type) are refused here. Code is made
     * when the first batch has shown how its columns are held.
     *
     * @param condition keeps the rows for which it is true; neither false nor null passes
     * @param input the types of the input's columns
     * @param clock tells CURRENT_TIMESTAMP, once a batch
     */
    public static Projector compile(
            List<Expression> projections,
            Optional<Expression> condition,
            List<DataType> input,
            SessionSettings session,
            Clock clock) {
        return new Projector(Plan.of(projections, condition, input, session, clock));
    }

    /**
     * The rows that pass, with one column for each projection: the caller's to emit or release. A projection that is a
     * plain column, or a field of one, is shared; computed ones are written into arrays of this pool; constants are one
     * value. Weights stay.
     *
     * @param in lent for the call
     * @param from the first row to look at
     * @return nothing when no row passes
     */
    public Optional<Batch> project(Batch in, int from, BufferPool buffers) {
        mostBytes = Long.MAX_VALUE;
        return projectAll(in, from, buffers);
    }

    /**
     * As {@link #project}, unless the texts that are made of several rows are much longer than a batch should be: then
     * {@link TooWide} is thrown, and the caller asks again for fewer rows.
     */
    public Optional<Batch> projectBounded(Batch in, int from, BufferPool buffers) {
        mostBytes = in.size() - from > 1 ? BytesWriter.MOST_BYTES : Long.MAX_VALUE;
        return projectAll(in, from, buffers);
    }

    private Optional<Batch> projectAll(Batch in, int from, BufferPool buffers) {
        failedRow = -1;
        Batch rising = plan.programs().isEmpty() || isRising(in) ? in : reordered(in, buffers);
        try {
            RowSet rows = RowSet.of(rising, from);
            Batch passed = filter == null && from == 0 ? rising : passing(rising, rows, buffers);
            if (passed == null) {
                return Optional.empty();
            }
            try {
                RowSet wanted = passed == rising && from == 0 ? rows : RowSet.of(passed, 0);
                sources.make(rising, wanted, false, buffers);
                return Optional.of(passed.withColumns(columns(rising, wanted, buffers)));
            } finally {
                if (passed != rising) {
                    passed.release();
                }
            }
        } catch (RuntimeException e) {
            failed(rising);
            throw e;
        } finally {
            sources.release();
            if (rising != in) {
                rising.release();
            }
        }
    }

    /**
     * The positions of the rows that pass, without any projection.
     *
     * @param positions room for the batch's rows; the positions are left here, in order
     * @return how many there are
     */
    public int filter(Batch in, int from, int[] positions) {
        failedRow = -1;
        try {
            return filter(in, RowSet.of(in, from), positions, BufferPool.HEAP);
        } catch (RuntimeException e) {
            failed(in);
            throw e;
        } finally {
            sources.release();
        }
    }

    /** After an exception from {@link #project} or {@link #filter}: the row of the batch that it came from, or −1. */
    public int failedRow() {
        return failedRow;
    }

    /** From a failed position to the row that lies there. */
    private void failed(Batch in) {
        int position = failedRow >= 0 ? failedRow : sources.failedRow();
        failedRow = position;
        if (position >= 0 && in.isSelected()) {
            for (int row = 0; row < in.size(); row++) {
                if (in.position(row) == position) {
                    failedRow = row;
                    return;
                }
            }
        }
    }

    /** The same rows and columns, selected; nothing when none passes. */
    private @Nullable Batch passing(Batch in, RowSet rows, BufferPool buffers) {
        int[] positions = buffers.ints(rows.count());
        int count;
        try {
            count = filter(in, rows, positions, buffers);
        } catch (RuntimeException e) {
            buffers.free(positions);
            throw e;
        }
        if (count == 0 || count == in.size()) {
            buffers.free(positions);
            return count == 0 ? null : in;
        }
        return in.select(positions, count, new Lease(buffers, positions));
    }

    private int filter(Batch in, RowSet rows, int[] positions, BufferPool buffers) {
        if (filter == null) {
            for (int row = rows.from(); row < rows.to(); row++) {
                positions[row - rows.from()] = rows.position(row);
            }
            return rows.count();
        }
        sources.make(in, rows, true, buffers);
        Code code = filter.prepare(sources.columns(), rows);
        try {
            Object[] outputs = {positions};
            return code.kernel()
                    .run(sources.columns(), rows.positions(), rows.from(), rows.to(), outputs, filter.own());
        } catch (RuntimeException e) {
            failedRow = rows.position(filter.failedRow());
            throw e;
        }
    }

    private Column[] columns(Batch in, RowSet rows, BufferPool buffers) {
        RootColumns[] computed = programs.isEmpty() ? NOTHING_COMPUTED : new RootColumns[programs.size()];
        try {
            for (int i = 0; i < computed.length; i++) {
                Program.Runner runner = programs.get(i);
                Code code = runner.prepare(sources.columns(), rows);
                computed[i] =
                        new RootColumns(runner.program().roots(), in.columnSize(), code.nullable(), buffers, mostBytes);
                run(code, runner, rows, computed[i]);
            }
        } catch (RuntimeException e) {
            for (RootColumns roots : computed) {
                if (roots != null) {
                    roots.abandon();
                }
            }
            throw e;
        }
        List<Plan.Result> results = plan.results();
        Column[] columns = new Column[results.size()];
        for (int i = 0; i < columns.length; i++) {
            switch (results.get(i)) {
                case Plan.Shared shared -> {
                    columns[i] = sources.columns()[shared.source()];
                    columns[i].retain();
                }
                case Plan.Root root -> columns[i] = computed[root.program()].column(root.root());
            }
        }
        return columns;
    }

    private void run(Code code, Program.Runner runner, RowSet rows, RootColumns roots) {
        try {
            code.kernel()
                    .run(sources.columns(), rows.positions(), rows.from(), rows.to(), roots.arrays(), runner.own());
        } catch (RuntimeException e) {
            failedRow = rows.position(runner.failedRow());
            throw e;
        }
    }

    /** Whether each position is behind the one before it, as columns of texts are written. */
    private static boolean isRising(Batch in) {
        if (!in.isSelected()) {
            return true;
        }
        int[] positions = in.selection();
        int falls = 0;
        for (int row = 1; row < in.size(); row++) {
            falls |= positions[row] - positions[row - 1] - 1;
        }
        return falls >= 0;
    }

    /** The same rows without a selection, through an index. */
    private static Batch reordered(Batch in, BufferPool buffers) {
        int size = in.size();
        int[] positions = java.util.Arrays.copyOf(in.selection(), size);
        Column[] columns = new Column[in.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Gathering.over(in.column(i), positions, size, buffers);
        }
        if (!in.isWeighted()) {
            return Batch.of(size, columns);
        }
        int[] weights = buffers.ints(size);
        for (int row = 0; row < size; row++) {
            weights[row] = in.weightAt(positions[row]);
        }
        return Batch.weighted(size, columns, weights, new Lease(buffers, weights));
    }
}
