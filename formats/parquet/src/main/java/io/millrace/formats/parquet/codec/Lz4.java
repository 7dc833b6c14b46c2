package io.millrace.formats.parquet.codec;

import io.millrace.formats.parquet.file.Damage;
import java.util.Arrays;

/** LZ4's block format: tokens of a run of literals and a copy of earlier bytes. */
final class Lz4 {
    private static final int LEAST_MATCH = 4;
    private static final int HASH_BITS = 14;
    private static final int MOST_OFFSET = (1 << 16) - 1;

    /** The format wants the last bytes to be literals. */
    private static final int LAST_LITERALS = 12;

    private Lz4() {}

    /** The most bytes that this many become. */
    static int bound(int length) {
        return length + length / 255 + 16;
    }

    static void decompress(byte[] source, int from, int to, byte[] target, int begin, int length) {
        int at = from;
        int out = begin;
        int end = begin + length;
        while (at < to) {
            int token = source[at++] & 0xFF;
            int literals = token >>> 4;
            if (literals == 15) {
                int more;
                do {
                    more = source[at++] & 0xFF;
                    literals += more;
                } while (more == 255);
            }
            Words.literal(source, at, target, out, literals, end);
            at += literals;
            out += literals;
            if (at >= to) {
                break;
            }
            int offset = Words.little(source, at, 2);
            at += 2;
            int count = token & 15;
            if (count == 15) {
                int more;
                do {
                    more = source[at++] & 0xFF;
                    count += more;
                } while (more == 255);
            }
            count += LEAST_MATCH;
            Words.copy(target, out, offset, count, end);
            out += count;
        }
        if (out != end) {
            throw Damage.of("a page unpacks to " + (out - begin) + " bytes where " + length + " are expected");
        }
    }

    /** Frames of another system's making: the lengths of an unpacked part and of its blocks, highest byte first. */
    static void decompressFramed(byte[] source, int from, int to, byte[] target, int length) {
        int at = from;
        int out = 0;
        while (at < to) {
            int unpacked = Integer.reverseBytes(Words.word(source, at));
            int packed = Integer.reverseBytes(Words.word(source, at + 4));
            at += 8;
            if (packed < 0 || packed > to - at || unpacked < 0 || unpacked > length - out) {
                throw new IndexOutOfBoundsException("a frame ends past the page");
            }
            decompress(source, at, at + packed, target, out, unpacked);
            at += packed;
            out += unpacked;
        }
        if (out != length) {
            throw Damage.of("a page unpacks to " + out + " bytes where " + length + " are expected");
        }
    }

    /** Compresses into an array with room for {@link #bound}; how many bytes it became. */
    static int compress(byte[] source, int from, int to, byte[] target) {
        int[] table = new int[1 << HASH_BITS];
        Arrays.fill(table, -1);
        int out = 0;
        int literal = from;
        int at = from;
        int last = to - LAST_LITERALS - LEAST_MATCH;
        int misses = 64;
        while (at < last) {
            int word = Words.word(source, at);
            int slot = word * 0x9E3779B1 >>> 32 - HASH_BITS;
            int candidate = table[slot];
            table[slot] = at;
            if (candidate < 0 || at - candidate > MOST_OFFSET || Words.word(source, candidate) != word) {
                at += misses++ >>> 6;
                continue;
            }
            misses = 64;
            int matched = Words.common(source, candidate + LEAST_MATCH, at + LEAST_MATCH, to - 5);
            out = literals(source, literal, at, target, out, Math.min(15, matched));
            target[out++] = (byte) (at - candidate);
            target[out++] = (byte) (at - candidate >>> 8);
            out = matched >= 15 ? length(target, out, matched - 15) : out;
            at += LEAST_MATCH + matched;
            literal = at;
        }
        return literals(source, literal, to, target, out, 0);
    }

    private static int literals(byte[] source, int from, int to, byte[] target, int begin, int match) {
        int count = to - from;
        int out = begin;
        target[out++] = (byte) (Math.min(15, count) << 4 | match);
        out = count >= 15 ? length(target, out, count - 15) : out;
        System.arraycopy(source, from, target, out, count);
        return out + count;
    }

    private static int length(byte[] target, int begin, int length) {
        int out = begin;
        int left = length;
        while (left >= 255) {
            target[out++] = (byte) 255;
            left -= 255;
        }
        target[out++] = (byte) left;
        return out;
    }
}
