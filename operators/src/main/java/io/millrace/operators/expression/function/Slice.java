package io.millrace.operators.expression.function;

import java.nio.charset.StandardCharsets;

/**
 * Some bytes of somebody's array: how text and binary values are passed to functions without an object per row. A slice
 * is reused: what it shows holds until the next row is evaluated, and whoever keeps it copies it. A function reads its
 * arguments and changes none of them.
 */
public sealed class Slice permits SliceBuilder {
    private static final byte[] NO_BYTES = {};

    public byte[] data = NO_BYTES;
    public int start;
    public int end;

    public Slice() {}

    /** Shows these bytes. */
    public final void set(byte[] bytes, int from, int to) {
        data = bytes;
        start = from;
        end = to;
    }

    /** A slice over the UTF-8 of a text, for constants. */
    public static Slice of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Slice of(byte[] bytes) {
        Slice slice = new Slice();
        slice.set(bytes, 0, bytes.length);
        return slice;
    }

    public final int size() {
        return end - start;
    }

    public final byte[] copy() {
        return java.util.Arrays.copyOfRange(data, start, end);
    }

    /** The text of these bytes. Allocates: not for loops that can do without. */
    @Override
    public final String toString() {
        return new String(data, start, end - start, StandardCharsets.UTF_8);
    }
}
