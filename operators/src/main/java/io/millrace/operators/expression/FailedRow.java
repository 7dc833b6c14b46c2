package io.millrace.operators.expression;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.data.ValueText;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.expression.Expression;
import java.util.List;
import java.util.Optional;

/**
 * A row for which an expression failed: why, which expression, and the row's values.
 *
 * <p>Loops over batches tell a row, not an expression. It is found by evaluating the expressions for that row once
 * more, one by one: only failure pays.
 *
 * @param expression empty where none failed again
 */
public record FailedRow(MillraceException cause, Optional<String> expression, String values) {
    private static final int SHOWN_CHARS = 300;

    /**
     * What was being computed.
     *
     * @param expressions all of them, conditions too
     * @param columns those of the rows
     */
    public record Work(List<Expression> expressions, Schema columns, SessionSettings session, Clock clock) {
        public Work {
            expressions = List.copyOf(expressions);
        }
    }

    /** Looks at one row of a batch, which is lent for the call. */
    public static FailedRow find(MillraceException cause, Work work, Batch batch, int row) {
        Batch one = batch.select(new int[] {batch.position(row)}, 1, Lease.UNPOOLED);
        try {
            Optional<String> culprit =
                    work.expressions().stream()
                            .filter(expression -> fails(expression, work, one))
                            .findFirst()
                            .map(new ExpressionText(work.columns())::of)
                            .map(FailedRow::shortened);
            return new FailedRow(cause, culprit, shortened(values(work, one)));
        } finally {
            one.release();
        }
    }

    private static boolean fails(Expression expression, Work work, Batch one) {
        Projector alone =
                Projector.compile(
                        List.of(expression), Optional.empty(), work.columns().types(), work.session(), work.clock());
        try {
            alone.project(one, 0, BufferPool.HEAP).ifPresent(Batch::release);
            return false;
        } catch (MillraceException e) {
            return true;
        }
    }

    private static String values(Work work, Batch one) {
        StringBuilder text = new StringBuilder();
        ByteSink sink = new ByteSink();
        for (int column = 0; column < work.columns().size(); column++) {
            sink.reset();
            ValueText.append(
                    one.column(column), work.columns().type(column), one.position(0), work.session().timeZone(), sink);
            text.append(column == 0 ? "" : ", ").append(work.columns().field(column).name()).append(" = ").append(sink);
        }
        return text.toString();
    }

    private static String shortened(String text) {
        return text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "..." : text;
    }

    /** Why, in one line. */
    public String reason() {
        return cause.getMessage() + expression.map(text -> ", in " + text).orElse("");
    }

    /** The error that ends the job. */
    public MillraceException exception() {
        return exception("of the row " + values);
    }

    /** The error that ends the job, with more lines about the row. */
    public MillraceException exception(String place) {
        String message = cause.getMessage() + expression.map(text -> "\n  in " + text).orElse("") + "\n  " + place;
        return new MillraceException(cause.code(), cause.kind(), message, cause);
    }
}
