package io.millrace.formats.parquet.column;

import io.millrace.data.ByteBuilder;
import io.millrace.data.BytesBuilder;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DoubleBuilder;
import io.millrace.data.FloatBuilder;
import io.millrace.data.Int128Builder;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.data.MillraceException;
import io.millrace.data.Validity;

/**
 * Moves values apart to where their rows are. Files hold the values that are there, one after another; a column has a
 * place for each row. Values are moved from the last one on, within the arrays of the builder.
 */
final class Nulls {
    private Nulls() {}

    /**
     * @param start the row of the first of {@code present} values, which are the last rows of the builder
     * @param levels for each of {@code count} rows its level
     * @param there the level of a row with a value
     */
    static void spread(ColumnBuilder builder, int start, int present, byte[] levels, int count, int there) {
        int rows = start + count;
        switch (builder) {
            case LongBuilder longs -> {
                spread(longs.reserve(rows), start, present, levels, count, there);
                mark(longs.reserveValidity(rows), start, levels, count, there);
                longs.setSize(rows);
            }
            case IntBuilder ints -> {
                spread(ints.reserve(rows), start, present, levels, count, there);
                mark(ints.reserveValidity(rows), start, levels, count, there);
                ints.setSize(rows);
            }
            case DoubleBuilder doubles -> {
                spread(doubles.reserve(rows), start, present, levels, count, there);
                mark(doubles.reserveValidity(rows), start, levels, count, there);
                doubles.setSize(rows);
            }
            case FloatBuilder floats -> {
                spread(floats.reserve(rows), start, present, levels, count, there);
                mark(floats.reserveValidity(rows), start, levels, count, there);
                floats.setSize(rows);
            }
            case ByteBuilder bytes -> {
                spread(bytes.reserve(rows), start, present, levels, count, there);
                mark(bytes.reserveValidity(rows), start, levels, count, there);
                bytes.setSize(rows);
            }
            case Int128Builder wide -> {
                spread(wide.reserve(rows), start, present, levels, count, there);
                spread(wide.reserveLow(rows), start, present, levels, count, there);
                mark(wide.reserveValidity(rows), start, levels, count, there);
                wide.setSize(rows);
            }
            case BytesBuilder bytes -> {
                spreadEnds(bytes.reserveOffsets(rows), start, present, levels, count, there);
                mark(bytes.reserveValidity(rows), start, levels, count, there);
                bytes.setSize(rows);
            }
            case ColumnBuilder nested -> throw MillraceException.internal("nested values have no places of their own");
        }
    }

    private static void mark(long[] validity, int start, byte[] levels, int count, int there) {
        for (int i = 0; i < count; i++) {
            if (levels[i] != there) {
                Validity.clear(validity, start + i);
            }
        }
    }

    private static void spread(long[] values, int start, int present, byte[] levels, int count, int there) {
        int from = start + present - 1;
        for (int i = count - 1; i >= 0; i--) {
            values[start + i] = levels[i] == there ? values[from--] : 0;
        }
    }

    private static void spread(int[] values, int start, int present, byte[] levels, int count, int there) {
        int from = start + present - 1;
        for (int i = count - 1; i >= 0; i--) {
            values[start + i] = levels[i] == there ? values[from--] : 0;
        }
    }

    private static void spread(double[] values, int start, int present, byte[] levels, int count, int there) {
        int from = start + present - 1;
        for (int i = count - 1; i >= 0; i--) {
            values[start + i] = levels[i] == there ? values[from--] : 0;
        }
    }

    private static void spread(float[] values, int start, int present, byte[] levels, int count, int there) {
        int from = start + present - 1;
        for (int i = count - 1; i >= 0; i--) {
            values[start + i] = levels[i] == there ? values[from--] : 0;
        }
    }

    private static void spread(byte[] values, int start, int present, byte[] levels, int count, int there) {
        int from = start + present - 1;
        for (int i = count - 1; i >= 0; i--) {
            values[start + i] = levels[i] == there ? values[from--] : 0;
        }
    }

    /** Bytes stay where they are; a row without a value ends where the one before it does. */
    private static void spreadEnds(int[] ends, int start, int present, byte[] levels, int count, int there) {
        int from = start + present;
        for (int i = count - 1; i >= 0; i--) {
            ends[start + i + 1] = ends[from];
            from -= levels[i] == there ? 1 : 0;
        }
    }
}
