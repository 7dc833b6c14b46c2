package io.millrace.operators.expression.function;

/**
 * Dates and times as SQL writes them: {@code 2020-02-29}, {@code 12:34:56.789}, and both with a space or a T in
 * between.
 */
public final class TimeText {
    private static final long BAD = Long.MIN_VALUE;
    private static final long NANOS = 1_000_000_000L;

    private TimeText() {}

    private static int begin(Slice text) {
        int at = text.start;
        while (at < text.end && text.data[at] == ' ') {
            at++;
        }
        return at;
    }

    private static int end(Slice text, int begin) {
        int at = text.end;
        while (at > begin && text.data[at - 1] == ' ') {
            at--;
        }
        return at;
    }

    public static int parseDate(Slice text, Missing missing) {
        int begin = begin(text);
        int end = end(text, begin);
        int stop = begin;
        while (stop < end && text.data[stop] != ' ' && text.data[stop] != 'T') {
            stop++;
        }
        long days = date(text.data, begin, stop);
        if (days == BAD || (stop < end && timeOfDay(text.data, stop + 1, end) == BAD)) {
            missing.is = true;
            return 0;
        }
        return (int) days;
    }

    public static long parseTime(Slice text, Missing missing) {
        int begin = begin(text);
        long nanos = timeOfDay(text.data, begin, end(text, begin));
        if (nanos == BAD) {
            missing.is = true;
            return 0;
        }
        return nanos;
    }

    /** Digits beyond the unit are cut off. */
    public static long parseTimestamp(Slice text, long unitsPerSecond, Missing missing) {
        byte[] data = text.data;
        int begin = begin(text);
        int end = end(text, begin);
        if (end > begin && data[end - 1] == 'Z') {
            end--;
        }
        int stop = begin;
        while (stop < end && data[stop] != ' ' && data[stop] != 'T') {
            stop++;
        }
        long days = date(data, begin, stop);
        long nanos = stop == end ? 0 : timeOfDay(data, stop + 1, end);
        if (days == BAD || nanos == BAD) {
            missing.is = true;
            return 0;
        }
        long perDay = 86_400 * unitsPerSecond;
        if (Math.multiplyHigh(days, perDay) != days * perDay >> 63) {
            missing.is = true;
            return 0;
        }
        return days * perDay + nanos / (NANOS / unitsPerSecond);
    }

    private static long date(byte[] data, int start, int end) {
        int at = start;
        boolean negative = at < end && data[at] == '-';
        if (negative) {
            at++;
        }
        int first = at;
        long year = 0;
        for (; at < end && digit(data[at]); at++) {
            year = year * 10 + data[at] - '0';
        }
        if (at == first || at - first > 6) {
            return BAD;
        }
        int month = 1;
        int day = 1;
        if (at < end) {
            int dash = dash(data, at + 1, end);
            month = data[at] == '-' ? small(data, at + 1, dash) : -1;
            at = dash;
        }
        if (at < end) {
            day = data[at] == '-' ? small(data, at + 1, end) : -1;
        }
        long signed = negative ? -year : year;
        if (month < 1 || month > 12 || day < 1 || day > Dates.daysOfMonth(signed, month)) {
            return BAD;
        }
        return Dates.days(signed, month, day);
    }

    private static int dash(byte[] data, int start, int end) {
        int at = start;
        while (at < end && data[at] != '-') {
            at++;
        }
        return at;
    }

    private static boolean digit(byte value) {
        return value >= '0' && value <= '9';
    }

    /** One or two digits, else −1. */
    private static int small(byte[] data, int start, int end) {
        if (end - start == 1 && digit(data[start])) {
            return data[start] - '0';
        }
        if (end - start == 2 && digit(data[start]) && digit(data[start + 1])) {
            return (data[start] - '0') * 10 + data[start + 1] - '0';
        }
        return -1;
    }

    private static long timeOfDay(byte[] data, int start, int end) {
        int[] parts = new int[3];
        int part = 0;
        int at = start;
        while (part < 3) {
            int stop = at;
            while (stop < end && digit(data[stop])) {
                stop++;
            }
            parts[part] = small(data, at, stop);
            if (parts[part] < 0) {
                return BAD;
            }
            part++;
            at = stop;
            if (at == end || data[at] != ':') {
                break;
            }
            at++;
        }
        long fraction = 0;
        if (at < end) {
            if (part < 3 || data[at] != '.' || end - at > 10) {
                return BAD;
            }
            long scale = NANOS;
            for (at++; at < end; at++) {
                if (!digit(data[at])) {
                    return BAD;
                }
                fraction = fraction * 10 + data[at] - '0';
                scale /= 10;
            }
            fraction *= scale;
        }
        if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) {
            return BAD;
        }
        return (parts[0] * 3600L + parts[1] * 60L + parts[2]) * NANOS + fraction;
    }

    public static void printDate(int days, SliceBuilder result) {
        result.clear();
        appendDate(days, result);
    }

    static void appendDate(long days, SliceBuilder result) {
        long civil = Dates.civil(days);
        appendYear(Dates.yearOf(civil), result);
        result.append((byte) '-');
        result.appendDigits(Dates.monthOf(civil), 2);
        result.append((byte) '-');
        result.appendDigits(Dates.dayOf(civil), 2);
    }

    static void appendYear(int year, SliceBuilder result) {
        if (year < 0) {
            result.append((byte) '-');
        }
        int absolute = Math.abs(year);
        if (absolute > 9999) {
            result.appendLong(absolute);
        } else {
            result.appendDigits(absolute, 4);
        }
    }

    /** A time of day in nanoseconds with so many digits behind the point. */
    public static void printTime(long nanos, int precision, SliceBuilder result) {
        result.clear();
        appendTime(nanos, precision, result);
    }

    private static void appendTime(long nanos, int precision, SliceBuilder result) {
        long seconds = nanos / NANOS;
        result.appendDigits(seconds / 3600, 2);
        result.append((byte) ':');
        result.appendDigits(seconds / 60 % 60, 2);
        result.append((byte) ':');
        result.appendDigits(seconds % 60, 2);
        if (precision > 0) {
            result.append((byte) '.');
            result.appendDigits(nanos % NANOS / io.millrace.data.Decimals.powerOfTen(9 - precision), precision);
        }
    }

    public static void printTimestamp(long time, long unitsPerSecond, int precision, SliceBuilder result) {
        long perDay = 86_400 * unitsPerSecond;
        long days = Math.floorDiv(time, perDay);
        result.clear();
        appendDate(days, result);
        result.append((byte) ' ');
        appendTime((time - days * perDay) * (NANOS / unitsPerSecond), precision, result);
    }

    /** {@code +3 04:05:06.123456} */
    public static void printTimeInterval(long micros, SliceBuilder result) {
        result.clear();
        result.append((byte) (micros < 0 ? '-' : '+'));
        long absolute = Math.abs(micros);
        result.appendLong(absolute / 86_400_000_000L);
        result.append((byte) ' ');
        appendTime(absolute % 86_400_000_000L * 1000, 6, result);
    }

    /** {@code +2-03} */
    public static void printMonthInterval(long months, SliceBuilder result) {
        result.clear();
        result.append((byte) (months < 0 ? '-' : '+'));
        result.appendLong(Math.abs(months) / 12);
        result.append((byte) '-');
        result.appendDigits(Math.abs(months) % 12, 2);
    }
}
