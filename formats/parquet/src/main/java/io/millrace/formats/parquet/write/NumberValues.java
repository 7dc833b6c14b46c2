package io.millrace.formats.parquet.write;

import io.millrace.data.ByteSink;
import io.millrace.formats.parquet.file.Physical;
import io.millrace.formats.parquet.file.Statistics.Bound;
import java.util.Arrays;

/** Numbers and booleans, all held as the bits of their stored form. */
final class NumberValues implements PageValuesWriter {
    private final Physical physical;
    private final NumberTable table = new NumberTable();
    private long[] values = new long[1 << 10];
    private int[] places = {};
    private int count;

    NumberValues(Physical physical) {
        this.physical = physical;
    }

    void add(long bits) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        values[count++] = bits;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long plainBytes() {
        return physical == Physical.BOOLEAN ? count + 7 >>> 3 : (long) count * width();
    }

    private int width() {
        return physical == Physical.INT64 || physical == Physical.DOUBLE ? Long.BYTES : Integer.BYTES;
    }

    @Override
    public void writePlain(ByteSink sink) {
        write(sink, values, count);
    }

    private void write(ByteSink sink, long[] from, int length) {
        if (physical == Physical.BOOLEAN) {
            for (int at = 0; at < length; at += Byte.SIZE) {
                int bits = 0;
                for (int i = at; i < Math.min(length, at + Byte.SIZE); i++) {
                    bits |= (int) from[i] << (i - at);
                }
                sink.writeByte(bits);
            }
        } else if (width() == Long.BYTES) {
            sink.writeLongs(from, 0, length);
        } else {
            for (int i = 0; i < length; i++) {
                sink.writeInt((int) from[i]);
            }
        }
    }

    @Override
    public int[] places() {
        places = places.length < count ? new int[values.length] : places;
        for (int i = 0; i < count; i++) {
            places[i] = table.place(values[i]);
        }
        return places;
    }

    @Override
    public int dictionaryCount() {
        return table.count();
    }

    @Override
    public long dictionaryBytes() {
        return (long) table.count() * width();
    }

    @Override
    public void writeDictionary(ByteSink sink) {
        write(sink, table.values(), table.count());
    }

    @Override
    public Bound min() {
        long least = values[0];
        for (int i = 0; i < count; i++) {
            if (isNaN(values[i])) {
                return Bound.NONE;
            }
            least = compare(values[i], least) < 0 ? values[i] : least;
        }
        return bound(isZero(least) ? negativeZero() : least);
    }

    @Override
    public Bound max() {
        long greatest = values[0];
        for (int i = 0; i < count; i++) {
            if (isNaN(values[i])) {
                return Bound.NONE;
            }
            greatest = compare(values[i], greatest) > 0 ? values[i] : greatest;
        }
        return bound(isZero(greatest) ? 0 : greatest);
    }

    @Override
    public Bound lesser(Bound a, Bound b) {
        return compare(bits(a), bits(b)) <= 0 ? a : b;
    }

    @Override
    public Bound greater(Bound a, Bound b) {
        return compare(bits(a), bits(b)) >= 0 ? a : b;
    }

    @Override
    public void clearPage() {
        count = 0;
    }

    @Override
    public void clearDictionary() {
        table.clear();
    }

    private int compare(long a, long b) {
        return switch (physical) {
            case FLOAT -> Float.compare(Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b));
            case DOUBLE -> Double.compare(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
            default -> Long.compare(a, b);
        };
    }

    private boolean isNaN(long bits) {
        return switch (physical) {
            case FLOAT -> Float.isNaN(Float.intBitsToFloat((int) bits));
            case DOUBLE -> Double.isNaN(Double.longBitsToDouble(bits));
            default -> false;
        };
    }

    /** Zeros of either sign are one value, so a least zero is the negative one, and a greatest the other. */
    private boolean isZero(long bits) {
        return switch (physical) {
            case FLOAT -> Float.intBitsToFloat((int) bits) == 0;
            case DOUBLE -> Double.longBitsToDouble(bits) == 0;
            default -> false;
        };
    }

    private long negativeZero() {
        return physical == Physical.FLOAT ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    private Bound bound(long bits) {
        ByteSink sink = new ByteSink(Long.BYTES);
        write(sink, new long[] {bits}, 1);
        return Bound.of(sink.toBytes());
    }

    private long bits(Bound bound) {
        byte[] bytes = bound.bytes();
        long bits = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            bits = bits << Byte.SIZE | bytes[i] & 0xFFL;
        }
        return bytes.length == Integer.BYTES ? (int) bits : bits;
    }
}
