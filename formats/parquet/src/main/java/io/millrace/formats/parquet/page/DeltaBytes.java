package io.millrace.formats.parquet.page;

import io.millrace.data.BytesBuilder;

/**
 * Bytes whose lengths are kept apart, as differences; either whole values, or each as what it shares with the one
 * before and what comes after that.
 */
public final class DeltaBytes implements PageValues {
    private static final int[] NOTHING_SHARED = {};

    private final byte[] data;
    private final int end;
    private final int[] shared;
    private final int[] lengths;
    private int at;
    private int taken;
    private byte[] last = new byte[64];

    private DeltaBytes(byte[] data, int[] shared, int[] lengths, int start, int end) {
        this.data = data;
        this.shared = shared;
        this.lengths = lengths;
        this.at = start;
        this.end = end;
    }

    /** Lengths, then values. */
    public static DeltaBytes whole(byte[] data, int start, int end) {
        DeltaValues lengths = new DeltaValues(data, start, end);
        int[] all = all(lengths, end - start);
        return new DeltaBytes(data, NOTHING_SHARED, all, lengths.end(), end);
    }

    /** How much is shared, then lengths of what is not, then that. */
    public static DeltaBytes sharing(byte[] data, int start, int end) {
        DeltaValues prefixes = new DeltaValues(data, start, end);
        int[] shared = all(prefixes, end - start);
        DeltaValues lengths = new DeltaValues(data, prefixes.end(), end);
        int[] all = all(lengths, end - start);
        return new DeltaBytes(data, shared, all, lengths.end(), end);
    }

    /**
     * A run of equal differences takes no bytes, so a small page may have many values; past any sense it is damaged.
     */
    private static int[] all(DeltaValues values, int bytes) {
        if (values.total() > 1 << 16 && values.total() > 512L * bytes) {
            throw new IndexOutOfBoundsException("more values than a page can hold");
        }
        int[] all = new int[values.total()];
        values.ints(all, 0, all.length);
        return all;
    }

    @Override
    public void bytes(BytesBuilder target, int count) {
        for (int i = 0; i < count; i++, taken++) {
            int length = lengths[taken];
            int prefix = shared.length == 0 ? 0 : shared[taken];
            if (length < 0 || length > end - at || prefix < 0) {
                throw new IndexOutOfBoundsException("a value ends early");
            }
            byte[] room = target.room(prefix + length);
            int position = target.position();
            System.arraycopy(last, 0, room, position, prefix);
            System.arraycopy(data, at, room, position + prefix, length);
            at += length;
            if (shared.length != 0) {
                keep(room, position, prefix + length);
            }
            target.commit(prefix + length);
        }
    }

    private void keep(byte[] from, int start, int length) {
        if (last.length < length) {
            last = new byte[2 * length];
        }
        System.arraycopy(from, start, last, 0, length);
    }
}
