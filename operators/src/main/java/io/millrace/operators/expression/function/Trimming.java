package io.millrace.operators.expression.function;

/** Taking characters from the ends of a text: spaces, or any of a set. */
public final class Trimming {
    private Trimming() {}

    public static void trimBoth(Slice text, SliceBuilder result) {
        result.set(text.data, begin(text), end(text, begin(text)));
    }

    public static void trimLeading(Slice text, SliceBuilder result) {
        result.set(text.data, begin(text), text.end);
    }

    public static void trimTrailing(Slice text, SliceBuilder result) {
        result.set(text.data, text.start, end(text, text.start));
    }

    private static int begin(Slice text) {
        int at = text.start;
        while (at < text.end && text.data[at] == ' ') {
            at++;
        }
        return at;
    }

    private static int end(Slice text, int begin) {
        int at = text.end;
        while (at > begin && text.data[at - 1] == ' ') {
            at--;
        }
        return at;
    }

    public static void trimBoth(Slice text, Slice characters, SliceBuilder result) {
        int begin = begin(text, characters);
        result.set(text.data, begin, end(text, begin, characters));
    }

    public static void trimLeading(Slice text, Slice characters, SliceBuilder result) {
        result.set(text.data, begin(text, characters), text.end);
    }

    public static void trimTrailing(Slice text, Slice characters, SliceBuilder result) {
        result.set(text.data, text.start, end(text, text.start, characters));
    }

    private static int begin(Slice text, Slice characters) {
        int at = text.start;
        while (at < text.end) {
            int next = Utf8.next(text.data, at, text.end);
            if (!has(characters, text.data, at, next)) {
                break;
            }
            at = next;
        }
        return at;
    }

    private static int end(Slice text, int begin, Slice characters) {
        int at = text.end;
        while (at > begin) {
            int before = Utf8.previous(text.data, at, begin);
            if (!has(characters, text.data, before, at)) {
                break;
            }
            at = before;
        }
        return at;
    }

    private static boolean has(Slice characters, byte[] data, int start, int end) {
        int at = characters.start;
        while (at < characters.end) {
            int next = Utf8.next(characters.data, at, characters.end);
            if (java.util.Arrays.equals(characters.data, at, next, data, start, end)) {
                return true;
            }
            at = next;
        }
        return false;
    }
}
