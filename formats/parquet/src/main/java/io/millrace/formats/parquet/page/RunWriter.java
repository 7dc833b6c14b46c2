package io.millrace.formats.parquet.page;

import io.millrace.data.ByteSink;

/** Writes small numbers as {@link RunLengths} reads them. */
public final class RunWriter {
    private static final int GROUP = 8;

    private RunWriter() {}

    /** How many bits a number up to this one has. */
    public static int width(int most) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(most);
    }

    /** Eight or more of the same number are a run of their own; others are packed in groups of eight. */
    public static void write(ByteSink sink, int[] numbers, int count, int width) {
        int at = 0;
        while (at < count) {
            int same = same(numbers, at, count);
            if (same >= GROUP || same == count - at) {
                varint(sink, (long) same << 1);
                for (int i = 0; i < width + 7 >>> 3; i++) {
                    sink.writeByte(numbers[at] >>> 8 * i);
                }
                at += same;
                continue;
            }
            int end = at + GROUP;
            while (end < count && same(numbers, end, Math.min(count, end + GROUP)) < GROUP) {
                end += GROUP;
            }
            int groups = (end - at) / GROUP;
            varint(sink, (long) groups << 1 | 1);
            pack(sink, numbers, at, Math.min(end, count), groups * width, width);
            at = Math.min(end, count);
        }
    }

    private static int same(int[] numbers, int from, int end) {
        int at = from + 1;
        while (at < end && numbers[at] == numbers[from]) {
            at++;
        }
        return at - from;
    }

    private static void pack(ByteSink sink, int[] numbers, int from, int to, int bytes, int width) {
        byte[] target = sink.room(bytes);
        int out = sink.size();
        int end = out + bytes;
        long held = 0;
        int bits = 0;
        for (int i = from; i < to; i++) {
            held |= (numbers[i] & 0xFFFF_FFFFL) << bits;
            bits += width;
            while (bits >= Byte.SIZE) {
                target[out++] = (byte) held;
                held >>>= Byte.SIZE;
                bits -= Byte.SIZE;
            }
        }
        while (out < end) {
            target[out++] = (byte) held;
            held = 0;
        }
        sink.advance(bytes);
    }

    private static void varint(ByteSink sink, long value) {
        long rest = value;
        while (rest >= 0x80) {
            sink.writeByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        sink.writeByte((int) rest);
    }
}
