package io.millrace.connectors.generators.nexmark;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes options out of a map one by one, by type; what is left over at the end was not an option. */
final class OptionReader {
    private static final Pattern AMOUNT = Pattern.compile("(\\d+)\\s*([a-z]*)");

    private final Map<String, String> left;
    private final TreeSet<String> known = new TreeSet<>();

    /** Takes over the map. */
    OptionReader(Map<String, String> left) {
        this.left = left;
    }

    long whole(String key, long otherwise) {
        String value = take(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(value.trim().replace("_", ""));
        } catch (NumberFormatException e) {
            throw wrong(key, value, "a whole number");
        }
    }

    int number(String key, int otherwise) {
        long value = whole(key, otherwise);
        if (value != (int) value) {
            throw wrong(key, Long.toString(value), "a number below 2,147,483,648");
        }
        return (int) value;
    }

    boolean flag(String key, boolean otherwise) {
        String value = take(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, value, "true or false");
        };
    }

    int sizeBytes(String key, int otherwise) {
        String value = take(key);
        if (value == null) {
            return otherwise;
        }
        long unit =
                switch (unitOf(key, value, "a size such as 200b or 2kb")) {
                    case "", "b", "bytes" -> 1;
                    case "k", "kb", "kibibytes" -> 1024;
                    default -> throw wrong(key, value, "a size such as 200b or 2kb");
                };
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, amountOf(value) * unit));
    }

    long seconds(String key, long otherwise) {
        String value = take(key);
        if (value == null) {
            return otherwise;
        }
        long unit =
                switch (unitOf(key, value, "a duration such as 600s or 10min")) {
                    case "s", "sec", "secs", "second", "seconds" -> 1;
                    case "m", "min", "minute", "minutes" -> 60;
                    case "h", "hour", "hours" -> 3600;
                    default -> throw wrong(key, value, "a duration such as 600s or 10min");
                };
        return amountOf(value) * unit;
    }

    long instantMillis(String key, long otherwise) {
        String value = take(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return value.chars().allMatch(Character::isDigit)
                    ? Long.parseLong(value)
                    : Instant.parse(value).toEpochMilli();
        } catch (DateTimeException | NumberFormatException e) {
            throw wrong(key, value, "an instant such as 2015-07-15T00:00:00Z, or milliseconds since 1970");
        }
    }

    <E extends Enum<E>> E choice(String key, E otherwise) {
        String value = take(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return Enum.valueOf(otherwise.getDeclaringClass(), value.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong(key, value, "one of " + List.of(otherwise.getDeclaringClass().getEnumConstants()));
        }
    }

    void rejectUnread() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(
                    "Not options of 'nexmark': " + left.keySet() + ". There are " + known + ".");
        }
    }

    private @Nullable String take(String key) {
        known.add(key);
        return left.remove(key);
    }

    private static String unitOf(String key, String value, String allowed) {
        Matcher amount = AMOUNT.matcher(value.trim().toLowerCase(Locale.ROOT));
        if (!amount.matches() || amount.group(1).length() > 12) {
            throw wrong(key, value, allowed);
        }
        return amount.group(2);
    }

    private static long amountOf(String value) {
        Matcher amount = AMOUNT.matcher(value.trim().toLowerCase(Locale.ROOT));
        return amount.matches() ? Long.parseLong(amount.group(1)) : 0;
    }

    private static IllegalArgumentException wrong(String key, String value, String allowed) {
        return new IllegalArgumentException("'" + key + "' = '" + value + "': it must be " + allowed + ".");
    }
}
