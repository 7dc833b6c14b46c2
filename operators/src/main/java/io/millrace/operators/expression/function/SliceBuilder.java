package io.millrace.operators.expression.function;

import io.millrace.data.MillraceException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a function leaves text or bytes. Either it shows a part of an argument ({@link #set}), or it writes into a
 * buffer of its own, beginning with {@link #clear}. Each place in an expression has one, which is reused for every row.
 */
public final class SliceBuilder extends Slice {
    /** No value is longer than this. */
    public static final int MAX_BYTES = 256 << 20;

    private byte[] own = new byte[32];

    /** Of what the text in the buffer was made, where its maker said so, and how long it is. */
    private @Nullable Object maker;

    private long alikeFrom;
    private long alikeTo;
    private int length;

    /** Begins an empty value in its own buffer. */
    public void clear() {
        maker = null;
        set(own, 0, 0);
    }

    /** Shows the text in the buffer again, if this maker made it of this number or of one like it; whether it did. */
    boolean showsAgain(Object wanted, long of) {
        if (maker != wanted || of < alikeFrom || of >= alikeTo) {
            return false;
        }
        set(own, 0, length);
        return true;
    }

    /** The text that was just written is what this maker makes of all numbers from {@code from} up to {@code to}. */
    void madeOf(Object by, long from, long to) {
        maker = by;
        alikeFrom = from;
        alikeTo = to;
        length = end;
    }

    /** Room for so many more bytes behind {@code end}; whoever writes them moves {@code end}. */
    public byte[] reserve(int more) {
        long needed = (long) end + more;
        if (needed > own.length) {
            if (needed > MAX_BYTES) {
                throw MillraceException.user(
                        "value-too-long", "a text of " + needed + " bytes is longer than " + MAX_BYTES);
            }
            own = Arrays.copyOf(own, (int) Math.min(MAX_BYTES, Math.max(needed, own.length * 2L)));
            data = own;
        }
        return own;
    }

    public void append(byte value) {
        reserve(1)[end++] = value;
    }

    public void append(byte[] bytes, int from, int to) {
        int size = to - from;
        Words.copy(bytes, from, reserve(size), end, size);
        end += size;
    }

    public void append(Slice slice) {
        append(slice.data, slice.start, slice.end);
    }

    /** The bytes of a text without characters above 127. */
    @SuppressWarnings("deprecation") // the one way to write Latin-1 without an array in between
    public void appendAscii(String text) {
        int length = text.length();
        text.getBytes(0, length, reserve(length), end);
        end += length;
    }

    /** A text as UTF-8. */
    public void append(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        append(bytes, 0, bytes.length);
    }

    /** One code point as UTF-8. */
    public void appendCodePoint(int point) {
        byte[] to = reserve(4);
        if (point < 0x80) {
            to[end++] = (byte) point;
        } else if (point < 0x800) {
            to[end++] = (byte) (0xC0 | point >> 6);
            to[end++] = (byte) (0x80 | point & 0x3F);
        } else if (point < 0x10000) {
            to[end++] = (byte) (0xE0 | point >> 12);
            to[end++] = (byte) (0x80 | point >> 6 & 0x3F);
            to[end++] = (byte) (0x80 | point & 0x3F);
        } else {
            to[end++] = (byte) (0xF0 | point >> 18);
            to[end++] = (byte) (0x80 | point >> 12 & 0x3F);
            to[end++] = (byte) (0x80 | point >> 6 & 0x3F);
            to[end++] = (byte) (0x80 | point & 0x3F);
        }
    }

    /** A number in decimal digits. */
    public void appendLong(long value) {
        byte[] to = reserve(20);
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                appendAscii("-9223372036854775808");
                return;
            }
            to[end++] = '-';
            value = -value;
        }
        int digits = 1;
        for (long power = 10; digits < 19 && value >= power; power *= 10) {
            digits++;
        }
        appendDigits(value, digits);
    }

    /** The last {@code digits} digits of a number that is not negative, with zeros in front. */
    public void appendDigits(long value, int digits) {
        byte[] to = reserve(digits);
        for (int i = end + digits - 1; i >= end; i--) {
            long rest = value / 10;
            to[i] = (byte) ('0' + (value - rest * 10));
            value = rest;
        }
        end += digits;
    }
}
