package io.millrace.formats.text;

import java.nio.charset.StandardCharsets;

/** Numbers out of text. What is not a number is told by {@link #ok}, which speaks of the last call. Owned by one reader. */
final class Numbers {
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    private boolean ok;

    boolean ok() {
        return ok;
    }

    /** A whole number within these bounds. */
    long whole(byte[] data, int start, int end, long least, long most) {
        int at = start;
        boolean negative = at < end && data[at] == '-';
        if (negative || at < end && data[at] == '+') {
            at++;
        }
        int digits = end - at;
        long value = 0;
        ok = digits > 0;
        if (digits > 18) {
            return longWhole(data, start, end, least, most);
        }
        for (; at < end; at++) {
            int digit = data[at] - '0';
            ok &= digit >= 0 & digit <= 9;
            value = value * 10 + digit;
        }
        value = negative ? -value : value;
        ok &= value >= least & value <= most;
        return value;
    }

    /**
     * A double. Up to 19 digits whose number and power of ten are exact in a double need one multiplication or division, which
     * rounds correctly (W. Clinger, How to read floating point numbers accurately, 1990); the JDK does the others.
     */
    double real(byte[] data, int start, int end) {
        int at = start;
        boolean negative = at < end && data[at] == '-';
        if (negative || at < end && data[at] == '+') {
            at++;
        }
        long mantissa = 0;
        int first = at;
        int point = -1;
        for (; at < end; at++) {
            int digit = data[at] - '0';
            if (digit >= 0 & digit <= 9) {
                mantissa = mantissa * 10 + digit;
            } else if (data[at] == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        int digits = at - first - (point < 0 ? 0 : 1);
        int scale = point < 0 ? 0 : at - point - 1;
        if (at == end && digits > 0 && digits <= 18 && mantissa <= EXACT_IN_DOUBLE && scale <= 22) {
            ok = true;
            double value = mantissa / POWERS[scale];
            return negative ? -value : value;
        }
        return slowReal(data, start, end);
    }

    /** A float, rounded once. */
    float single(byte[] data, int start, int end) {
        try {
            String text = realText(data, start, end);
            return ok ? Float.parseFloat(text) : 0;
        } catch (NumberFormatException e) {
            ok = false;
            return 0;
        }
    }

    private long longWhole(byte[] data, int start, int end, long least, long most) {
        try {
            long value = Long.parseLong(new String(data, start, end - start, StandardCharsets.ISO_8859_1));
            ok = value >= least && value <= most;
            return value;
        } catch (NumberFormatException e) {
            ok = false;
            return 0;
        }
    }

    private double slowReal(byte[] data, int start, int end) {
        try {
            String text = realText(data, start, end);
            return ok ? Double.parseDouble(text) : 0;
        } catch (NumberFormatException e) {
            ok = false;
            return 0;
        }
    }

    /** The text of a number as the JDK reads it; without the hexadecimal forms and suffixes that it would take too. */
    private String realText(byte[] data, int start, int end) {
        String text = new String(data, start, end - start, StandardCharsets.ISO_8859_1);
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        String bare = text.substring(sign);
        ok = true;
        if (bare.equalsIgnoreCase("inf") || bare.equalsIgnoreCase("infinity")) {
            return text.substring(0, sign) + "Infinity";
        }
        if (bare.equalsIgnoreCase("nan")) {
            return "NaN";
        }
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            ok &= c >= '0' && c <= '9' || c == '.' || c == 'e' || c == 'E' || c == '-' || c == '+';
        }
        return text;
    }
}
