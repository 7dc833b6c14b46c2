package io.millrace.formats.parquet.page;

import io.millrace.formats.parquet.file.Damage;
import java.util.Arrays;

/**
 * Small numbers in runs: a run repeats one number, or has groups of eight numbers packed into bits. Levels and indices
 * of a dictionary are laid out so.
 */
public final class RunLengths {
    private final byte[] data;
    private final int end;
    private final int width;
    private int at;

    /** What is left of the run in hand. */
    private int left;

    private boolean packed;
    private int repeated;

    /** Where the packed numbers of the run begin, and how many of them were taken. */
    private int packedAt;

    private int taken;

    public RunLengths(byte[] data, int start, int end, int width) {
        if (width < 0 || width > Integer.SIZE || end < start || end > data.length - Bits.PADDING) {
            throw Damage.of("a run of numbers is malformed");
        }
        this.data = data;
        this.at = start;
        this.end = end;
        this.width = width;
    }

    /** Whether the next numbers, so many of them, are all this one: then they are passed over. */
    public boolean skipIfAll(int number, int count) {
        if (left == 0) {
            nextRun();
        }
        if (packed || repeated != number || left < count) {
            return false;
        }
        left -= count;
        return true;
    }

    public void read(int[] target, int from, int count) {
        int done = 0;
        while (done < count) {
            if (left == 0) {
                nextRun();
            }
            int some = Math.min(left, count - done);
            if (!packed) {
                Arrays.fill(target, from + done, from + done + some, repeated);
            } else {
                some = unpack(target, from + done, some);
            }
            left -= some;
            done += some;
        }
    }

    /** Reads levels, which fit a byte. */
    public void read(byte[] target, int from, int count) {
        int done = 0;
        while (done < count) {
            if (left == 0) {
                nextRun();
            }
            int some = Math.min(left, count - done);
            if (!packed) {
                Arrays.fill(target, from + done, from + done + some, (byte) repeated);
            } else {
                for (int i = 0; i < some; i++) {
                    target[from + done + i] = (byte) Bits.unpack(data, packedAt, (long) (taken + i) * width, width);
                }
                taken += some;
            }
            left -= some;
            done += some;
        }
    }

    /** Numbers in the midst of a group are taken one by one up to its end. */
    private int unpack(int[] target, int from, int count) {
        int inGroup = taken & 7;
        if (inGroup != 0) {
            int some = Math.min(8 - inGroup, count);
            for (int i = 0; i < some; i++) {
                target[from + i] = (int) Bits.unpack(data, packedAt, (long) (taken + i) * width, width);
            }
            taken += some;
            return some;
        }
        Bits.unpack(data, packedAt + (taken >>> 3) * width, width, target, from, count);
        taken += count;
        return count;
    }

    private void nextRun() {
        if (at >= end) {
            throw new IndexOutOfBoundsException("there are fewer numbers than expected");
        }
        long header = 0;
        for (int shift = 0; ; shift += 7) {
            int next = data[at++];
            header |= (next & 0x7FL) << shift;
            if (next >= 0 || shift > 28) {
                break;
            }
        }
        packed = (header & 1) != 0;
        long count = packed ? (header >>> 1) * 8 : header >>> 1;
        if (count <= 0 || count > Integer.MAX_VALUE) {
            throw Damage.of("a run of numbers is malformed");
        }
        if (packed) {
            packedAt = at;
            taken = 0;
            long most = (end - at) * 8L / Math.max(1, width);
            at = (int) Math.min(end, at + Bits.bytes(count, width));
            count = width == 0 ? count : Math.min(count, most);
            if (count == 0) {
                throw new IndexOutOfBoundsException("there are fewer numbers than expected");
            }
        } else {
            int bytes = width + 7 >>> 3;
            repeated = bytes == 0 ? 0 : Bits.intAt(data, at) & (bytes == 4 ? -1 : (1 << 8 * bytes) - 1);
            at += bytes;
        }
        left = (int) count;
    }
}
