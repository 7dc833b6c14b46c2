package io.millrace.sql.logical;

import java.time.ZoneId;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * How rows are cut into windows of time. Lengths are microseconds. Windows over moments (TIMESTAMP_LTZ) are cut by the
 * clocks of a zone, the session's; for others that is UTC.
 */
public sealed interface WindowShape {
    ZoneId zone();

    /** Windows side by side. */
    record Tumble(long sizeMicros, long offsetMicros, ZoneId zone) implements WindowShape {}

    /** Windows of one size that start every {@code slide}. */
    record Hop(long slideMicros, long sizeMicros, long offsetMicros, ZoneId zone) implements WindowShape {}

    /** Windows with a common start that grow by {@code step} up to {@code size}. */
    record Cumulate(long stepMicros, long sizeMicros, long offsetMicros, ZoneId zone) implements WindowShape {}

    /**
     * Windows that end where a key has no row for {@code gap}.
     *
     * @param keys the columns whose values have sessions of their own
     */
    record Session(long gapMicros, ImmutableBitSet keys, ZoneId zone) implements WindowShape {}

    /** Which clock puts a row into its window. */
    enum TimeKind {
        EVENT,
        PROCESSING
    }

    /** Whether a row may be in more than one window. */
    default boolean overlaps() {
        return switch (this) {
            case Tumble ignored -> false;
            case Hop hop -> hop.slideMicros() < hop.sizeMicros();
            case Cumulate cumulate -> cumulate.stepMicros() < cumulate.sizeMicros();
            case Session ignored -> false;
        };
    }
}
