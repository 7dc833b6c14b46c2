package io.millrace.operators.expression.function;

import io.millrace.data.Decimals;
import io.millrace.data.Int128;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Numbers and booleans from text and to text. Spaces around are allowed; what is no number is missing. */
public final class NumberText {
    private NumberText() {}

    private static int begin(Slice text) {
        int at = text.start;
        while (at < text.end && text.data[at] >= 0 && text.data[at] <= ' ') {
            at++;
        }
        return at;
    }

    private static int end(Slice text, int begin) {
        int at = text.end;
        while (at > begin && text.data[at - 1] >= 0 && text.data[at - 1] <= ' ') {
            at--;
        }
        return at;
    }

    /** A whole number; a fraction is cut off. */
    public static long parseLong(Slice text, Missing missing) {
        byte[] data = text.data;
        int at = begin(text);
        int end = end(text, at);
        boolean negative = at < end && data[at] == '-';
        if (negative || (at < end && data[at] == '+')) {
            at++;
        }
        if (at == end || end - at > 40) {
            missing.is = true;
            return 0;
        }
        long value = 0;
        int digits = 0;
        for (; at < end && data[at] >= '0' && data[at] <= '9'; at++, digits++) {
            int digit = data[at] - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                missing.is = true;
                return 0;
            }
            value = value * 10 - digit;
        }
        if (at < end && data[at] == '.') {
            for (at++; at < end && data[at] >= '0' && data[at] <= '9'; at++) {
                digits++;
            }
        }
        if (at < end || digits == 0 || (!negative && value == Long.MIN_VALUE)) {
            missing.is = true;
            return 0;
        }
        return negative ? value : -value;
    }

    public static double parseDouble(Slice text, Missing missing) {
        int begin = begin(text);
        int end = end(text, begin);
        String number = new String(text.data, begin, end - begin, StandardCharsets.ISO_8859_1);
        if (!mayBeNumber(number)) {
            missing.is = true;
            return 0;
        }
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            missing.is = true;
            return 0;
        }
    }

    public static float parseFloat(Slice text, Missing missing) {
        int begin = begin(text);
        int end = end(text, begin);
        String number = new String(text.data, begin, end - begin, StandardCharsets.ISO_8859_1);
        if (!mayBeNumber(number)) {
            missing.is = true;
            return 0;
        }
        try {
            return Float.parseFloat(number);
        } catch (NumberFormatException e) {
            missing.is = true;
            return 0;
        }
    }

    /** Java's own syntax allows a letter at the end, which is no part of a number here. */
    private static boolean mayBeNumber(String text) {
        if (text.isEmpty()) {
            return false;
        }
        char last = text.charAt(text.length() - 1);
        return (last >= '0' && last <= '9') || last == '.' || text.endsWith("NaN") || text.endsWith("Infinity");
    }

    static boolean isNumber(Slice text) {
        return decimal(text) != null;
    }

    private static @org.jspecify.annotations.Nullable BigDecimal decimal(Slice text) {
        int begin = begin(text);
        int end = end(text, begin);
        if (end - begin > 400 || begin == end) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(new String(text.data, begin, end - begin, StandardCharsets.ISO_8859_1));
            return Math.abs((long) value.scale()) > 1000 ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Rounded to the scale. */
    public static boolean parseDecimal(Slice text, int precision, int scale, Int128 result) {
        BigDecimal value = decimal(text);
        return value != null && Decimals.unscaled(value, precision, scale, result);
    }

    /** TRUE, T, YES, Y, ON, 1 and their contraries, in any case. */
    public static boolean parseBoolean(Slice text, Missing missing) {
        int begin = begin(text);
        int end = end(text, begin);
        String word = end - begin > 5 ? "" : new String(text.data, begin, end - begin, StandardCharsets.ISO_8859_1);
        switch (word.toLowerCase(java.util.Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> {
                return true;
            }
            case "false", "f", "no", "n", "off", "0" -> {
                return false;
            }
            default -> {
                missing.is = true;
                return false;
            }
        }
    }

    public static void print(boolean value, SliceBuilder result) {
        result.clear();
        result.appendAscii(value ? "TRUE" : "FALSE");
    }

    public static void print(long value, SliceBuilder result) {
        result.clear();
        result.appendLong(value);
    }

    public static void print(float value, SliceBuilder result) {
        result.clear();
        result.appendAscii(Float.toString(value));
    }

    public static void print(double value, SliceBuilder result) {
        result.clear();
        result.appendAscii(Double.toString(value));
    }

    /** A decimal with all digits of its scale. */
    public static void printDecimal(long unscaled, int scale, SliceBuilder result) {
        if (scale == 0) {
            print(unscaled, result);
            return;
        }
        result.clear();
        long value = Math.abs(unscaled);
        long power = Decimals.powerOfTen(scale);
        if (unscaled < 0) {
            result.append((byte) '-');
        }
        result.appendLong(value / power);
        result.append((byte) '.');
        result.appendDigits(value % power, scale);
    }

    public static void printDecimal(Int128 unscaled, int scale, SliceBuilder result) {
        result.clear();
        result.appendAscii(Decimals.toBigDecimal(unscaled.high, unscaled.low, scale).toPlainString());
    }
}
