package io.millrace.operators.expression.function;

/** Conversions between texts of different lengths, and between text and bytes. */
public final class TextCasts {
    private TextCasts() {}

    /** At most so many characters; the rest is cut off. */
    public static void shorten(Slice text, int length, SliceBuilder result) {
        if (text.size() <= length) {
            result.set(text.data, text.start, text.end);
        } else {
            Texts.left(text, length, result);
        }
    }

    /** Exactly so many characters: cut off, or filled with spaces. */
    public static void fill(Slice text, int length, SliceBuilder result) {
        int size = Texts.charLength(text);
        if (size >= length) {
            Texts.left(text, length, result);
            return;
        }
        result.clear();
        result.append(text);
        int spaces = length - size;
        byte[] to = result.reserve(spaces);
        java.util.Arrays.fill(to, result.end, result.end + spaces, (byte) ' ');
        result.end += spaces;
    }

    /** At most so many bytes. */
    public static void shortenBytes(Slice bytes, int length, SliceBuilder result) {
        result.set(
                bytes.data,
                bytes.start,
                Math.min(bytes.end, (int) Math.min(Integer.MAX_VALUE, (long) bytes.start + length)));
    }

    /** Exactly so many bytes: cut off, or filled with zeros. */
    public static void fillBytes(Slice bytes, int length, SliceBuilder result) {
        if (bytes.size() >= length) {
            shortenBytes(bytes, length, result);
            return;
        }
        result.clear();
        result.append(bytes);
        int zeros = length - bytes.size();
        byte[] to = result.reserve(zeros);
        java.util.Arrays.fill(to, result.end, result.end + zeros, (byte) 0);
        result.end += zeros;
    }
}
