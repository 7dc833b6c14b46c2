package io.millrace.formats.parquet.page;

import io.millrace.formats.parquet.file.Damage;

/**
 * Whole numbers by their differences: blocks of differences, each less the least of its block, in small blocks that
 * have a width of bits each. A block is decoded when its first value is wanted.
 */
public final class DeltaValues implements PageValues {
    private static final int MAX_BLOCK = 1 << 20;

    private final byte[] data;
    private final int end;
    private int at;
    private final int blockSize;
    private final int smallBlocks;
    private final int total;

    /** How many values were taken, the first one included. */
    private int taken;

    private long last;

    /** The differences of the block in hand, and how many of them were taken. */
    private final long[] differences;

    private int ready;
    private int used;

    public DeltaValues(byte[] data, int start, int end) {
        this.data = data;
        this.at = start;
        this.end = end;
        this.blockSize = Math.toIntExact(varint());
        this.smallBlocks = Math.toIntExact(varint());
        this.total = Math.toIntExact(varint());
        if (blockSize <= 0 || blockSize > MAX_BLOCK || smallBlocks <= 0 || blockSize % smallBlocks != 0 || total < 0) {
            throw Damage.of("a block of differences is malformed");
        }
        this.last = zigzag();
        this.differences = new long[blockSize];
    }

    /** How many values there are. */
    int total() {
        return total;
    }

    /** The byte after the last block; to be asked when all values were taken. */
    int end() {
        return at;
    }

    @Override
    public void longs(long[] target, int from, int count) {
        long value = last;
        for (int i = 0; i < count; i++) {
            if (taken > 0) {
                if (used == ready) {
                    nextBlock();
                }
                value += differences[used++];
            }
            taken++;
            target[from + i] = value;
        }
        last = value;
    }

    @Override
    public void ints(int[] target, int from, int count) {
        long value = last;
        for (int i = 0; i < count; i++) {
            if (taken > 0) {
                if (used == ready) {
                    nextBlock();
                }
                value += differences[used++];
            }
            taken++;
            target[from + i] = (int) value;
        }
        last = value;
    }

    /** Small blocks that no value needs any more are not there, though their widths are. */
    private void nextBlock() {
        if (taken >= total) {
            throw new IndexOutOfBoundsException("there are fewer values than expected");
        }
        long least = zigzag();
        int widths = at;
        at += smallBlocks;
        int size = blockSize / smallBlocks;
        int wanted = Math.min(blockSize, total - taken);
        int filled = 0;
        for (int block = 0; block < smallBlocks && filled < wanted; block++) {
            int width = data[widths + block];
            long bytes = Bits.bytes(size, width);
            if (width < 0 || width > Long.SIZE || at + bytes > end) {
                throw new IndexOutOfBoundsException("a block of differences ends early");
            }
            unpack(width, filled, size, least);
            filled += size;
            at += (int) bytes;
        }
        ready = Math.min(filled, wanted);
        used = 0;
    }

    private void unpack(int width, int from, int size, long least) {
        if (width > Long.SIZE - 8) {
            for (int i = 0; i < size; i++) {
                differences[from + i] = least + Bits.unpack(data, at, (long) i * width, width);
            }
            return;
        }
        long mask = (1L << width) - 1;
        long bit = 0;
        for (int i = 0; i < size; i++, bit += width) {
            differences[from + i] = least + (Bits.longAt(data, at + (int) (bit >>> 3)) >>> (bit & 7) & mask);
        }
    }

    private long zigzag() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at >= end) {
                throw new IndexOutOfBoundsException("differences end early");
            }
            int next = data[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw Damage.of("a difference is malformed");
    }
}
