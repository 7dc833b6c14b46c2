package io.millrace.formats.parquet.write;

import io.millrace.data.ByteSink;
import io.millrace.formats.parquet.file.Statistics.Bound;
import java.util.Arrays;

/** Texts, bytes and decimals of many digits. */
final class BytesValues implements PageValuesWriter {
    /** Longer values are no bounds: they would make footers large. */
    private static final int MOST_BOUND_BYTES = 256;

    private final Kind kind;
    private final BytesTable table = new BytesTable();
    private final ByteSink bytes = new ByteSink(1 << 12);
    private int[] ends = new int[1 << 10];
    private int[] places = {};
    private int count;

    /** How values are stored and ordered. */
    enum Kind {
        /** Each says how long it is; ordered as numbers without a sign. */
        ANY_LENGTH,
        /** Of one length, a number with a sign, highest byte first. */
        DECIMAL
    }

    BytesValues(Kind kind) {
        this.kind = kind;
    }

    void add(byte[] data, int start, int end) {
        bytes.write(data, start, end);
        commit();
    }

    /** Adds the lowest bytes of a 128-bit number. */
    void add(long high, long low, int length) {
        for (int at = length - 1; at >= 0; at--) {
            bytes.writeByte((int) (at >= Long.BYTES ? high >> 8 * (at - Long.BYTES) : low >>> 8 * at));
        }
        commit();
    }

    private void commit() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        ends[count++] = bytes.size();
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long plainBytes() {
        return bytes.size() + (kind == Kind.ANY_LENGTH ? (long) Integer.BYTES * count : 0);
    }

    @Override
    public void writePlain(ByteSink sink) {
        if (kind == Kind.DECIMAL) {
            sink.write(bytes.array(), 0, bytes.size());
            return;
        }
        for (int i = 0; i < count; i++) {
            sink.writeInt(ends[i] - start(i));
            sink.write(bytes.array(), start(i), ends[i]);
        }
    }

    @Override
    public int[] places() {
        places = places.length < count ? new int[ends.length] : places;
        for (int i = 0; i < count; i++) {
            places[i] = table.place(bytes.array(), start(i), ends[i]);
        }
        return places;
    }

    @Override
    public int dictionaryCount() {
        return table.count();
    }

    @Override
    public long dictionaryBytes() {
        return table.sizeBytes() + (kind == Kind.ANY_LENGTH ? (long) Integer.BYTES * table.count() : 0);
    }

    @Override
    public void writeDictionary(ByteSink sink) {
        for (int i = 0; i < table.count(); i++) {
            if (kind == Kind.ANY_LENGTH) {
                sink.writeInt(table.end(i) - table.start(i));
            }
            sink.write(table.data(), table.start(i), table.end(i));
        }
    }

    @Override
    public Bound min() {
        int least = 0;
        for (int i = 1; i < count; i++) {
            least = compare(i, least) < 0 ? i : least;
        }
        return bound(least);
    }

    @Override
    public Bound max() {
        int greatest = 0;
        for (int i = 1; i < count; i++) {
            greatest = compare(i, greatest) > 0 ? i : greatest;
        }
        return bound(greatest);
    }

    @Override
    public Bound lesser(Bound a, Bound b) {
        return compare(a.bytes(), 0, a.bytes().length, b.bytes(), 0, b.bytes().length) <= 0 ? a : b;
    }

    @Override
    public Bound greater(Bound a, Bound b) {
        return compare(a.bytes(), 0, a.bytes().length, b.bytes(), 0, b.bytes().length) >= 0 ? a : b;
    }

    @Override
    public void clearPage() {
        count = 0;
        bytes.reset();
    }

    @Override
    public void clearDictionary() {
        table.clear();
    }

    private Bound bound(int index) {
        return ends[index] - start(index) > MOST_BOUND_BYTES
                ? Bound.NONE
                : Bound.of(Arrays.copyOfRange(bytes.array(), start(index), ends[index]));
    }

    private int compare(int a, int b) {
        return compare(bytes.array(), start(a), ends[a], bytes.array(), start(b), ends[b]);
    }

    private int compare(byte[] a, int startA, int endA, byte[] b, int startB, int endB) {
        if (kind == Kind.DECIMAL && a[startA] < 0 != b[startB] < 0) {
            return a[startA] < 0 ? -1 : 1;
        }
        return Arrays.compareUnsigned(a, startA, endA, b, startB, endB);
    }
}
