package io.millrace.dataflow.doors;

/** The door to time. */
public interface Clock {

    /** Milliseconds since 1970-01-01T00:00:00Z. */
    long millis();

    /** For measuring spans: nanoseconds from some fixed moment. */
    long nanos();
}
