package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Columns;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.operators.expression.FailedRow;
import io.millrace.operators.expression.Projector;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Up to a batch of candidate pairs: a row of the batch in hand and a kept row of the other side. Belongs to one thread;
 * its arrays are read by the join between {@link #judge} and {@link #clear}.
 */
final class Pairs {
    private static final Cells[] NONE = {};

    /** For each pair the index of its row in the batch in hand. */
    final int[] rows = new int[Batch.MAX_ROWS];

    /** For each pair the slot of the kept row. */
    final int[] slots = new int[Batch.MAX_ROWS];

    /** Which pairs were emitted before a restore, and only count. */
    final boolean[] again = new boolean[Batch.MAX_ROWS];

    /** After {@link #judge}: which pairs fulfil the condition, in order. */
    final int[] passing = new int[Batch.MAX_ROWS];

    /** For each passing pair that is to be emitted its weight. */
    final int[] weights = new int[Batch.MAX_ROWS];

    private final int[] positions = new int[Batch.MAX_ROWS];
    private final Schema output;
    private final @Nullable Projector residual;
    private final FailedRow.@Nullable Work work;
    private final JoinType type;
    private final BufferPool buffers;
    private int count;

    /** The cells of the kept rows, where some of them are so wide that a batch of them may be too much. */
    private Cells[] wide = NONE;

    private long bytes;

    private Pairs(Schema output, Optional<FailedRow.Work> work, JoinType type, BufferPool buffers) {
        this.output = output;
        this.work = work.orElse(null);
        this.residual = work.map(Pairs::compiled).orElse(null);
        this.type = type;
        this.buffers = buffers;
    }

    /** Pairs of rows of these two sides. */
    static Pairs of(Schema left, Schema right, JoinCondition condition, JoinType type, OperatorContext context) {
        Schema both = new Schema(Stream.concat(left.fields().stream(), right.fields().stream()).toList());
        Optional<FailedRow.Work> work =
                condition
                        .residual()
                        .map(rest -> new FailedRow.Work(List.of(rest), both, context.session(), context.clock()));
        return new Pairs(both, work, type, context.buffers());
    }

    private static Projector compiled(FailedRow.Work work) {
        return Projector.compile(
                List.of(),
                Optional.of(work.expressions().getFirst()),
                work.columns().types(),
                work.session(),
                work.clock());
    }

    int count() {
        return count;
    }

    /** Says whose rows come next. Kept rows are copied, and so counted; of those in hand the texts are not. */
    void begin(JoinSide kept) {
        wide = kept.isWide() ? kept.cells() : NONE;
        bytes = 0;
    }

    boolean isFull() {
        return count == Batch.MAX_ROWS || bytes >= Batch.MAX_BYTES;
    }

    void add(int row, int position, int slot, boolean emitted) {
        rows[count] = row;
        positions[count] = position;
        slots[count] = slot;
        again[count] = emitted;
        count++;
        for (Cells cells : wide) {
            bytes += cells.bytes(slot);
        }
    }

    void clear() {
        count = 0;
        bytes = 0;
    }

    /** Finds the pairs that fulfil the condition, and returns how many they are. */
    int judge(Batch batch, JoinSide kept, int input) {
        if (residual == null) {
            for (int i = 0; i < count; i++) {
                passing[i] = i;
            }
            return count;
        }
        Batch candidates = assemble(batch, kept, input);
        try {
            return residual.filter(candidates, 0, passing);
        } catch (MillraceException e) {
            int row = residual.failedRow();
            if (work == null || row < 0 || e.kind() != MillraceException.Kind.USER) {
                throw e;
            }
            throw FailedRow.find(e, work, candidates, row).exception();
        } finally {
            candidates.release();
        }
    }

    /** Emits the first so many of {@link #passing}, where the join gives pairs. Ends the use of the arrays. */
    void emit(Batch batch, JoinSide kept, int input, int passes, Output target) {
        if (passes > 0 && !type.isLeftOnly()) {
            target.emit(build(batch, kept, input, passes));
        }
    }

    private Batch build(Batch batch, JoinSide kept, int input, int passes) {
        for (int i = 0; i < passes; i++) {
            positions[i] = positions[passing[i]];
            slots[i] = slots[passing[i]];
        }
        count = passes;
        Batch pairs = assemble(batch, kept, input);
        for (int i = 0; i < passes; i++) {
            if (weights[i] != 1) {
                int[] copy = buffers.ints(passes);
                System.arraycopy(weights, 0, copy, 0, passes);
                Batch weighted = pairs.withWeights(copy, new Lease(buffers, copy));
                pairs.release();
                return weighted;
            }
        }
        return pairs;
    }

    private Batch assemble(Batch batch, JoinSide kept, int input) {
        Column[] columns = new Column[output.size()];
        int own = input == 0 ? 0 : kept.schema().size();
        int other = input == 0 ? batch.columnCount() : 0;
        for (int i = 0; i < batch.columnCount(); i++) {
            // Texts of the rows in hand are not copied: a row may have many partners.
            columns[own + i] = Columns.over(batch.column(i), positions, 0, count, buffers);
        }
        for (int i = 0; i < kept.schema().size(); i++) {
            ColumnBuilder builder = ColumnBuilder.of(kept.schema().type(i), buffers);
            kept.gather(i, slots, count, builder);
            columns[other + i] = builder.build();
        }
        return Batch.of(count, columns);
    }
}
