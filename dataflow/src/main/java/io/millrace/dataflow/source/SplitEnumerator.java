package io.millrace.dataflow.source;

import java.util.List;
import java.util.Optional;

/**
 * Finds the splits of a source and deals them out, in the order in which they should be read. A plain machine: one
 * thread calls, nothing blocks for long, and {@link #snapshot} holds all that a successor needs.
 */
public interface SplitEnumerator extends AutoCloseable {

    /** The next split for an instance that asks for one; empty when there is none now. */
    Optional<Split> next(int instance);

    /** Whether {@link #next} will never give another split. */
    boolean isExhausted();

    /** Looks for new splits; called every now and then while the source is unbounded. */
    default void discover() {}

    /** How long to wait between calls of {@link #discover}. */
    default long discoveryIntervalMillis() {
        return 1_000;
    }

    /** Splits whose reading ended, by id, so that an enumerator that watches something can forget them. */
    default void finished(List<String> splitIds) {}

    /** Splits that were dealt out before this are not dealt out again by an enumerator restored from it. */
    String snapshot();

    @Override
    default void close() {}
}
