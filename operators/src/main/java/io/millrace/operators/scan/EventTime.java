package io.millrace.operators.scan;

import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.window.Lateness;
import java.util.List;
import java.util.Optional;

/**
 * Where a scan's event time comes from: both expressions are over the fields that are read, and are timestamps.
 *
 * @param time the row's own time: a row before the watermark is told from the others by it
 * @param watermark what the row says about completeness: no row before it is expected after this one
 * @param idleMillis after how many milliseconds without rows the scan stops holding others back; {@link #NEVER_IDLE}
 *     for never
 * @param lateness for each of the scan's calcs the rows that it does not get
 */
public record EventTime(Expression time, Expression watermark, long idleMillis, List<Optional<Lateness>> lateness) {
    public static final long NEVER_IDLE = 0;

    public EventTime {
        lateness = List.copyOf(lateness);
    }
}
