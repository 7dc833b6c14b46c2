package io.millrace.formats.parquet.page;

import io.millrace.data.BytesBuilder;

/** Values whose first bytes lie together, then their second bytes, and so on. */
public final class SplitValues implements PageValues {
    private final byte[] data;
    private final int start;
    private final int count;
    private final int length;
    private int taken;

    /**
     * @param length bytes of a value
     */
    public SplitValues(byte[] data, int start, int end, int length) {
        this.data = data;
        this.start = start;
        this.length = length;
        this.count = (end - start) / length;
    }

    @Override
    public void ints(int[] target, int at, int wanted) {
        int from = take(wanted, Integer.BYTES);
        for (int i = 0; i < wanted; i++) {
            target[at + i] = (int) value(from + i);
        }
    }

    @Override
    public void longs(long[] target, int at, int wanted) {
        int from = take(wanted, Long.BYTES);
        for (int i = 0; i < wanted; i++) {
            target[at + i] = value(from + i);
        }
    }

    @Override
    public void floats(float[] target, int at, int wanted) {
        int from = take(wanted, Float.BYTES);
        for (int i = 0; i < wanted; i++) {
            target[at + i] = Float.intBitsToFloat((int) value(from + i));
        }
    }

    @Override
    public void doubles(double[] target, int at, int wanted) {
        int from = take(wanted, Double.BYTES);
        for (int i = 0; i < wanted; i++) {
            target[at + i] = Double.longBitsToDouble(value(from + i));
        }
    }

    @Override
    public void bytes(BytesBuilder target, int wanted) {
        int from = take(wanted, length);
        for (int i = 0; i < wanted; i++) {
            byte[] room = target.room(length);
            for (int part = 0; part < length; part++) {
                room[target.position() + part] = data[start + part * count + from + i];
            }
            target.commit(length);
        }
    }

    private int take(int wanted, int bytes) {
        if (bytes != length || wanted > count - taken) {
            throw new IndexOutOfBoundsException("values end early");
        }
        taken += wanted;
        return taken - wanted;
    }

    private long value(int index) {
        long value = 0;
        for (int part = length - 1; part >= 0; part--) {
            value = value << 8 | data[start + part * count + index] & 0xFFL;
        }
        return value;
    }
}
