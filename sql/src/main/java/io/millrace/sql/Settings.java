package io.millrace.sql;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.SessionSettings;
import io.millrace.sql.physical.GraphTranslation.Results;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of a session. Keys that SQL does not know are kept for whoever runs its jobs. */
final class Settings {
    static final String TIME_ZONE = "table.local-time-zone";
    static final String RUNTIME_MODE = "execution.runtime-mode";

    static final String IDLE_TIMEOUT = "table.exec.source.idle-timeout";

    private static final Pattern LENGTH_OF_TIME = Pattern.compile("([0-9]{1,12}) ?([a-z]*)");

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
        if (key.equals(IDLE_TIMEOUT)) {
            idleMillis(value);
        }
        values.put(key, value);
    }

    /** After how long without rows a source no longer holds event time back; 0 for never. */
    long idleMillis() {
        return idleMillis(values.getOrDefault(IDLE_TIMEOUT, "0 ms"));
    }

    private static long idleMillis(String value) {
        Matcher length = LENGTH_OF_TIME.matcher(value.strip().toLowerCase(Locale.ROOT));
        long unit =
                !length.matches()
                        ? 0
                        : switch (length.group(2)) {
                            case "", "ms", "milli", "millis", "millisecond", "milliseconds" -> 1;
                            case "s", "sec", "secs", "second", "seconds" -> 1_000;
                            case "m", "min", "minute", "minutes" -> 60_000;
                            case "h", "hour", "hours" -> 3_600_000;
                            default -> 0;
                        };
        if (unit == 0) {
            throw MillraceException.user(
                    "bad-setting",
                    "'"
                            + IDLE_TIMEOUT
                            + "' = '"
                            + value
                            + "' must be a length of time, such as '30 s'; '0 ms' is never");
        }
        return Long.parseLong(length.group(1)) * unit;
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
