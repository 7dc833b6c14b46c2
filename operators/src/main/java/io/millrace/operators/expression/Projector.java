package io.millrace.operators.expression;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.DataType;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.expression.Expression;
import java.util.List;
import java.util.Optional;

/**
 * An optional condition and some expressions, compiled into loops over batches. Belongs to one thread; instances with equal
 * expressions share their code.
 *
 * <p>What is thrown while rows are evaluated is a {@code MillraceException} of the kind USER with the function and the offending
 * values; {@link #failedRow} then tells the row.
 */
public final class Projector {
    private Projector() {}

    /** As the longer form, for expressions that do not ask for the time of day. */
    public static Projector compile(
            List<Expression> projections,
            Optional<Expression> condition,
            List<DataType> input,
            SessionSettings session) {
        throw new UnsupportedOperationException();
    }

    /**
     * Compiles; wrong expressions (an unknown function, an operand of the wrong type) are refused here. Code is made when the
     * first batch has shown how its columns are held.
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
        throw new UnsupportedOperationException();
    }

    /**
     * The rows that pass, with one column for each projection: the caller's to emit or release. A projection that is a plain
     * column, or a field of one, is shared; computed ones are written into arrays of this pool; constants are one value. Weights
     * stay.
     *
     * @param in lent for the call
     * @param from the first row to look at
     * @return nothing when no row passes
     */
    public Optional<Batch> project(Batch in, int from, BufferPool buffers) {
        throw new UnsupportedOperationException();
    }

    /**
     * The positions of the rows that pass, without any projection.
     *
     * @param positions room for the batch's rows; the positions are left here, in order
     * @return how many there are
     */
    public int filter(Batch in, int from, int[] positions) {
        throw new UnsupportedOperationException();
    }

    /** After an exception from {@link #project} or {@link #filter}: the row of the batch that it came from, or −1. */
    public int failedRow() {
        throw new UnsupportedOperationException();
    }
}
