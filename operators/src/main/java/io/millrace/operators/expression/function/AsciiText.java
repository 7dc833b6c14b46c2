package io.millrace.operators.expression.function;

import java.nio.charset.StandardCharsets;

/** Bytes below 128 as characters, where they lie. What it shows holds until the next call of {@link #set}. */
public final class AsciiText implements CharSequence {
    private byte[] data = {};
    private int start;
    private int length;

    void set(Slice text) {
        data = text.data;
        start = text.start;
        length = text.size();
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return (char) data[start + java.util.Objects.checkIndex(index, length)];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        java.util.Objects.checkFromToIndex(from, to, length);
        return new String(data, start + from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return new String(data, start, length, StandardCharsets.ISO_8859_1);
    }
}
