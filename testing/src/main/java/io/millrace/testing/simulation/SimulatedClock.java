package io.millrace.testing.simulation;

import io.millrace.dataflow.doors.Clock;

/** A clock that stands still until it is moved. */
final class SimulatedClock implements Clock {
    private long nanos = 1_700_000_000_000L * 1_000_000;

    @Override
    public long millis() {
        return nanos / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    void advance(long millis) {
        nanos += millis * 1_000_000;
    }
}
