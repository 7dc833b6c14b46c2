package io.millrace.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks text. */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGHS = 0x8080808080808080L;

    private Utf8() {}

    /** Whether these bytes are UTF-8: no overlong forms, no surrogates, nothing cut off. */
    public static boolean isValid(byte[] data, int start, int end) {
        int at = start;
        while (at + 8 <= end && ((long) LONGS.get(data, at) & HIGHS) == 0) {
            at += 8;
        }
        while (at < end) {
            int length = length(data, at, end);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Whether all of these bytes are characters of ASCII. */
    public static boolean isAscii(byte[] data, int start, int end) {
        long all = 0;
        int at = start;
        for (; at + 8 <= end; at += 8) {
            all |= (long) LONGS.get(data, at);
        }
        for (; at < end; at++) {
            all |= data[at];
        }
        return (all & HIGHS) == 0;
    }

    /** How many code points valid text has. */
    public static int codePoints(byte[] data, int start, int end) {
        int count = 0;
        for (int at = start; at < end; at++) {
            count += (data[at] & 0xC0) != 0x80 ? 1 : 0;
        }
        return count;
    }

    /** The length of the code point at a byte; 0 where there is none. */
    private static int length(byte[] data, int at, int end) {
        int lead = data[at];
        if (lead >= 0) {
            return 1;
        }
        int unsigned = lead & 0xFF;
        int length = unsigned >= 0xF0 ? 4 : unsigned >= 0xE0 ? 3 : 2;
        if (unsigned < 0xC2 || unsigned > 0xF4 || at + length > end) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((data[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = data[at + 1] & 0xFF;
        boolean overlong = unsigned == 0xE0 && second < 0xA0 || unsigned == 0xF0 && second < 0x90;
        boolean outside = unsigned == 0xED && second > 0x9F || unsigned == 0xF4 && second > 0x8F;
        return overlong || outside ? 0 : length;
    }
}
