package io.millrace.data;

import java.nio.charset.StandardCharsets;

/**
 * Doubles from text: most of them are short enough that one multiplication or division of exact doubles gives the
 * nearest one.
 */
final class DoubleParser {
    /** Every power of ten up to this one is an exact double. */
    private static final int EXACT_POWERS = 22;

    private static final double[] POWERS = new double[EXACT_POWERS + 1];

    static {
        for (int i = 0; i <= EXACT_POWERS; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private DoubleParser() {}

    /**
     * The number, or NaN where the text is not a short decimal (Clinger, How to Read Floating Point Numbers
     * Accurately).
     */
    static double parseShort(byte[] data, int start, int end) {
        boolean negative = data[start] == '-';
        int at = negative || data[start] == '+' ? start + 1 : start;
        long digits = 0;
        int count = 0;
        int scale = 0;
        boolean point = false;
        for (; at < end; at++) {
            int digit = data[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                count++;
                scale += point ? 1 : 0;
            } else if (data[at] == '.' && !point) {
                point = true;
            } else {
                break;
            }
            if (count > 15) {
                return Double.NaN;
            }
        }
        int exponent = 0;
        if (at < end && (data[at] | 0x20) == 'e' && end - at <= 4) {
            at++;
            boolean down = at < end && data[at] == '-';
            at += at < end && (data[at] == '-' || data[at] == '+') ? 1 : 0;
            if (at == end) {
                return Double.NaN;
            }
            for (; at < end && data[at] >= '0' && data[at] <= '9'; at++) {
                exponent = exponent * 10 + data[at] - '0';
            }
            exponent = down ? -exponent : exponent;
        }
        exponent -= scale;
        if (at < end || count == 0 || Math.abs(exponent) > EXACT_POWERS) {
            return Double.NaN;
        }
        double value = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
        return negative ? -value : value;
    }

    /** The text for the JDK to read; Java's suffixes and hexadecimal numbers are none of ours. */
    static String text(byte[] data, int start, int end) {
        String text = new String(data, start, end - start, StandardCharsets.ISO_8859_1);
        if (ValueParser.matches(data, start, end, "nan")) {
            return "NaN";
        }
        int first = data[start] == '-' || data[start] == '+' ? start + 1 : start;
        if (ValueParser.matches(data, first, end, "infinity") || ValueParser.matches(data, first, end, "inf")) {
            return data[start] == '-' ? "-Infinity" : "Infinity";
        }
        for (int i = start; i < end; i++) {
            boolean known = (data[i] >= '0' && data[i] <= '9') || data[i] == '.' || data[i] == '-' || data[i] == '+';
            if (!known && (data[i] | 0x20) != 'e') {
                throw new NumberFormatException(text);
            }
        }
        return text;
    }
}
