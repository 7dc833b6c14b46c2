package io.millrace.data;

import io.millrace.data.ValueText.Outcome;

/** Reads values from text; {@link ValueText} says which forms they have. */
final class ValueParser {

    private ValueParser() {}

    static Outcome parse(byte[] data, int start, int end, DataType type, ColumnBuilder builder) {
        return switch (type) {
            case DataType.Varchar text -> append(data, start, end, (BytesBuilder) builder);
            case DataType.Char text -> append(data, start, end, (BytesBuilder) builder);
            case DataType.Varbinary bytes -> parseHex(data, start, end, (BytesBuilder) builder);
            case DataType.Binary bytes -> parseHex(data, start, end, (BytesBuilder) builder);
            case DataType.Array array -> Outcome.UNSUPPORTED;
            case DataType.Mapping map -> Outcome.UNSUPPORTED;
            case DataType.Row row -> Outcome.UNSUPPORTED;
            case DataType.MonthInterval interval -> Outcome.UNSUPPORTED;
            case DataType.TimeInterval interval -> Outcome.UNSUPPORTED;
            case DataType other -> {
                int from = start;
                int to = end;
                while (from < to && data[from] == ' ') {
                    from++;
                }
                while (from < to && data[to - 1] == ' ') {
                    to--;
                }
                yield from == to ? Outcome.MALFORMED : parseTrimmed(data, from, to, other, builder);
            }
        };
    }

    private static Outcome parseTrimmed(byte[] data, int start, int end, DataType type, ColumnBuilder builder) {
        return switch (type) {
            case DataType.Plain.BOOLEAN -> parseBoolean(data, start, end, (ByteBuilder) builder);
            case DataType.Plain.TINYINT ->
                    parseInt(data, start, end, Byte.MIN_VALUE, Byte.MAX_VALUE, (IntBuilder) builder);
            case DataType.Plain.SMALLINT ->
                    parseInt(data, start, end, Short.MIN_VALUE, Short.MAX_VALUE, (IntBuilder) builder);
            case DataType.Plain.INT ->
                    parseInt(data, start, end, Integer.MIN_VALUE, Integer.MAX_VALUE, (IntBuilder) builder);
            case DataType.Plain.BIGINT -> parseLong(data, start, end, (LongBuilder) builder);
            case DataType.Plain.FLOAT -> parseFloat(data, start, end, (FloatBuilder) builder);
            case DataType.Plain.DOUBLE -> parseDouble(data, start, end, (DoubleBuilder) builder);
            case DataType.Decimal decimal -> DecimalParser.parse(data, start, end, decimal, builder);
            case DataType.Plain.DATE -> TimeParser.parseDate(data, start, end, (IntBuilder) builder);
            case DataType.Time time -> TimeParser.parseTime(data, start, end, time, (LongBuilder) builder);
            case DataType.Instant timestamp ->
                    TimeParser.parseTimestamp(data, start, end, timestamp, (LongBuilder) builder);
            case DataType other -> Outcome.UNSUPPORTED;
        };
    }

    private static Outcome append(byte[] data, int start, int end, BytesBuilder builder) {
        builder.append(data, start, end);
        return Outcome.OK;
    }

    private static Outcome parseHex(byte[] data, int start, int end, BytesBuilder builder) {
        int length = (end - start) / 2;
        if (length * 2 != end - start) {
            return Outcome.MALFORMED;
        }
        byte[] target = builder.room(length);
        int at = builder.position();
        for (int i = start; i < end; i += 2) {
            int value = Character.digit(data[i], 16) << 4 | Character.digit(data[i + 1], 16);
            if (value < 0) {
                return Outcome.MALFORMED;
            }
            target[at++] = (byte) value;
        }
        builder.commit(length);
        return Outcome.OK;
    }

    private static Outcome parseBoolean(byte[] data, int start, int end, ByteBuilder builder) {
        boolean isTrue = matches(data, start, end, "true");
        if (!isTrue && !matches(data, start, end, "false")) {
            return Outcome.MALFORMED;
        }
        builder.append(isTrue);
        return Outcome.OK;
    }

    /** Whether the text is this word, which is in small letters, whatever its case. */
    static boolean matches(byte[] data, int start, int end, String word) {
        if (end - start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((data[start + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Outcome parseInt(byte[] data, int start, int end, int least, int greatest, IntBuilder builder) {
        boolean negative = data[start] == '-';
        int at = negative || data[start] == '+' ? start + 1 : start;
        if (at == end) {
            return Outcome.MALFORMED;
        }
        long value = 0;
        for (; at < end; at++) {
            int digit = data[at] - '0';
            if (digit < 0 || digit > 9) {
                return Outcome.MALFORMED;
            }
            // Beyond any int it only needs to stay there.
            value = Math.min(value * 10 + digit, 1L << 40);
        }
        long signed = negative ? -value : value;
        if (signed < least || signed > greatest) {
            return Outcome.OUT_OF_RANGE;
        }
        builder.append((int) signed);
        return Outcome.OK;
    }

    private static Outcome parseLong(byte[] data, int start, int end, LongBuilder builder) {
        boolean negative = data[start] == '-';
        int at = negative || data[start] == '+' ? start + 1 : start;
        if (at == end) {
            return Outcome.MALFORMED;
        }
        long value = 0;
        boolean overflow = false;
        for (; at < end; at++) {
            int digit = data[at] - '0';
            if (digit < 0 || digit > 9) {
                return Outcome.MALFORMED;
            }
            // Negative numbers reach further by one, so that is the side to count on.
            overflow |= value < Long.MIN_VALUE / 10 || (value == Long.MIN_VALUE / 10 && digit > 8);
            value = value * 10 - digit;
        }
        if (overflow || (!negative && value == Long.MIN_VALUE)) {
            return Outcome.OUT_OF_RANGE;
        }
        builder.append(negative ? value : -value);
        return Outcome.OK;
    }

    private static Outcome parseFloat(byte[] data, int start, int end, FloatBuilder builder) {
        double exact = DoubleParser.parseShort(data, start, end);
        try {
            // A float must not be rounded twice, so only what is exact as a double takes the short way.
            boolean usable = exact == (long) exact && Math.abs(exact) < 1 << 24;
            builder.append(usable ? (float) exact : Float.parseFloat(DoubleParser.text(data, start, end)));
            return Outcome.OK;
        } catch (NumberFormatException e) {
            return Outcome.MALFORMED;
        }
    }

    private static Outcome parseDouble(byte[] data, int start, int end, DoubleBuilder builder) {
        double exact = DoubleParser.parseShort(data, start, end);
        if (!Double.isNaN(exact)) {
            builder.append(exact);
            return Outcome.OK;
        }
        try {
            builder.append(Double.parseDouble(DoubleParser.text(data, start, end)));
            return Outcome.OK;
        } catch (NumberFormatException e) {
            return Outcome.MALFORMED;
        }
    }
}
