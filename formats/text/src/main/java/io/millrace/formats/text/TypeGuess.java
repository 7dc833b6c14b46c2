package io.millrace.formats.text;

import io.millrace.data.BufferPool;
import io.millrace.data.ByteBuilder;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.DoubleBuilder;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.data.ValueText;

/** Narrows down the type of a column, value by value. */
final class TypeGuess {
    private static final DataType.Timestamp MOMENT = new DataType.Timestamp(9);
    private static final DataType.Time DAY_TIME = new DataType.Time(9);

    private final LongBuilder longs = new LongBuilder(BufferPool.HEAP);
    private final DoubleBuilder doubles = new DoubleBuilder(BufferPool.HEAP);
    private final IntBuilder ints = new IntBuilder(BufferPool.HEAP);
    private final ByteBuilder bytes = new ByteBuilder(BufferPool.HEAP);
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
        booleans = booleans && is(data, start, end, Plain.BOOLEAN, bytes);
        boolean padded = end - start > 1 && data[start] == '0';
        wholes = wholes && !padded && is(data, start, end, Plain.BIGINT, longs);
        reals = reals && !(padded && data[start + 1] != '.') && is(data, start, end, Plain.DOUBLE, doubles);
        dates = dates && is(data, start, end, Plain.DATE, ints);
        dayTimes = dayTimes && is(data, start, end, DAY_TIME, longs);
        moments = moments && end - start > 10 && is(data, start, end, MOMENT, longs);
        if (moments) {
            byte last = data[end - 1];
            zoned =
                    zoned
                            && (last == 'Z'
                                    || last == 'z'
                                    || data[end - 3] == '+'
                                    || data[end - 6] == '+'
                                    || data[end - 6] == '-');
            fractionDigits = Math.max(fractionDigits, fractionDigits(data, start, end));
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

    private static boolean is(byte[] data, int start, int end, DataType type, ColumnBuilder scratch) {
        scratch.reset();
        return ValueText.parse(data, start, end, type, scratch) == ValueText.Outcome.OK;
    }

    private static int fractionDigits(byte[] data, int start, int end) {
        int count = 0;
        for (int at = start + 19; at < end && (count == 0 || data[at] >= '0' && data[at] <= '9'); at++) {
            if (count == 0 && data[at] != '.') {
                return 0;
            }
            count++;
        }
        return Math.max(0, count - 1);
    }
}
