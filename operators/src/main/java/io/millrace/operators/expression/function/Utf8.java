package io.millrace.operators.expression.function;

/** Walking through UTF-8 by code points. Wrong bytes count as code points of their own; nothing here fails. */
public final class Utf8 {
    private Utf8() {}

    /** Whether this byte continues a code point. */
    static boolean continues(byte value) {
        return (value & 0xC0) == 0x80;
    }

    static int codePoints(byte[] data, int start, int end) {
        int count = 0;
        for (int i = start; i < end; i++) {
            count += continues(data[i]) ? 0 : 1;
        }
        return count;
    }

    /** Where the next code point begins. */
    static int next(byte[] data, int at, int end) {
        int next = at + 1;
        while (next < end && continues(data[next])) {
            next++;
        }
        return next;
    }

    /** Where the code point before this one begins. */
    static int previous(byte[] data, int at, int start) {
        int before = at - 1;
        while (before > start && continues(data[before])) {
            before--;
        }
        return before;
    }

    /** Where the code point with this number begins, counted from the start; {@code end} behind the last. */
    public static int offset(byte[] data, int start, int end, int points) {
        int at = start;
        for (int left = points; left > 0 && at < end; left--) {
            at = next(data, at, end);
        }
        return at;
    }

    /** The code point here. */
    static int codePoint(byte[] data, int at, int end) {
        int first = data[at];
        if (first >= 0) {
            return first;
        }
        int size = next(data, at, end) - at;
        int point =
                switch (size) {
                    case 2 -> first & 0x1F;
                    case 3 -> first & 0x0F;
                    case 4 -> first & 0x07;
                    default -> 0xFFFD;
                };
        for (int i = 1; i < size && size <= 4; i++) {
            point = point << 6 | data[at + i] & 0x3F;
        }
        return point;
    }

    /** Where this text begins within the other, from here on; −1 if nowhere. An empty one is found at once. */
    public static int indexOf(byte[] data, int from, int end, byte[] part, int partStart, int partEnd) {
        int size = partEnd - partStart;
        if (size == 0) {
            return from;
        }
        byte first = part[partStart];
        int stop = end - size + 1;
        for (int at = from; at < stop; at++) {
            at = Words.indexOf(data, at, stop, first);
            if (at < 0) {
                return -1;
            }
            int i = 1;
            while (i < size && data[at + i] == part[partStart + i]) {
                i++;
            }
            if (i == size) {
                return at;
            }
        }
        return -1;
    }
}
