package io.millrace.operators.expression.function;

import io.millrace.dataflow.doors.Clock;

/** The time of day as all rows of a batch see it. */
public final class BatchTime {
    private final Clock clock;
    private long millis;

    public BatchTime(Clock clock) {
        this.clock = clock;
    }

    /** Called when a batch begins. */
    public void refresh() {
        millis = clock.millis();
    }

    public static long now(long unitsPerSecond, BatchTime time) {
        return time.millis * (unitsPerSecond / 1000);
    }

    /** Seconds since 1970. */
    public static long seconds(BatchTime time) {
        return Math.floorDiv(time.millis, 1000L);
    }
}
