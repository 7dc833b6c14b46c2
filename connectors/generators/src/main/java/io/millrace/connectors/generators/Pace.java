package io.millrace.connectors.generators;

import io.millrace.dataflow.doors.Clock;

/**
 * Says how many rows are due at a rate. Begins when it is made; who comes late catches up by at most a second's rows.
 */
public final class Pace {
    /** No waiting. */
    public static final double UNLIMITED = 0;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Clock clock;
    private final double rowsPerSecond;
    private long sinceNanos;
    private double due;

    public Pace(Clock clock, double rowsPerSecond) {
        this.clock = clock;
        this.rowsPerSecond = rowsPerSecond;
        this.sinceNanos = clock.nanos();
        this.due = 1;
    }

    /** How many rows may be made now, at most this many; they count as made. */
    public int take(int most) {
        if (rowsPerSecond == UNLIMITED) {
            return most;
        }
        long now = clock.nanos();
        due = Math.min(due + (now - sinceNanos) / NANOS_PER_SECOND * rowsPerSecond, Math.max(1, rowsPerSecond));
        sinceNanos = now;
        int taken = (int) Math.min(most, due);
        due -= taken;
        return taken;
    }

    /** When to ask again after nothing was due, in milliseconds of processing time. */
    public long nextMillis() {
        double waitMillis = Math.ceil((1 - due) / rowsPerSecond * 1000);
        return clock.millis() + Math.max(1, (long) Math.min(waitMillis, 1000));
    }
}
