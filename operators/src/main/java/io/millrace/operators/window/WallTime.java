package io.millrace.operators.window;

import io.millrace.data.DataType;
import io.millrace.dataflow.OperatorContext;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * What clocks on the wall show in a time zone: windows of moments are cut by it, so that a day is a day there. Windows
 * live in wall time from the reading of a row to their bounds in the output; what comes from outside, moments of rows
 * and watermarks, is translated here. In UTC nothing changes. All in microseconds; belongs to one thread.
 */
public final class WallTime {
    private static final long MICROS = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private final ZoneRules rules;

    /** Between which moments what is remembered below is valid. */
    private long from = Long.MAX_VALUE;

    private long to = Long.MIN_VALUE;
    private long offset;

    /** The least that clocks show after they are set back at {@link #to}; far away where they are not. */
    private long setBackTo;

    public WallTime(ZoneId zone) {
        rules = zone.getRules();
    }

    /** What is shown at a moment. */
    public long at(long moment) {
        if (moment < from || moment >= to) {
            lookUp(moment);
        }
        return moment + offset;
    }

    /**
     * The watermark in wall time: no row at or after the moment is shown an earlier time. While clocks are about to be
     * set back it stands still, since rows will come to that hour once more.
     */
    public long complete(long watermark) {
        if (watermark == OperatorContext.NO_WATERMARK || watermark == OperatorContext.END_OF_TIME) {
            return watermark;
        }
        return Math.min(at(watermark), setBackTo);
    }

    /** The moment at which a window that ends at this wall time is over. */
    public long end(long wallTime) {
        LocalDateTime shown =
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(wallTime, MICROS), (int) Math.floorMod(wallTime, MICROS) * 1_000, ZoneOffset.UTC);
        ZoneOffsetTransition change = rules.getTransition(shown);
        if (change != null && change.isGap()) {
            return change.toEpochSecond() * MICROS;
        }
        ZoneOffset last = change == null ? rules.getOffset(shown) : change.getOffsetAfter();
        return wallTime - last.getTotalSeconds() * MICROS;
    }

    /**
     * The window_time of a window that ends at this wall time, a millisecond before: a moment where its type is one.
     */
    long windowTime(long wallTime, DataType type) {
        return (type instanceof DataType.TimestampLtz ? end(wallTime) : wallTime) - MICROS_PER_MILLI;
    }

    private void lookUp(long moment) {
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(moment, MICROS));
        offset = rules.getOffset(instant).getTotalSeconds() * MICROS;
        ZoneOffsetTransition before = rules.isFixedOffset() ? null : rules.previousTransition(instant.plusSeconds(1));
        ZoneOffsetTransition after = rules.isFixedOffset() ? null : rules.nextTransition(instant);
        from = before == null ? Long.MIN_VALUE : before.toEpochSecond() * MICROS;
        to = after == null ? Long.MAX_VALUE : after.toEpochSecond() * MICROS;
        setBackTo =
                after == null || after.isGap()
                        ? Long.MAX_VALUE
                        : to + after.getOffsetAfter().getTotalSeconds() * MICROS;
    }
}
