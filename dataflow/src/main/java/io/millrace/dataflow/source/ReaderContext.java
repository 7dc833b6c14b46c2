package io.millrace.dataflow.source;

import io.millrace.data.BufferPool;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.expression.Expression;
import java.util.List;

/**
 * What a reader is asked for.
 *
 * @param position what {@link SplitReader#position} said, or {@link #START}
 * @param fields the paths of the columns to give, in order; what is not named is not decoded
 * @param filters conditions over the given columns that every row which matters fulfils: a reader may use them to skip
 *     rows, and need not
 */
public record ReaderContext(
        Split split, String position, List<FieldPath> fields, List<Expression> filters, Services services) {
    public static final String START = "";

    public ReaderContext {
        fields = List.copyOf(fields);
        filters = List.copyOf(filters);
    }

    /**
     * A column of the source, or a field inside a row column: {@code bid.price} is the path (index of bid, index of
     * price).
     */
    public record FieldPath(List<Integer> indices) {
        public FieldPath {
            indices = List.copyOf(indices);
        }

        public static FieldPath of(int column) {
            return new FieldPath(List.of(column));
        }
    }

    /** What a reader may use. */
    public record Services(BufferPool buffers, Clock clock, Metrics metrics, SessionSettings session) {}
}
