package io.millrace.operators.scan;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Lease;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.source.Source.Boundedness;
import io.millrace.operators.window.Lateness;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leaves out of each output's rows those that are late for it, and counts them. Belongs to the scan's thread. */
final class TimelyRows {
    private static final long MICROS_PER_MILLI = 1_000;

    private final List<Optional<Lateness.Test>> tests;
    private final BufferPool buffers;
    private final Metrics.Counter lateRows;
    private final Metrics.Counter latestMillis;
    private final OperatorContext context;
    private final Boundedness boundedness;
    private boolean told;

    TimelyRows(EventTime eventTime, Boundedness boundedness, OperatorContext context) {
        this.boundedness = boundedness;
        tests = eventTime.lateness().stream().map(rule -> rule.map(Lateness::test)).toList();
        this.context = context;
        buffers = context.buffers();
        lateRows = context.metrics().counter("late-rows");
        latestMillis = context.metrics().counter("late-by-millis");
    }

    /**
     * The rows that are in time for an output; null where that is all of them.
     *
     * @param clock has read the batch, and noted what lies behind
     * @return the caller's to release
     */
    @Nullable Batch of(int port, Batch batch, EventClock clock) {
        Optional<Lateness.Test> test = tests.get(port);
        if (test.isEmpty() || !clock.isBehind()) {
            return null;
        }
        int[] positions = buffers.ints(batch.size());
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            long by = clock.behind(row);
            if (by > 0 && test.get().isLate(clock.time(row), clock.time(row) + by)) {
                latestMillis.add(Math.max(0, by / MICROS_PER_MILLI - latestMillis.value()));
            } else {
                positions[count++] = batch.position(row);
            }
        }
        Lease lease = new Lease(buffers, positions);
        if (count == batch.size()) {
            lease.release();
            return null;
        }
        lateRows.add(batch.size() - count);
        tell();
        return batch.select(positions, count, lease);
    }

    /** How many there are is told when the job ends, which an endless one does not. */
    private void tell() {
        if (!told && boundedness == Boundedness.UNBOUNDED) {
            told = true;
            context.metrics()
                    .notice(
                            "late-rows " + context.vertex(),
                            context.vertex()
                                    + " leaves out rows that come too late: a longer interval in WATERMARK FOR waits for"
                                    + " them");
        }
    }
}
