package io.millrace.data;

import io.millrace.data.ValueText.Outcome;

/**
 * Dates and times from text: {@code yyyy-MM-dd}, {@code HH:mm[:ss[.fraction]]}, and both with a space or a T between
 * them. A moment may end with {@code Z} or an offset such as {@code +02:00}.
 */
final class TimeParser {
    private static final int MALFORMED = -1;
    private static final long MALFORMED_TIME = -1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int[] DAYS_IN_MONTH = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int DATE_LENGTH = 10;

    private TimeParser() {}

    static Outcome parseDate(byte[] data, int start, int end, IntBuilder builder) {
        if (end - start != DATE_LENGTH || !isDate(data, start)) {
            return Outcome.MALFORMED;
        }
        builder.append((int) epochDay(data, start));
        return Outcome.OK;
    }

    static Outcome parseTime(byte[] data, int start, int end, DataType.Time type, LongBuilder builder) {
        long nanos = nanoOfDay(data, start, end);
        if (nanos == MALFORMED_TIME) {
            return Outcome.MALFORMED;
        }
        long unit = Decimals.powerOfTen(9 - Math.min(9, type.precision()));
        builder.append(nanos - nanos % unit);
        return Outcome.OK;
    }

    static Outcome parseTimestamp(byte[] data, int start, int end, DataType.Instant type, LongBuilder builder) {
        if (end - start < DATE_LENGTH || !isDate(data, start)) {
            return Outcome.MALFORMED;
        }
        int timeEnd = end;
        int offsetSeconds = 0;
        if (type instanceof DataType.TimestampLtz && end - start > DATE_LENGTH) {
            timeEnd = zoneStart(data, start + DATE_LENGTH, end);
            offsetSeconds = offset(data, timeEnd, end);
            if (offsetSeconds == Integer.MIN_VALUE) {
                return Outcome.MALFORMED;
            }
        }
        long nanos = 0;
        if (timeEnd - start > DATE_LENGTH) {
            byte between = data[start + DATE_LENGTH];
            nanos =
                    between == ' ' || between == 'T' || between == 't'
                            ? nanoOfDay(data, start + DATE_LENGTH + 1, timeEnd)
                            : MALFORMED_TIME;
            if (nanos == MALFORMED_TIME) {
                return Outcome.MALFORMED;
            }
        }
        long unit = Decimals.powerOfTen(9 - Math.min(9, type.precision()));
        long seconds = epochDay(data, start) * 86_400 + nanos / NANOS_PER_SECOND - offsetSeconds;
        long fraction = nanos % NANOS_PER_SECOND;
        long units = type.unitsPerSecond();
        if (type.nanos() && (seconds < Long.MIN_VALUE / units + 1 || seconds > Long.MAX_VALUE / units - 1)) {
            return Outcome.OUT_OF_RANGE;
        }
        builder.append(seconds * units + (fraction - fraction % unit) / (NANOS_PER_SECOND / units));
        return Outcome.OK;
    }

    /** Whether {@code yyyy-MM-dd} of the calendar stands here; ten bytes must be there. */
    private static boolean isDate(byte[] data, int at) {
        int year = number(data, at, at + 4);
        int month = number(data, at + 5, at + 7);
        int day = number(data, at + 8, at + 10);
        if (year < 0 || month < 1 || month > 12 || day < 1 || data[at + 4] != '-' || data[at + 7] != '-') {
            return false;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return day <= (month == 2 && !leap ? 28 : DAYS_IN_MONTH[month - 1]);
    }

    private static long epochDay(byte[] data, int at) {
        int month = number(data, at + 5, at + 7);
        int day = number(data, at + 8, at + 10);
        return TimeText.epochDay(number(data, at, at + 4), month, day);
    }

    private static long nanoOfDay(byte[] data, int start, int end) {
        int length = end - start;
        if (length != 5 && length != 8 && length < 10) {
            return MALFORMED_TIME;
        }
        int hour = number(data, start, start + 2);
        int minute = number(data, start + 3, start + 5);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || data[start + 2] != ':') {
            return MALFORMED_TIME;
        }
        long nanos = (hour * 60L + minute) * 60 * NANOS_PER_SECOND;
        if (length == 5) {
            return nanos;
        }
        int second = number(data, start + 6, start + 8);
        if (second < 0 || second > 59 || data[start + 5] != ':') {
            return MALFORMED_TIME;
        }
        nanos += second * NANOS_PER_SECOND;
        if (length == 8) {
            return nanos;
        }
        long unit = NANOS_PER_SECOND / 10;
        if (data[start + 8] != '.') {
            return MALFORMED_TIME;
        }
        for (int at = start + 9; at < end; at++, unit /= 10) {
            int digit = data[at] - '0';
            if (digit < 0 || digit > 9) {
                return MALFORMED_TIME;
            }
            nanos += digit * unit;
        }
        return nanos;
    }

    /** Where {@code Z} or an offset begins after the time of day, or the end. */
    private static int zoneStart(byte[] data, int start, int end) {
        for (int at = start; at < end; at++) {
            byte b = data[at];
            if (b == 'Z' || b == 'z' || b == '+' || b == '-') {
                return at;
            }
        }
        return end;
    }

    /**
     * The seconds of {@code Z}, {@code +hh}, {@code +hhmm} or {@code +hh:mm}; the least integer where it is none of
     * them.
     */
    private static int offset(byte[] data, int start, int end) {
        int length = end - start;
        if (length == 0 || (length == 1 && (data[start] | 0x20) == 'z')) {
            return 0;
        }
        int minutesAt = length == 6 && data[start + 3] == ':' ? start + 4 : start + 3;
        int hours = length == 3 || length == 5 || length == 6 ? number(data, start + 1, start + 3) : MALFORMED;
        int minutes = length == 3 ? 0 : minutesAt + 2 == end ? number(data, minutesAt, end) : MALFORMED;
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = (hours * 60 + minutes) * 60;
        return data[start] == '-' ? -seconds : seconds;
    }

    /** The number that these digits are, or a negative one where they are not digits. */
    private static int number(byte[] data, int start, int end) {
        int value = 0;
        for (int at = start; at < end; at++) {
            int digit = data[at] - '0';
            if (digit < 0 || digit > 9) {
                return MALFORMED;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
