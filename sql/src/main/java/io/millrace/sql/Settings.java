package io.millrace.sql;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.SessionSettings;
import io.millrace.sql.physical.GraphTranslation.Results;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The settings of a session. Keys that SQL does not know are kept for whoever runs its jobs. */
final class Settings {
    static final String TIME_ZONE = "table.local-time-zone";
    static final String RUNTIME_MODE = "execution.runtime-mode";

    private final TreeMap<String, String> values = new TreeMap<>();
    private ZoneId timeZone = ZoneId.of("UTC");

    void set(String key, String value) {
        if (key.equals(TIME_ZONE)) {
            timeZone = zone(value);
        }
        if (key.equals(RUNTIME_MODE) && !value.equalsIgnoreCase("batch") && !value.equalsIgnoreCase("streaming")) {
            throw MillraceException.user(
                    "bad-setting", "'" + RUNTIME_MODE + "' is 'streaming' or 'batch', not '" + value + "'");
        }
        values.put(key, value);
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

    void reset(String key) {
        values.remove(key);
        if (key.equals(TIME_ZONE)) {
            timeZone = ZoneId.of("UTC");
        }
    }

    void resetAll() {
        values.clear();
        timeZone = ZoneId.of("UTC");
    }

    SequencedMap<String, String> all() {
        return Collections.unmodifiableSequencedMap(new TreeMap<>(values));
    }

    SessionSettings session() {
        return new SessionSettings(timeZone);
    }

    Results results() {
        return values.getOrDefault(RUNTIME_MODE, "streaming").equalsIgnoreCase("batch")
                ? Results.FINAL
                : Results.CONTINUOUS;
    }
}
