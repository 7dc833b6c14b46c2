package io.millrace.operators.expression.function;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A time zone in use: remembers between which moments the offset that it looked up last is valid. Belongs to one
 * thread.
 */
public final class Zone {
    private static final long DAY = 86_400;

    private final ZoneRules rules;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private int offset;

    public Zone(ZoneId id) {
        rules = id.getRules();
    }

    /** Seconds to add at this moment to get local time. */
    int offsetAt(long second) {
        if (second < from || second >= to) {
            Instant moment =
                    Instant.ofEpochSecond(
                            Math.clamp(second, Instant.MIN.getEpochSecond() + 1, Instant.MAX.getEpochSecond() - 1));
            offset = rules.getOffset(moment).getTotalSeconds();
            ZoneOffsetTransition before =
                    rules.isFixedOffset() ? null : rules.previousTransition(moment.plusSeconds(1));
            ZoneOffsetTransition after = rules.isFixedOffset() ? null : rules.nextTransition(moment);
            from = before == null ? Long.MIN_VALUE : before.toEpochSecond();
            to = after == null ? Long.MAX_VALUE : after.toEpochSecond();
        }
        return offset;
    }

    /** From a moment to the local date and time, both in these units since 1970. */
    public static long toLocal(long moment, long unitsPerSecond, Zone zone) {
        return moment + zone.offsetAt(Math.floorDiv(moment, unitsPerSecond)) * unitsPerSecond;
    }

    /** From a local date and time to the moment: the first of two, and past a gap as far behind as before it. */
    public static long toMoment(long local, long unitsPerSecond, Zone zone) {
        long second = Math.floorDiv(local, unitsPerSecond);
        int offset = zone.offsetAt(second);
        boolean nearChange = second - DAY < zone.from || second + DAY >= zone.to;
        if (nearChange) {
            offset = zone.rules.getOffset(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC)).getTotalSeconds();
        }
        return local - offset * unitsPerSecond;
    }
}
