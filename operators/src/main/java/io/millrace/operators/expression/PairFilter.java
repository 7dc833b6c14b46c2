package io.millrace.operators.expression;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.Validity;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A condition over pairs of rows, such as what is left of a join's condition beside its equal keys. Its columns are
 * those of the left row, then those of the right row. Belongs to one thread.
 *
 * <p>The pairs are laid out as a batch of indices into the two batches' columns, which the ordinary loop then filters:
 * no value is copied.
 */
public final class PairFilter {
    private static final Column UNREAD =
            new Column.ConstantColumn(1, new Column.ByteColumn(1, new byte[1], Validity.ALL, Lease.UNPOOLED));

    private final Projector projector;
    private final boolean[] reads;
    private final int leftColumns;
    private int[] passed = {};

    private PairFilter(Projector projector, boolean[] reads, int leftColumns) {
        this.projector = projector;
        this.reads = reads;
        this.leftColumns = leftColumns;
    }

    public static PairFilter compile(
            Expression condition, List<DataType> left, List<DataType> right, SessionSettings session) {
        List<DataType> input = new ArrayList<>(left);
        input.addAll(right);
        boolean[] reads = new boolean[input.size()];
        markReads(condition, reads);
        return new PairFilter(Projector.compile(List.of(), Optional.of(condition), input, session), reads, left.size());
    }

    private static void markReads(Expression expression, boolean[] reads) {
        switch (expression) {
            case Expression.Input input -> reads[input.column()] = true;
            case Expression.Literal ignored -> {}
            case Expression.Call call -> call.arguments().forEach(argument -> markReads(argument, reads));
            case Expression.Cast cast -> markReads(cast.operand(), reads);
            case Expression.FieldAccess access -> markReads(access.operand(), reads);
        }
    }

    /**
     * Keeps the pairs for which the condition is true, in order, by moving them to the front of both arrays.
     *
     * @param left lent for the call
     * @param leftPositions for each pair its position in the columns of {@code left}
     * @param rightPositions for each pair its position in the columns of {@code right}
     * @return how many were kept
     */
    public int filter(Batch left, int[] leftPositions, Batch right, int[] rightPositions, int count) {
        if (count == 0) {
            return 0;
        }
        Column[] columns = new Column[reads.length];
        for (int i = 0; i < columns.length; i++) {
            if (!reads[i]) {
                columns[i] = UNREAD;
            } else if (i < leftColumns) {
                columns[i] = Gathering.over(left.column(i), leftPositions, count, BufferPool.HEAP);
            } else {
                columns[i] = Gathering.over(right.column(i - leftColumns), rightPositions, count, BufferPool.HEAP);
            }
        }
        if (passed.length < count) {
            passed = new int[Math.max(count, Batch.MAX_ROWS)];
        }
        Batch pairs = Batch.of(count, columns);
        int kept;
        try {
            kept = projector.filter(pairs, 0, passed);
        } finally {
            pairs.release();
        }
        for (int i = 0; i < kept; i++) {
            leftPositions[i] = leftPositions[passed[i]];
            rightPositions[i] = rightPositions[passed[i]];
        }
        return kept;
    }
}
