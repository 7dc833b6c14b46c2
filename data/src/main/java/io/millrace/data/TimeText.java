package io.millrace.data;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Dates and times as text. Days are turned into dates by arithmetic on eras of 400 years that begin on March 1st, so
 * that the leap day is the last day of a year (Hinnant, chrono-Compatible Low-Level Date Algorithms).
 */
final class TimeText {
    private static final long DAYS_PER_ERA = 146_097;

    /** From 0000-03-01 to 1970-01-01. */
    private static final long EPOCH_DAYS = 719_468;

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private TimeText() {}

    static void appendDate(long epochDay, ByteSink sink) {
        long day = epochDay + EPOCH_DAYS;
        long era = Math.floorDiv(day, DAYS_PER_ERA);
        long dayOfEra = day - era * DAYS_PER_ERA;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shifted = (5 * dayOfYear + 2) / 153;
        long month = shifted < 10 ? shifted + 3 : shifted - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        if (year < 0) {
            sink.writeByte('-');
        }
        long magnitude = Math.abs(year);
        if (magnitude < 10_000) {
            NumberText.appendPadded(magnitude, 4, sink);
        } else {
            NumberText.append(magnitude, sink);
        }
        sink.writeByte('-');
        NumberText.appendPadded(month, 2, sink);
        sink.writeByte('-');
        NumberText.appendPadded(dayOfYear - (153 * shifted + 2) / 5 + 1, 2, sink);
    }

    /** Days from 1970-01-01 to a date of the calendar. */
    static long epochDay(long year, int month, int day) {
        long shiftedYear = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shiftedYear, 400L);
        long yearOfEra = shiftedYear - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - EPOCH_DAYS;
    }

    static void appendTime(long nanoOfDay, int precision, ByteSink sink) {
        long second = nanoOfDay / NANOS_PER_SECOND;
        appendClock(second, nanoOfDay % NANOS_PER_SECOND, precision, sink);
    }

    static void appendTimestamp(long value, long unitsPerSecond, int precision, ByteSink sink) {
        long second = Math.floorDiv(value, unitsPerSecond);
        long units = value - second * unitsPerSecond;
        long day = Math.floorDiv(second, SECONDS_PER_DAY);
        appendDate(day, sink);
        sink.writeByte(' ');
        appendClock(second - day * SECONDS_PER_DAY, units * (NANOS_PER_SECOND / unitsPerSecond), precision, sink);
    }

    /** The date and time that a moment is in a zone, in the same units since 1970-01-01T00:00:00 there. */
    static long atZone(long value, long unitsPerSecond, ZoneId zone) {
        if (zone.equals(ZoneOffset.UTC)) {
            return value;
        }
        Instant moment = Instant.ofEpochSecond(Math.floorDiv(value, unitsPerSecond));
        return value + zone.getRules().getOffset(moment).getTotalSeconds() * unitsPerSecond;
    }

    static void appendMonths(long months, ByteSink sink) {
        sink.writeByte(months < 0 ? '-' : '+');
        long magnitude = Math.abs(months);
        NumberText.append(magnitude / 12, sink);
        sink.writeByte('-');
        NumberText.appendPadded(magnitude % 12, 2, sink);
    }

    static void appendInterval(long micros, ByteSink sink) {
        sink.writeByte(micros < 0 ? '-' : '+');
        // The seconds and the rest each fit when negated, even of the most negative number.
        long seconds = Math.abs(micros / MICROS_PER_SECOND);
        long rest = Math.abs(micros % MICROS_PER_SECOND);
        NumberText.append(seconds / SECONDS_PER_DAY, sink);
        sink.writeByte(' ');
        appendClock(seconds % SECONDS_PER_DAY, rest * 1_000, 6, sink);
    }

    private static void appendClock(long secondOfDay, long nanos, int precision, ByteSink sink) {
        NumberText.appendPadded(secondOfDay / 3_600, 2, sink);
        sink.writeByte(':');
        NumberText.appendPadded(secondOfDay / 60 % 60, 2, sink);
        sink.writeByte(':');
        NumberText.appendPadded(secondOfDay % 60, 2, sink);
        if (precision > 0) {
            sink.writeByte('.');
            NumberText.appendPadded(nanos / Decimals.powerOfTen(9 - precision), precision, sink);
        }
    }
}
