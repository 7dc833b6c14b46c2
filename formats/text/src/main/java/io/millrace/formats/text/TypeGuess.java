package io.millrace.formats.text;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import java.nio.charset.StandardCharsets;

/** Narrows down the type of a column, value by value. */
final class TypeGuess {
    private final Numbers numbers = new Numbers();
    private final Times times = new Times();
    private boolean some;
    private boolean booleans = true;
    private boolean wholes = true;
    private boolean reals = true;
    private boolean dates = true;
    private boolean moments = true;
    private boolean dayTimes = true;
    private boolean zoned = true;
    private int fractionDigits;

    /** Takes note of one value. */
    void see(byte[] data, int start, int end) {
        some = true;
        int length = end - start;
        booleans = booleans && (length == 4 && data[start] == 't' || length == 5 && data[start] == 'f')
                && new String(data, start, length, StandardCharsets.ISO_8859_1).matches("true|false");
        if (wholes) {
            numbers.whole(data, start, end, Long.MIN_VALUE, Long.MAX_VALUE);
            wholes = numbers.ok() && !(length > 1 && data[start] == '0');
        }
        if (reals) {
            numbers.real(data, start, end);
            reals = numbers.ok() && !(length > 1 && data[start] == '0' && data[start + 1] != '.');
        }
        if (dates) {
            times.date(data, start, end);
            dates = times.ok();
        }
        if (dayTimes) {
            times.time(data, start, end);
            dayTimes = times.ok();
        }
        if (moments) {
            times.moment(data, start, end);
            moments = times.ok();
            zoned = zoned && times.isZoned();
            fractionDigits = Math.max(fractionDigits, digits(times.nanos()));
        }
    }

    /** The narrowest type that all values had; STRING where there was none. */
    DataType type() {
        if (!some) {
            return DataType.STRING;
        }
        if (booleans) {
            return Plain.BOOLEAN;
        }
        if (wholes) {
            return Plain.BIGINT;
        }
        if (reals) {
            return Plain.DOUBLE;
        }
        if (dates) {
            return Plain.DATE;
        }
        if (dayTimes) {
            return new DataType.Time(0);
        }
        if (moments) {
            int precision = fractionDigits <= 3 ? 3 : fractionDigits <= 6 ? 6 : 9;
            return zoned ? new DataType.TimestampLtz(precision) : new DataType.Timestamp(precision);
        }
        return DataType.STRING;
    }

    private static int digits(int nanos) {
        int digits = 9;
        int rest = nanos;
        while (digits > 0 && rest % 10 == 0) {
            rest /= 10;
            digits--;
        }
        return digits;
    }
}
