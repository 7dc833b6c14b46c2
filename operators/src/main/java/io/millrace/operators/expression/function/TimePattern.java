package io.millrace.operators.expression.function;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of letters as {@link DateTimeFormatter} has them, taken apart once. Years, months, days, hours, minutes,
 * seconds and fractions in digits are written and read without objects; a pattern with anything else goes through the
 * JDK.
 */
public final class TimePattern {
    private static final String FAST_LETTERS = "yuMdHmsS";
    private static final long NANOS = 1_000_000_000L;

    private record Part(char letter, int count, byte[] literal) {}

    private final String pattern;
    private final Part @Nullable [] parts;
    private final @Nullable DateTimeFormatter formatter;

    /** Within so many seconds all times look the same; 0 where fractions of a second differ. */
    private final long alikeSeconds;

    private TimePattern(String pattern, Part @Nullable [] parts, @Nullable DateTimeFormatter formatter) {
        this.pattern = pattern;
        this.parts = parts;
        this.formatter = formatter;
        this.alikeSeconds = parts == null ? 0 : alikeSeconds(parts);
    }

    private static long alikeSeconds(Part[] parts) {
        long seconds = 86_400;
        for (Part part : parts) {
            long alike =
                    switch (part.letter) {
                        case 'H' -> 3_600;
                        case 'm' -> 60;
                        case 's' -> 1;
                        case 'S' -> 0;
                        default -> seconds;
                    };
            seconds = Math.min(seconds, alike);
        }
        return seconds;
    }

    public static TimePattern of(String function, String pattern) {
        Part[] parts = parts(pattern);
        if (parts != null) {
            return new TimePattern(pattern, parts, null);
        }
        try {
            DateTimeFormatter formatter =
                    new DateTimeFormatterBuilder()
                            .parseCaseInsensitive()
                            .appendPattern(pattern.replace('y', 'u'))
                            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                            .toFormatter(Locale.US);
            return new TimePattern(pattern, null, formatter);
        } catch (IllegalArgumentException e) {
            throw Errors.badArgument(function, "'" + pattern + "' is no pattern of a date or time: " + e.getMessage());
        }
    }

    private static Part @Nullable [] parts(String pattern) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < pattern.length(); ) {
            char c = pattern.charAt(i);
            int end = i + 1;
            if (Character.isLetter(c)) {
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                int count = end - i;
                boolean year = c == 'y' || c == 'u';
                boolean known =
                        FAST_LETTERS.indexOf(c) >= 0 && (year ? count == 4 : c == 'S' ? count <= 9 : count == 2);
                if (!known) {
                    return null;
                }
                parts.add(new Part(c, count, new byte[0]));
            } else if (c == '\'') {
                int quote = pattern.indexOf('\'', i + 1);
                if (quote <= i + 1) {
                    return null;
                }
                parts.add(literal(pattern.substring(i + 1, quote)));
                end = quote + 1;
            } else if ("[]{}#".indexOf(c) >= 0) {
                return null;
            } else {
                parts.add(literal(String.valueOf(c)));
            }
            i = end;
        }
        return parts.toArray(Part[]::new);
    }

    private static Part literal(String text) {
        return new Part('\'', 0, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Writes a local date and time. */
    public static void format(long time, long unitsPerSecond, TimePattern pattern, SliceBuilder result) {
        // Rows that follow one another are often of one day or minute.
        if (pattern.alikeSeconds > 0 && result.showsAgain(pattern, time)) {
            return;
        }
        long seconds = Math.floorDiv(time, unitsPerSecond);
        long nanos = (time - seconds * unitsPerSecond) * (NANOS / unitsPerSecond);
        result.clear();
        if (pattern.parts == null) {
            LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, (int) nanos, ZoneOffset.UTC);
            try {
                result.append(java.util.Objects.requireNonNull(pattern.formatter).format(local));
            } catch (DateTimeException e) {
                throw Errors.badArgument(
                        "DATE_FORMAT",
                        "'" + pattern.pattern + "' asks for what " + local + " has not: " + e.getMessage());
            }
            return;
        }
        long days = Math.floorDiv(seconds, 86_400L);
        long civil = Dates.civil(days);
        long ofDay = seconds - days * 86_400;
        for (Part part : pattern.parts) {
            switch (part.letter) {
                case 'y', 'u' -> TimeText.appendYear(Dates.yearOf(civil), result);
                case 'M' -> result.appendDigits(Dates.monthOf(civil), 2);
                case 'd' -> result.appendDigits(Dates.dayOf(civil), 2);
                case 'H' -> result.appendDigits(ofDay / 3600, 2);
                case 'm' -> result.appendDigits(ofDay / 60 % 60, 2);
                case 's' -> result.appendDigits(ofDay % 60, 2);
                case 'S' ->
                        result.appendDigits(nanos / io.millrace.data.Decimals.powerOfTen(9 - part.count), part.count);
                default -> result.append(part.literal, 0, part.literal.length);
            }
        }
        if (pattern.alikeSeconds > 0) {
            long alike = pattern.alikeSeconds * unitsPerSecond;
            long from = Math.floorDiv(time, alike) * alike;
            result.madeOf(pattern, from, from + alike);
        }
    }

    /** Reads a local date and time; what the pattern lacks is that of 1970-01-01T00:00:00. */
    public static long parse(Slice text, long unitsPerSecond, TimePattern pattern, Missing missing) {
        if (pattern.parts == null) {
            return parseSlowly(text, unitsPerSecond, pattern, missing);
        }
        int[] fields = {1970, 1, 1, 0, 0, 0};
        long nanos = 0;
        int at = text.start;
        for (Part part : pattern.parts) {
            int size = part.letter == '\'' ? part.literal.length : part.count;
            if (at + size > text.end) {
                missing.is = true;
                return 0;
            }
            if (part.letter == '\'') {
                if (!java.util.Arrays.equals(text.data, at, at + size, part.literal, 0, size)) {
                    missing.is = true;
                    return 0;
                }
            } else {
                int number = digits(text.data, at, size);
                if (number < 0) {
                    missing.is = true;
                    return 0;
                }
                if (part.letter == 'S') {
                    nanos = number * io.millrace.data.Decimals.powerOfTen(9 - size);
                } else {
                    fields["yMdHms".indexOf(part.letter == 'u' ? 'y' : part.letter)] = number;
                }
            }
            at += size;
        }
        boolean right =
                at == text.end
                        && fields[1] >= 1
                        && fields[1] <= 12
                        && fields[2] >= 1
                        && fields[2] <= Dates.daysOfMonth(fields[0], fields[1])
                        && fields[3] < 24
                        && fields[4] < 60
                        && fields[5] < 60;
        if (!right) {
            missing.is = true;
            return 0;
        }
        long seconds =
                Dates.days(fields[0], fields[1], fields[2]) * 86_400 + fields[3] * 3600L + fields[4] * 60L + fields[5];
        return seconds * unitsPerSecond + nanos / (NANOS / unitsPerSecond);
    }

    private static int digits(byte[] data, int at, int count) {
        int number = 0;
        for (int i = at; i < at + count; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static long parseSlowly(Slice text, long unitsPerSecond, TimePattern pattern, Missing missing) {
        try {
            var parsed = java.util.Objects.requireNonNull(pattern.formatter).parse(text.toString());
            java.time.LocalDate date = parsed.query(java.time.temporal.TemporalQueries.localDate());
            java.time.LocalTime time = parsed.query(java.time.temporal.TemporalQueries.localTime());
            LocalDateTime local =
                    LocalDateTime.of(
                            date == null ? java.time.LocalDate.EPOCH : date,
                            time == null ? java.time.LocalTime.MIDNIGHT : time);
            return local.toEpochSecond(ZoneOffset.UTC) * unitsPerSecond + local.getNano() / (NANOS / unitsPerSecond);
        } catch (DateTimeException e) {
            missing.is = true;
            return 0;
        }
    }

    /** A pattern that is no constant: the last one is kept. */
    public static final class Last {
        private byte[] last = {};
        private @Nullable TimePattern compiled;
    }

    public static void format(long time, long unitsPerSecond, Slice pattern, Last kept, SliceBuilder result) {
        format(time, unitsPerSecond, kept("DATE_FORMAT", pattern, kept), result);
    }

    public static long parse(Slice text, long unitsPerSecond, Slice pattern, Last kept, Missing missing) {
        return parse(text, unitsPerSecond, kept("TO_TIMESTAMP", pattern, kept), missing);
    }

    private static TimePattern kept(String function, Slice pattern, Last kept) {
        TimePattern compiled = kept.compiled;
        if (compiled == null
                || !java.util.Arrays.equals(kept.last, 0, kept.last.length, pattern.data, pattern.start, pattern.end)) {
            compiled = of(function, pattern.toString());
            kept.compiled = compiled;
            kept.last = pattern.copy();
        }
        return compiled;
    }
}
