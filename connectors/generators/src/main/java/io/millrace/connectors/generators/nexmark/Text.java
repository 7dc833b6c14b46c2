package io.millrace.connectors.generators.nexmark;

import java.nio.charset.StandardCharsets;

/**
 * A reusable view of UTF-8 bytes that lie in somebody else's array. The bytes must not be changed through it, and they
 * are valid until the event that holds the view is filled again.
 */
public final class Text {
    private byte[] bytes = new byte[0];
    private int start;
    private int length;

    /** The array that holds the bytes, from {@link #start()} on. */
    public byte[] bytes() {
        return bytes;
    }

    /** Index of the first byte. */
    public int start() {
        return start;
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    void point(byte[] at, int from, int count) {
        bytes = at;
        start = from;
        length = count;
    }

    void point(byte[] all) {
        point(all, 0, all.length);
    }

    /** Makes a string: for tests and messages. */
    @Override
    public String toString() {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }
}
