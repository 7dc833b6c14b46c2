package io.millrace.formats.text;

/**
 * The grammar of JSON (RFC 8259) over bytes, as far as it is needed to find where values start and end. Nothing is
 * copied; the data is padded. Owned by one reader.
 */
final class JsonSyntax {
    static final int BAD = -1;
    private static final int MAX_DEPTH = 200;
    private static final long QUOTES = Swar.pattern('"');
    private static final long BACKSLASHES = Swar.pattern('\\');

    private boolean escaped;

    /** Whether the last string had escapes in it. */
    boolean isEscaped() {
        return escaped;
    }

    static int space(byte[] data, int from, int end) {
        int at = from;
        while (at < end && (data[at] == ' ' || data[at] == '\t' || data[at] == '\r' || data[at] == '\n')) {
            at++;
        }
        return at;
    }

    /** Where the string is closed whose opening quote is before {@code from}. */
    int stringEnd(byte[] data, int from, int end) {
        escaped = false;
        int at = from;
        while (at < end) {
            long word = Swar.word(data, at);
            long marks = Swar.matches(word, QUOTES) | Swar.matches(word, BACKSLASHES);
            int next = at + 8;
            while (marks != 0) {
                int mark = at + Swar.first(marks);
                if (mark >= end) {
                    return BAD;
                }
                if (data[mark] == '"') {
                    return mark;
                }
                if (data[mark] == '\\') {
                    escaped = true;
                    next = mark + 2;
                    break;
                }
                marks &= marks - 1;
            }
            at = next;
        }
        return BAD;
    }

    /** The byte after the value that starts here. */
    int valueEnd(byte[] data, int at, int end) {
        return valueEnd(data, at, end, 0);
    }

    /** The byte after the number, {@code true}, {@code false} or {@code null} that starts here. */
    static int scalarEnd(byte[] data, int from, int end) {
        int at = from;
        switch (data[from]) {
            case 't':
                return word(data, from, end, "true");
            case 'f':
                return word(data, from, end, "false");
            case 'n':
                return word(data, from, end, "null");
            default:
                break;
        }
        while (at < end && isOfNumber(data[at])) {
            at++;
        }
        return at == from ? BAD : at;
    }

    private int valueEnd(byte[] data, int from, int end, int depth) {
        int at = space(data, from, end);
        if (at >= end || depth > MAX_DEPTH) {
            return BAD;
        }
        return switch (data[at]) {
            case '"' -> {
                int close = stringEnd(data, at + 1, end);
                yield close == BAD ? BAD : close + 1;
            }
            case '{' -> membersEnd(data, at + 1, end, depth);
            case '[' -> elementsEnd(data, at + 1, end, depth);
            default -> scalarEnd(data, at, end);
        };
    }

    private int membersEnd(byte[] data, int from, int end, int depth) {
        int at = space(data, from, end);
        if (at < end && data[at] == '}') {
            return at + 1;
        }
        while (at < end && data[at] == '"') {
            int close = stringEnd(data, at + 1, end);
            int colon = close == BAD ? end : space(data, close + 1, end);
            if (colon >= end || data[colon] != ':') {
                return BAD;
            }
            int value = valueEnd(data, colon + 1, end, depth + 1);
            at = value == BAD ? end : space(data, value, end);
            if (at >= end || data[at] != ',') {
                return at < end && data[at] == '}' ? at + 1 : BAD;
            }
            at = space(data, at + 1, end);
        }
        return BAD;
    }

    private int elementsEnd(byte[] data, int from, int end, int depth) {
        int at = space(data, from, end);
        if (at < end && data[at] == ']') {
            return at + 1;
        }
        while (at < end) {
            int value = valueEnd(data, at, end, depth + 1);
            at = value == BAD ? end : space(data, value, end);
            if (at >= end || data[at] != ',') {
                return at < end && data[at] == ']' ? at + 1 : BAD;
            }
            at++;
        }
        return BAD;
    }

    private static int word(byte[] data, int from, int end, String word) {
        if (end - from < word.length()) {
            return BAD;
        }
        for (int i = 0; i < word.length(); i++) {
            if (data[from + i] != word.charAt(i)) {
                return BAD;
            }
        }
        return from + word.length();
    }

    private static boolean isOfNumber(byte b) {
        return b >= '0' && b <= '9' || b == '-' || b == '.' || b == 'e' || b == 'E' || b == '+';
    }

    /** Resolves the escapes of a string; how many bytes, or −1 where one is wrong. */
    static int unescape(byte[] data, int start, int end, byte[] target) {
        int length = 0;
        int at = start;
        while (at < end) {
            byte b = data[at++];
            if (b != '\\') {
                target[length++] = b;
                continue;
            }
            if (at == end) {
                return BAD;
            }
            byte kind = data[at++];
            if (kind != 'u') {
                int plain = plain(kind);
                if (plain < 0) {
                    return BAD;
                }
                target[length++] = (byte) plain;
                continue;
            }
            int point = hex(data, at, end);
            at += 4;
            if (Character.isHighSurrogate((char) point) && at + 6 <= end && data[at] == '\\' && data[at + 1] == 'u') {
                int low = hex(data, at + 2, end);
                if (low >= 0 && Character.isLowSurrogate((char) low)) {
                    point = Character.toCodePoint((char) point, (char) low);
                    at += 6;
                }
            }
            if (point < 0 || point <= Character.MAX_VALUE && Character.isSurrogate((char) point)) {
                return BAD;
            }
            length = put(point, target, length);
        }
        return length;
    }

    private static int plain(byte kind) {
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> BAD;
        };
    }

    private static int hex(byte[] data, int at, int end) {
        if (at + 4 > end) {
            return BAD;
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(data[i], 16);
            if (digit < 0) {
                return BAD;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static int put(int point, byte[] target, int at) {
        if (point < 0x80) {
            target[at] = (byte) point;
            return at + 1;
        }
        if (point < 0x800) {
            target[at] = (byte) (0xC0 | point >> 6);
            target[at + 1] = (byte) (0x80 | point & 0x3F);
            return at + 2;
        }
        if (point < 0x10000) {
            target[at] = (byte) (0xE0 | point >> 12);
            target[at + 1] = (byte) (0x80 | point >> 6 & 0x3F);
            target[at + 2] = (byte) (0x80 | point & 0x3F);
            return at + 3;
        }
        target[at] = (byte) (0xF0 | point >> 18);
        target[at + 1] = (byte) (0x80 | point >> 12 & 0x3F);
        target[at + 2] = (byte) (0x80 | point >> 6 & 0x3F);
        target[at + 3] = (byte) (0x80 | point & 0x3F);
        return at + 4;
    }
}
