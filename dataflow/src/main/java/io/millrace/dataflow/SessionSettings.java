package io.millrace.dataflow;

import java.time.ZoneId;

/** What of a session the meaning of a query depends on. */
public record SessionSettings(ZoneId timeZone) {
    public static final SessionSettings UTC = new SessionSettings(ZoneId.of("UTC"));
}
