package io.millrace.dataflow;

import java.time.ZoneId;

/**
 * What of a session the meaning of a query depends on.
 *
 * @param stateTtlMillis how long state stays that is not changed; {@link #FOR_EVER} where nothing is forgotten
 */
public record SessionSettings(ZoneId timeZone, long stateTtlMillis) {
    public static final long FOR_EVER = 0;

    public static final SessionSettings UTC = new SessionSettings(ZoneId.of("UTC"));

    public SessionSettings(ZoneId timeZone) {
        this(timeZone, FOR_EVER);
    }
}
