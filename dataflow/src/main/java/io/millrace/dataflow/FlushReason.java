package io.millrace.dataflow;

/** Why held-back output must leave. */
public enum FlushReason {
    /** The task has nothing else to do. */
    IDLE,
    /** A barrier is next: what is not in a table after this is lost by a failure. */
    BARRIER
}
