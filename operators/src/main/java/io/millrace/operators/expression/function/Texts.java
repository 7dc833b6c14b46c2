package io.millrace.operators.expression.function;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text in UTF-8: positions and lengths count code points, from 1. */
public final class Texts {
    private static final Slice NO_KEY = Slice.of("");

    private Texts() {}

    public static void concat(Slice[] parts, SliceBuilder result) {
        result.clear();
        for (Slice part : parts) {
            result.append(part);
        }
    }

    /** Parts that are missing are left out, with their separator. */
    public static boolean concatWs(
            Slice separator, boolean separatorMissing, @Nullable Slice[] parts, SliceBuilder result) {
        if (separatorMissing) {
            return false;
        }
        result.clear();
        boolean first = true;
        for (Slice part : parts) {
            if (part != null) {
                if (!first) {
                    result.append(separator);
                }
                result.append(part);
                first = false;
            }
        }
        return true;
    }

    public static void upper(Slice text, SliceBuilder result) {
        result.clear();
        if (Words.isAscii(text.data, text.start, text.end)) {
            swapCase(text, (byte) 'a', result);
        } else {
            result.append(text.toString().toUpperCase(Locale.ROOT));
        }
    }

    public static void lower(Slice text, SliceBuilder result) {
        result.clear();
        if (Words.isAscii(text.data, text.start, text.end)) {
            swapCase(text, (byte) 'A', result);
        } else {
            result.append(text.toString().toLowerCase(Locale.ROOT));
        }
    }

    /** Words are written whole: there is room for seven bytes more than are needed. */
    private static void swapCase(Slice text, byte first, SliceBuilder result) {
        int size = text.size();
        Words.swapCase(text.data, text.start, size, first, result.reserve(size + 7));
        result.end = size;
    }

    /** Each word's first letter large, the others small; words are letters and digits. */
    public static void initcap(Slice text, SliceBuilder result) {
        String from = text.toString();
        StringBuilder to = new StringBuilder(from.length());
        boolean inWord = false;
        for (int i = 0; i < from.length(); ) {
            int point = from.codePointAt(i);
            to.appendCodePoint(inWord ? Character.toLowerCase(point) : Character.toUpperCase(point));
            inWord = Character.isLetterOrDigit(point);
            i += Character.charCount(point);
        }
        result.clear();
        result.append(to.toString());
    }

    public static int charLength(Slice text) {
        return Utf8.codePoints(text.data, text.start, text.end);
    }

    public static int octetLength(Slice bytes) {
        return bytes.size();
    }

    /** From a position on, which counts from 1, and from behind when it is negative. */
    public static void substring(Slice text, int from, SliceBuilder result) {
        result.set(text.data, begin(text, from), text.end);
    }

    public static void substring(Slice text, int from, int length, SliceBuilder result) {
        if (length < 0) {
            throw Errors.badArgument("SUBSTRING", "the length " + length + " is negative");
        }
        int points = from < 0 ? Integer.MIN_VALUE : Math.max(0, from - 1);
        // Positions in front of the text use up length.
        long left = from == 0 ? length - 1L : length;
        int start;
        if (points == Integer.MIN_VALUE) {
            int size = charLength(text);
            if (-(long) from > size) {
                left -= -(long) from - size;
            }
            start = begin(text, from);
        } else {
            start = Utf8.offset(text.data, text.start, text.end, points);
        }
        result.set(text.data, start, Utf8.offset(text.data, start, text.end, (int) Math.max(0, left)));
    }

    private static int begin(Slice text, int from) {
        if (from >= 0) {
            return Utf8.offset(text.data, text.start, text.end, Math.max(0, from - 1));
        }
        int at = text.end;
        for (int left = from; left < 0 && at > text.start; left++) {
            at = Utf8.previous(text.data, at, text.start);
        }
        return at;
    }

    public static void left(Slice text, int length, SliceBuilder result) {
        result.set(text.data, text.start, Utf8.offset(text.data, text.start, text.end, Math.max(0, length)));
    }

    public static void right(Slice text, int length, SliceBuilder result) {
        result.set(text.data, length <= 0 ? text.end : begin(text, -length), text.end);
    }

    /** Where the part begins, counted from 1; 0 if nowhere. */
    public static int position(Slice part, Slice text) {
        return position(part, text, 1);
    }

    /** The same from a position on. */
    public static int position(Slice part, Slice text, int from) {
        if (from < 1) {
            return 0;
        }
        int start = Utf8.offset(text.data, text.start, text.end, from - 1);
        int at = Utf8.indexOf(text.data, start, text.end, part.data, part.start, part.end);
        return at < 0 ? 0 : Utf8.codePoints(text.data, text.start, at) + 1;
    }

    public static int instr(Slice text, Slice part) {
        return position(part, text, 1);
    }

    public static boolean startsWith(Slice text, Slice part) {
        int size = part.size();
        return text.size() >= size
                && Arrays.equals(text.data, text.start, text.start + size, part.data, part.start, part.end);
    }

    public static boolean endsWith(Slice text, Slice part) {
        int size = part.size();
        return text.size() >= size
                && Arrays.equals(text.data, text.end - size, text.end, part.data, part.start, part.end);
    }

    public static boolean contains(Slice text, Slice part) {
        return Utf8.indexOf(text.data, text.start, text.end, part.data, part.start, part.end) >= 0;
    }

    public static void replace(Slice text, Slice part, Slice by, SliceBuilder result) {
        if (part.size() == 0) {
            result.set(text.data, text.start, text.end);
            return;
        }
        result.clear();
        int at = text.start;
        while (true) {
            int found = Utf8.indexOf(text.data, at, text.end, part.data, part.start, part.end);
            if (found < 0) {
                result.append(text.data, at, text.end);
                return;
            }
            result.append(text.data, at, found);
            result.append(by);
            at = found + part.size();
        }
    }

    public static void reverse(Slice text, SliceBuilder result) {
        result.clear();
        for (int end = text.end; end > text.start; ) {
            int start = Utf8.previous(text.data, end, text.start);
            result.append(text.data, start, end);
            end = start;
        }
    }

    public static void repeat(Slice text, int times, SliceBuilder result) {
        result.clear();
        for (int i = 0; i < times; i++) {
            result.append(text);
        }
    }

    /** Missing when the length is negative, or cannot be reached because the padding is empty. */
    public static boolean lpad(Slice text, int length, Slice padding, SliceBuilder result) {
        return pad(text, length, padding, true, result);
    }

    public static boolean rpad(Slice text, int length, Slice padding, SliceBuilder result) {
        return pad(text, length, padding, false, result);
    }

    private static boolean pad(Slice text, int length, Slice padding, boolean left, SliceBuilder result) {
        int size = charLength(text);
        if (length < 0 || (padding.size() == 0 && length > size)) {
            return false;
        }
        if (length <= size) {
            left(text, length, result);
            return true;
        }
        result.clear();
        if (!left) {
            result.append(text);
        }
        int at = padding.start;
        for (int i = size; i < length; i++) {
            int next = Utf8.next(padding.data, at, padding.end);
            result.append(padding.data, at, next);
            at = next == padding.end ? padding.start : next;
        }
        if (left) {
            result.append(text);
        }
        return true;
    }

    /** One part of the text between separators, counted from 0; missing where there is none. */
    public static boolean splitIndex(Slice text, Slice separator, int index, SliceBuilder result) {
        if (index < 0 || separator.size() == 0 || text.size() == 0) {
            return false;
        }
        if (separator.size() == 1) {
            return part(text, separator.data[separator.start], index, result);
        }
        int at = text.start;
        for (int left = index; ; left--) {
            int found = Utf8.indexOf(text.data, at, text.end, separator.data, separator.start, separator.end);
            if (left == 0) {
                result.set(text.data, at, found < 0 ? text.end : found);
                return true;
            }
            if (found < 0) {
                return false;
            }
            at = found + separator.size();
        }
    }

    /** The same with the separator given as a code point. */
    public static boolean splitIndex(Slice text, int separator, int index, SliceBuilder result) {
        if (separator < 0 || separator > 127) {
            throw Errors.badArgument("SPLIT_INDEX", "the separator " + separator + " is no ASCII character");
        }
        if (index < 0 || text.size() == 0) {
            return false;
        }
        return part(text, (byte) separator, index, result);
    }

    private static boolean part(Slice text, byte separator, int index, SliceBuilder result) {
        int before = index == 0 ? text.start - 1 : Words.indexOf(text.data, text.start, text.end, separator, index);
        if (index > 0 && before < 0) {
            return false;
        }
        int end = Words.indexOf(text.data, before + 1, text.end, separator);
        result.set(text.data, before + 1, end < 0 ? text.end : end);
        return true;
    }

    /** Puts other text in the place of {@code length} characters from a position on. */
    public static void overlay(Slice text, Slice by, int from, int length, SliceBuilder result) {
        if (from < 1) {
            result.set(text.data, text.start, text.end);
            return;
        }
        int start = Utf8.offset(text.data, text.start, text.end, from - 1);
        result.clear();
        result.append(text.data, text.start, start);
        result.append(by);
        result.append(text.data, Utf8.offset(text.data, start, text.end, Math.max(0, length)), text.end);
    }

    public static void overlay(Slice text, Slice by, int from, SliceBuilder result) {
        overlay(text, by, from, charLength(by), result);
    }

    /** The first code point, 0 of an empty text. */
    public static int ascii(Slice text) {
        return text.size() == 0 ? 0 : text.data[text.start];
    }

    /** The character of this code, modulo 256. */
    public static boolean chr(long code, SliceBuilder result) {
        result.clear();
        if (code >= 0) {
            result.appendCodePoint((int) (code & 0xFF));
        }
        return true;
    }

    public static boolean isAlpha(Slice text, boolean missing) {
        return !missing && text.size() > 0 && text.toString().codePoints().allMatch(Character::isLetter);
    }

    public static boolean isDigit(Slice text, boolean missing) {
        return !missing && text.size() > 0 && text.toString().codePoints().allMatch(Character::isDigit);
    }

    /** Whether it could be cast to a number. */
    public static boolean isDecimal(Slice text, boolean missing) {
        return !missing && NumberText.isNumber(text);
    }

    /** A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, AUTHORITY, FILE or USERINFO; missing where there is none. */
    public static boolean parseUrl(Slice url, Slice part, SliceBuilder result) {
        return parseUrl(url, part, NO_KEY, result);
    }

    /** The same; of the QUERY the value under a key. */
    public static boolean parseUrl(Slice url, Slice part, Slice key, SliceBuilder result) {
        String found;
        try {
            java.net.URI uri = new java.net.URI(url.toString());
            String path = uri.getRawPath();
            found =
                    switch (part.toString()) {
                        case "HOST" -> uri.getHost();
                        case "PATH" -> path;
                        case "QUERY" -> query(uri.getRawQuery(), key.toString());
                        case "REF" -> uri.getRawFragment();
                        case "PROTOCOL" -> uri.getScheme();
                        case "AUTHORITY" -> uri.getRawAuthority();
                        case "FILE" -> uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
                        case "USERINFO" -> uri.getRawUserInfo();
                        default -> null;
                    };
        } catch (java.net.URISyntaxException e) {
            return false;
        }
        result.clear();
        if (found != null) {
            result.append(found);
        }
        return found != null;
    }

    private static @Nullable String query(@Nullable String query, String key) {
        if (query == null || key.isEmpty()) {
            return query;
        }
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(key + "=")) {
                return pair.substring(key.length() + 1);
            }
        }
        return null;
    }
}
