package io.millrace.sql.script;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as settings and hints have it: {@code 30 s}, {@code 1d}, or a number of milliseconds. */
public final class LengthOfTime {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}) ?([a-z]*)");

    private LengthOfTime() {}

    /** Its milliseconds; empty where the text is none. */
    public static OptionalLong millis(String text) {
        Matcher length = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!length.matches()) {
            return OptionalLong.empty();
        }
        long unit =
                switch (length.group(2)) {
                    case "", "ms", "milli", "millis", "millisecond", "milliseconds" -> 1;
                    case "s", "sec", "secs", "second", "seconds" -> 1_000;
                    case "m", "min", "minute", "minutes" -> 60_000;
                    case "h", "hour", "hours" -> 3_600_000;
                    case "d", "day", "days" -> 86_400_000;
                    default -> 0;
                };
        return unit == 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length.group(1)) * unit);
    }
}
