package io.millrace.sql;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.SessionSettings;
import io.millrace.sql.physical.GraphTranslation.Results;
import io.millrace.sql.script.LengthOfTime;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The settings of a session. Keys that SQL does not know are kept for whoever runs its jobs. */
final class Settings {
    static final String TIME_ZONE = "table.local-time-zone";
    static final String RUNTIME_MODE = "execution.runtime-mode";
    static final String STATE_TTL = "table.exec.state.ttl";
    static final String IDLE_TIMEOUT = "table.exec.source.idle-timeout";

    private final TreeMap<String, String> values = new TreeMap<>();
    private ZoneId timeZone = ZoneId.of("UTC");
    private long ttlMillis = SessionSettings.FOR_EVER;

    void set(String key, String value) {
        if (key.equals(TIME_ZONE)) {
            timeZone = zone(value);
        }
        if (key.equals(RUNTIME_MODE) && !value.equalsIgnoreCase("batch") && !value.equalsIgnoreCase("streaming")) {
            throw MillraceException.user(
                    "bad-setting", "'" + RUNTIME_MODE + "' is 'streaming' or 'batch', not '" + value + "'");
        }
        if (key.equals(STATE_TTL)) {
            ttlMillis = millis(key, value);
        }
        if (key.equals(IDLE_TIMEOUT)) {
            millis(key, value);
        }
        values.put(key, value);
    }

    /** After how long without rows a source no longer holds event time back; 0 for never. */
    long idleMillis() {
        return millis(IDLE_TIMEOUT, values.getOrDefault(IDLE_TIMEOUT, "0 ms"));
    }

    private static ZoneId zone(String value) {
        try {
            return value.equals("default") ? ZoneId.of("UTC") : ZoneId.of(value);
        } catch (DateTimeException e) {
            throw MillraceException.user(
                    "bad-setting",
                    "'"
                            + TIME_ZONE
                            + "' = '"
                            + value
                            + "': there is no such time zone; examples are 'Europe/Berlin' and 'UTC'");
        }
    }

    private static long millis(String key, String value) {
        return LengthOfTime.millis(value)
                .orElseThrow(() ->
                        MillraceException.user(
                                "bad-setting",
                                "'"
                                        + key
                                        + "' = '"
                                        + value
                                        + "' must be a length of time, such as '30 s'; '0 ms' is never"));
    }

    void reset(String key) {
        values.remove(key);
        if (key.equals(TIME_ZONE)) {
            timeZone = ZoneId.of("UTC");
        }
        if (key.equals(STATE_TTL)) {
            ttlMillis = SessionSettings.FOR_EVER;
        }
    }

    void resetAll() {
        values.clear();
        ttlMillis = SessionSettings.FOR_EVER;
        timeZone = ZoneId.of("UTC");
    }

    SequencedMap<String, String> all() {
        return Collections.unmodifiableSequencedMap(new TreeMap<>(values));
    }

    SessionSettings session() {
        return new SessionSettings(timeZone, ttlMillis);
    }

    Results results() {
        return values.getOrDefault(RUNTIME_MODE, "streaming").equalsIgnoreCase("batch")
                ? Results.FINAL
                : Results.CONTINUOUS;
    }
}
