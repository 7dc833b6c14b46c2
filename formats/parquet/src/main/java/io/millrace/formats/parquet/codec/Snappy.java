package io.millrace.formats.parquet.codec;

import io.millrace.formats.parquet.file.Damage;

/**
 * Snappy's block format: a length, then literals and copies of earlier bytes. Blocks of 64 KB are compressed apart, so
 * that a place in one fits 16 bits.
 */
final class Snappy {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int HASH_BITS = 14;
    private static final int LEAST_MATCH = 4;
    private static final int MOST_COPIED = 64;

    private Snappy() {}

    /** The most bytes that this many become. */
    static int bound(int length) {
        return 32 + length + length / 6;
    }

    static void decompress(byte[] source, int from, int to, byte[] target, int length) {
        int at = from;
        long size = 0;
        for (int shift = 0; ; shift += 7) {
            int next = source[at++];
            size |= (next & 0x7FL) << shift;
            if (next >= 0) {
                break;
            }
        }
        if (size != length) {
            throw Damage.of("a page unpacks to " + size + " bytes where " + length + " are expected");
        }
        int out = 0;
        while (at < to) {
            int tag = source[at++] & 0xFF;
            if ((tag & 3) == 0) {
                int count = (tag >>> 2) + 1;
                if (count > 60) {
                    int bytes = count - 60;
                    count = Words.little(source, at, bytes) + 1;
                    at += bytes;
                }
                Words.literal(source, at, target, out, count, length);
                at += count;
                out += count;
                continue;
            }
            int count;
            int offset;
            switch (tag & 3) {
                case 1 -> {
                    count = 4 + (tag >>> 2 & 7);
                    offset = (tag & 0xE0) << 3 | source[at++] & 0xFF;
                }
                case 2 -> {
                    count = 1 + (tag >>> 2);
                    offset = Words.little(source, at, 2);
                    at += 2;
                }
                default -> {
                    count = 1 + (tag >>> 2);
                    offset = Words.little(source, at, 4);
                    at += 4;
                }
            }
            Words.copy(target, out, offset, count, length);
            out += count;
        }
        if (out != length) {
            throw Damage.of("a page unpacks to " + out + " bytes where " + length + " are expected");
        }
    }

    /** Compresses into an array with room for {@link #bound}; how many bytes it became. */
    static int compress(byte[] source, int from, int to, byte[] target) {
        int out = 0;
        int rest = to - from;
        while (rest >= 0x80) {
            target[out++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[out++] = (byte) rest;
        short[] table = new short[1 << HASH_BITS];
        for (int start = from; start < to; start += BLOCK_BYTES) {
            java.util.Arrays.fill(table, (short) 0);
            out = block(source, start, Math.min(to, start + BLOCK_BYTES), target, out, table);
        }
        return out;
    }

    private static int block(byte[] source, int start, int end, byte[] target, int begin, short[] table) {
        int out = begin;
        int literal = start;
        int at = start + 1;
        int last = end - 15;
        int misses = 32;
        while (at < last) {
            int word = Words.word(source, at);
            int slot = word * 0x1E35A7BD >>> 32 - HASH_BITS;
            int candidate = start + (table[slot] & 0xFFFF);
            table[slot] = (short) (at - start);
            if (Words.word(source, candidate) != word) {
                at += misses++ >>> 5;
                continue;
            }
            misses = 32;
            int matched = LEAST_MATCH + Words.common(source, candidate + LEAST_MATCH, at + LEAST_MATCH, end);
            out = literal(source, literal, at, target, out);
            out = copy(target, out, at - candidate, matched);
            at += matched;
            literal = at;
        }
        return literal(source, literal, end, target, out);
    }

    private static int literal(byte[] source, int from, int to, byte[] target, int begin) {
        int count = to - from;
        if (count == 0) {
            return begin;
        }
        int out = begin;
        int tag = count - 1;
        if (tag < 60) {
            target[out++] = (byte) (tag << 2);
        } else if (tag < 1 << 8) {
            target[out++] = (byte) (60 << 2);
            target[out++] = (byte) tag;
        } else {
            target[out++] = (byte) (61 << 2);
            target[out++] = (byte) tag;
            target[out++] = (byte) (tag >>> 8);
        }
        System.arraycopy(source, from, target, out, count);
        return out + count;
    }

    private static int copy(byte[] target, int begin, int offset, int length) {
        int out = begin;
        int left = length;
        while (left > 0) {
            int count =
                    left >= MOST_COPIED + LEAST_MATCH
                            ? MOST_COPIED
                            : left > MOST_COPIED ? MOST_COPIED - LEAST_MATCH : left;
            if (count < 12 && count >= LEAST_MATCH && offset < 1 << 11) {
                target[out++] = (byte) (1 | count - 4 << 2 | offset >>> 8 << 5);
                target[out++] = (byte) offset;
            } else {
                target[out++] = (byte) (2 | count - 1 << 2);
                target[out++] = (byte) offset;
                target[out++] = (byte) (offset >>> 8);
            }
            left -= count;
        }
        return out;
    }
}
