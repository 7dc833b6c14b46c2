package io.millrace.formats.text;

/**
 * Dates and times out of text, as SQL or ISO 8601 writes them. What is not one is told by {@link #ok}, which speaks of the last
 * call. Owned by one reader.
 */
final class Times {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int[] TENS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000};

    private boolean ok;
    private int nanos;
    /** What the last moment said about its zone. */
    private boolean zoned;

    private int offsetSeconds;

    boolean ok() {
        return ok;
    }

    /** Nanoseconds after the second of the last moment. */
    int nanos() {
        return nanos;
    }

    /** Whether the last moment named its zone. */
    boolean isZoned() {
        return zoned;
    }

    /** How far the zone of the last moment is ahead of UTC. */
    int offsetSeconds() {
        return offsetSeconds;
    }

    /** Days since 1970-01-01 of {@code yyyy-MM-dd}. */
    int date(byte[] data, int start, int end) {
        ok = end - start == 10;
        return ok ? dateAt(data, start) : 0;
    }

    /** Nanoseconds since midnight of {@code HH:mm[:ss[.fffffffff]]}. */
    long time(byte[] data, int start, int end) {
        ok = true;
        long seconds = timeAt(data, start, end);
        return seconds * NANOS_PER_SECOND + nanos;
    }

    /**
     * Seconds since 1970-01-01T00:00:00, in the zone as written, of {@code yyyy-MM-dd[( |T)HH:mm[:ss[.fffffffff]][Z|±HH[:mm]]]}.
     */
    long moment(byte[] data, int start, int end) {
        ok = end - start >= 10;
        zoned = false;
        offsetSeconds = 0;
        nanos = 0;
        if (!ok) {
            return 0;
        }
        long days = dateAt(data, start);
        if (end - start == 10) {
            return days * 86_400L;
        }
        ok &= data[start + 10] == ' ' || data[start + 10] == 'T';
        return days * 86_400L + timeAt(data, start + 11, zone(data, start + 11, end));
    }

    /** Reads the zone that may stand at the end; where it starts. */
    private int zone(byte[] data, int start, int end) {
        if (end > start && (data[end - 1] == 'Z' || data[end - 1] == 'z')) {
            zoned = true;
            return end - 1;
        }
        for (int at = end - 1; at >= start && at >= end - 6; at--) {
            if (data[at] == '+' || data[at] == '-') {
                zoned = true;
                int length = end - at;
                boolean colon = length == 6 && data[at + 3] == ':';
                ok &= length == 3 || length == 5 || colon;
                if (ok) {
                    int minutes = length == 3 ? 0 : two(data, colon ? at + 4 : at + 3);
                    int seconds = two(data, at + 1) * 3600 + minutes * 60;
                    offsetSeconds = data[at] == '-' ? -seconds : seconds;
                }
                return at;
            }
        }
        return end;
    }

    private int dateAt(byte[] data, int at) {
        int year = two(data, at) * 100 + two(data, at + 2);
        int month = two(data, at + 5);
        int day = two(data, at + 8);
        ok &= data[at + 4] == '-' & data[at + 7] == '-' & month >= 1 & month <= 12 & day >= 1;
        if (!ok || day > daysOf(year, month)) {
            ok = false;
            return 0;
        }
        return days(year, month, day);
    }

    /** Seconds since midnight; the rest goes to {@link #nanos}. */
    private int timeAt(byte[] data, int start, int end) {
        int length = end - start;
        nanos = 0;
        ok &= length == 5 || length == 8 || length > 9 && length <= 18;
        if (!ok) {
            return 0;
        }
        int hour = two(data, start);
        int minute = two(data, start + 3);
        int second = length == 5 ? 0 : two(data, start + 6);
        ok &= data[start + 2] == ':' && (length == 5 || data[start + 5] == ':') && hour < 24 && minute < 60 && second < 60;
        if (length > 9) {
            ok &= data[start + 8] == '.' || data[start + 8] == ',';
            for (int at = start + 9; at < end; at++) {
                int digit = data[at] - '0';
                ok &= digit >= 0 & digit <= 9;
                nanos = nanos * 10 + digit;
            }
            nanos *= TENS[18 - length];
        }
        return hour * 3600 + minute * 60 + second;
    }

    private int two(byte[] data, int at) {
        int tens = data[at] - '0';
        int ones = data[at + 1] - '0';
        ok &= tens >= 0 & tens <= 9 & ones >= 0 & ones <= 9;
        return tens * 10 + ones;
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March. */
    static int days(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shifted, 400);
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }
}
