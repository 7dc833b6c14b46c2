package io.millrace.data;

/**
 * The values of one column of a batch: a closed family over primitive arrays, laid out as Arrow's (booleans and
 * integers narrower than 32 bits apart, which are widened). A column is immutable once it is in a batch; its arrays
 * belong to its {@link Lease} and may be longer than {@link #size()}. Columns know storage, not type: the schema beside
 * them says what the numbers mean.
 *
 * <p>A {@link DictionaryColumn} and a {@link ConstantColumn} stand for the same values as the flat column they expand
 * to; whoever cannot read them directly asks {@code Columns.flat}.
 */
public sealed interface Column {

    /** How many rows there are. */
    int size();

    /**
     * One bit a row, least significant first, set where a value is there; or an empty array when no value is missing.
     * For a dictionary it speaks of the indices alone; ask {@link #isNull} for the value.
     */
    long[] validity();

    Lease lease();

    default boolean isNull(int row) {
        return Validity.isNull(validity(), row);
    }

    /** Whether some row may be null; when false, none is. */
    default boolean mayHaveNulls() {
        return validity().length != 0;
    }

    /** One more holder, of this column and of those inside it. */
    default void retain() {
        lease().retain();
    }

    /** One holder less, of this column and of those inside it. */
    default void release() {
        lease().release();
    }

    record ByteColumn(int size, byte[] values, long[] validity, Lease lease) implements Column {}

    record IntColumn(int size, int[] values, long[] validity, Lease lease) implements Column {}

    record LongColumn(int size, long[] values, long[] validity, Lease lease) implements Column {}

    record FloatColumn(int size, float[] values, long[] validity, Lease lease) implements Column {}

    record DoubleColumn(int size, double[] values, long[] validity, Lease lease) implements Column {}

    /** 128-bit integers: row {@code i} is {@code high[i] * 2^64 + unsigned(low[i])}. */
    record Int128Column(int size, long[] high, long[] low, long[] validity, Lease lease) implements Column {}

    /**
     * Row {@code i} is the bytes from {@code offsets[i]} up to {@code offsets[i + 1]} of {@code data}; offsets never
     * fall.
     */
    record BytesColumn(int size, int[] offsets, byte[] data, long[] validity, Lease lease) implements Column {}

    /** Row {@code i} holds the elements from {@code offsets[i]} up to {@code offsets[i + 1]}. */
    record ArrayColumn(int size, int[] offsets, Column elements, long[] validity, Lease lease) implements Column {
        @Override
        public void retain() {
            lease.retain();
            elements.retain();
        }

        @Override
        public void release() {
            lease.release();
            elements.release();
        }
    }

    /**
     * Row {@code i} holds the entries from {@code offsets[i]} up to {@code offsets[i + 1]}; keys are sorted and
     * distinct.
     */
    record MapColumn(int size, int[] offsets, Column keys, Column items, long[] validity, Lease lease)
            implements Column {
        @Override
        public void retain() {
            lease.retain();
            keys.retain();
            items.retain();
        }

        @Override
        public void release() {
            lease.release();
            keys.release();
            items.release();
        }
    }

    /** One column a field, all of this size; a row that is null has null fields. */
    record RowColumn(int size, Column[] fields, long[] validity, Lease lease) implements Column {
        @Override
        public void retain() {
            lease.retain();
            for (Column field : fields) {
                field.retain();
            }
        }

        @Override
        public void release() {
            lease.release();
            for (Column field : fields) {
                field.release();
            }
        }
    }

    /**
     * Row {@code i} is row {@code indices[i]} of a flat dictionary, whose entries need be neither distinct nor sorted.
     */
    record DictionaryColumn(int size, int[] indices, Column dictionary, long[] validity, Lease lease)
            implements Column {
        @Override
        public boolean isNull(int row) {
            return Validity.isNull(validity, row) || dictionary.isNull(indices[row]);
        }

        @Override
        public boolean mayHaveNulls() {
            return validity.length != 0 || dictionary.mayHaveNulls();
        }

        @Override
        public void retain() {
            lease.retain();
            dictionary.retain();
        }

        @Override
        public void release() {
            lease.release();
            dictionary.release();
        }
    }

    /** Every row is the one row of a flat column of size 1. */
    record ConstantColumn(int size, Column value) implements Column {
        @Override
        public long[] validity() {
            return Validity.ALL;
        }

        @Override
        public Lease lease() {
            return value.lease();
        }

        @Override
        public boolean isNull(int row) {
            return value.isNull(0);
        }

        @Override
        public boolean mayHaveNulls() {
            return value.mayHaveNulls();
        }

        @Override
        public void retain() {
            value.retain();
        }

        @Override
        public void release() {
            value.release();
        }
    }
}
