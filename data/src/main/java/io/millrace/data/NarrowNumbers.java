package io.millrace.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes and reads numbers as their distances from the least of them, in as few bytes each as the greatest distance
 * needs: {@link BatchCodec} describes the form. Keys, counts and times of some thousand rows rarely need all of their
 * bytes, and writing and checking those that say nothing costs more than finding out.
 */
final class NarrowNumbers {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private NarrowNumbers() {}

    static void write(long[] values, int start, int end, ByteSink sink) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int i = start; i < end; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        int width = writeHead(least, greatest, Long.BYTES, sink);
        if (width == Long.BYTES) {
            sink.writeLongs(values, start, end);
            return;
        }
        byte[] target = sink.room(width * (end - start));
        int at = sink.size() - width * start;
        switch (width) {
            case Byte.BYTES -> {
                for (int i = start; i < end; i++) {
                    target[at + i] = (byte) (values[i] - least);
                }
            }
            case Short.BYTES -> {
                for (int i = start; i < end; i++) {
                    SHORTS.set(target, at + Short.BYTES * i, (short) (values[i] - least));
                }
            }
            case Integer.BYTES -> {
                for (int i = start; i < end; i++) {
                    INTS.set(target, at + Integer.BYTES * i, (int) (values[i] - least));
                }
            }
            default -> {
                // All are equal, or there are none.
            }
        }
        sink.advance(width * (end - start));
    }

    static void write(int[] values, int start, int end, ByteSink sink) {
        int least = Integer.MAX_VALUE;
        int greatest = Integer.MIN_VALUE;
        for (int i = start; i < end; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        int width = writeHead(least, greatest, Integer.BYTES, sink);
        if (width == Integer.BYTES) {
            sink.writeInts(values, start, end);
            return;
        }
        byte[] target = sink.room(width * (end - start));
        int at = sink.size() - width * start;
        switch (width) {
            case Byte.BYTES -> {
                for (int i = start; i < end; i++) {
                    target[at + i] = (byte) (values[i] - least);
                }
            }
            case Short.BYTES -> {
                for (int i = start; i < end; i++) {
                    SHORTS.set(target, at + Short.BYTES * i, (short) (values[i] - least));
                }
            }
            default -> {
                // All are equal, or there are none.
            }
        }
        sink.advance(width * (end - start));
    }

    static void read(ByteCursor cursor, long[] values, int count) {
        int width = readWidth(cursor, Long.BYTES);
        if (width == Long.BYTES) {
            cursor.readLongs(values, count);
            return;
        }
        long least = cursor.readLong();
        byte[] data = cursor.data();
        int at = cursor.skip((long) width * count);
        switch (width) {
            case Byte.BYTES -> {
                for (int i = 0; i < count; i++) {
                    values[i] = least + (data[at + i] & 0xFF);
                }
            }
            case Short.BYTES -> {
                for (int i = 0; i < count; i++) {
                    values[i] = least + ((short) SHORTS.get(data, at + Short.BYTES * i) & 0xFFFF);
                }
            }
            case Integer.BYTES -> {
                for (int i = 0; i < count; i++) {
                    values[i] = least + ((int) INTS.get(data, at + Integer.BYTES * i) & 0xFFFF_FFFFL);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    values[i] = least;
                }
            }
        }
    }

    /** Reads so many numbers into {@code values}, the first one to {@code start}. */
    static void read(ByteCursor cursor, int[] values, int start, int count) {
        int width = readWidth(cursor, Integer.BYTES);
        if (width == Integer.BYTES) {
            cursor.readInts(values, start, count);
            return;
        }
        int least = (int) cursor.readLong();
        byte[] data = cursor.data();
        int at = cursor.skip((long) width * count);
        switch (width) {
            case Byte.BYTES -> {
                for (int i = 0; i < count; i++) {
                    values[start + i] = least + (data[at + i] & 0xFF);
                }
            }
            case Short.BYTES -> {
                for (int i = 0; i < count; i++) {
                    values[start + i] = least + ((short) SHORTS.get(data, at + Short.BYTES * i) & 0xFFFF);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    values[start + i] = least;
                }
            }
        }
    }

    private static int writeHead(long least, long greatest, int widest, ByteSink sink) {
        int width = width(least, greatest, widest);
        sink.writeByte(width);
        if (width < widest) {
            sink.writeLong(least);
        }
        return width;
    }

    /** In how many bytes all distances fit: none, where there are no numbers or all are equal. */
    private static int width(long least, long greatest, int widest) {
        long distance = greatest - least;
        if (greatest <= least) {
            return 0;
        }
        // A negative distance is one too great for 63 bits.
        int width =
                distance < 0 || distance > 0xFFFF_FFFFL
                        ? Long.BYTES
                        : distance > 0xFFFF ? Integer.BYTES : distance > 0xFF ? Short.BYTES : Byte.BYTES;
        return Math.min(width, widest);
    }

    private static int readWidth(ByteCursor cursor, int widest) {
        int width = cursor.readByte();
        if (width < 0 || width > widest || Integer.bitCount(width) > 1) {
            throw BatchCodec.corrupt("there are no numbers of " + width + " bytes");
        }
        return width;
    }
}
