package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Schema;
import io.millrace.dataflow.OperatorContext;
import io.millrace.operators.Columnar;
import io.millrace.operators.expression.PairFilter;
import java.util.Optional;

/** Pairs of a row of a batch and a stored row of the other side that have equal keys, about a batch of them. */
final class Pairs {
    static final int CAPACITY = Batch.MAX_ROWS;

    /** For each pair the row's number, its position, the slot of the stored row, and the product of both weights. */
    final int[] rows = new int[CAPACITY];

    final int[] positions = new int[CAPACITY];
    final int[] slots = new int[CAPACITY];
    final int[] weights = new int[CAPACITY];
    int count;

    private final Optional<PairFilter> residual;
    private final boolean batchIsLeft;
    private final JoinSide stored;
    private final ColumnBuilder[] storedRows;
    private final int[] order = new int[CAPACITY];

    private Pairs(Optional<PairFilter> residual, boolean batchIsLeft, JoinSide stored, BufferPool buffers) {
        this.residual = residual;
        this.batchIsLeft = batchIsLeft;
        this.stored = stored;
        this.storedRows = Columnar.builders(stored.schema, buffers);
    }

    /** Pairs for a join condition. */
    static Pairs of(
            JoinCondition condition, Schema left, Schema right, boolean batchIsLeft, JoinSide stored, OperatorContext context) {
        return new Pairs(
                condition
                        .residual()
                        .map(expression -> PairFilter.compile(expression, left.types(), right.types(), context.session())),
                batchIsLeft,
                stored,
                context.buffers());
    }

    JoinSide stored() {
        return stored;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    void add(int row, int position, int slot, int weight) {
        rows[count] = row;
        positions[count] = position;
        slots[count] = slot;
        weights[count++] = weight;
    }

    /** Drops the pairs for which the rest of the condition is not true. */
    void filter(Batch batch) {
        if (residual.isEmpty() || count == 0) {
            return;
        }
        Columnar.reset(storedRows);
        stored.gather(slots, count, storedRows, 0);
        Batch other = Batch.of(count, Columnar.view(storedRows));
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        int kept = batchIsLeft
                ? residual.get().filter(batch, positions, other, order, count)
                : residual.get().filter(other, order, batch, positions, count);
        for (int i = 0; i < kept; i++) {
            rows[i] = rows[order[i]];
            slots[i] = slots[order[i]];
            weights[i] = weights[order[i]];
        }
        count = kept;
    }

    void close() {
        Columnar.close(storedRows);
    }
}
