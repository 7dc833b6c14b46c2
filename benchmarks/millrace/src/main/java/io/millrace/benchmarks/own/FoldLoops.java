package io.millrace.benchmarks.own;

import io.millrace.benchmarks.run.RowFold;
import io.millrace.data.Column;

/**
 * The loops that take a column without nulls into the hashes of rows {@code 0} to {@code count − 1}, which lie at the
 * positions {@code at[from]}, {@code at[from + 1]}, … of the column.
 */
final class FoldLoops {
    private static final long MICROS_PER_MILLI = 1_000;

    private FoldLoops() {}

    static void numbers(long[] hashes, long[] values, int[] at, int from, int count) {
        for (int i = 0; i < count; i++) {
            hashes[i] = RowFold.number(hashes[i], values[at[from + i]]);
        }
    }

    /** Timestamps of whole milliseconds. */
    static void micros(long[] hashes, long[] values, int[] at, int from, int count) {
        for (int i = 0; i < count; i++) {
            hashes[i] = RowFold.number(hashes[i], Math.floorDiv(values[at[from + i]], MICROS_PER_MILLI));
        }
    }

    /** Decimals of at most 18 digits. */
    static void decimals(long[] hashes, long[] values, int[] at, int from, int count) {
        for (int i = 0; i < count; i++) {
            long value = values[at[from + i]];
            hashes[i] = RowFold.number(RowFold.number(hashes[i], value), value >> 63);
        }
    }

    /** Decimals of more digits. */
    static void wide(long[] hashes, Column.Int128Column values, int[] at, int from, int count) {
        long[] low = values.low();
        long[] high = values.high();
        for (int i = 0; i < count; i++) {
            int position = at[from + i];
            hashes[i] = RowFold.number(RowFold.number(hashes[i], low[position]), high[position]);
        }
    }

    static void texts(long[] hashes, Column.BytesColumn texts, int[] at, int from, int count) {
        int[] offsets = texts.offsets();
        byte[] data = texts.data();
        for (int i = 0; i < count; i++) {
            int position = at[from + i];
            int start = offsets[position];
            hashes[i] = RowFold.text(hashes[i], data, start, offsets[position + 1] - start);
        }
    }

    static void texts(long[] hashes, Column.BytesColumn entries, int[] indices, int[] at, int from, int count) {
        int[] offsets = entries.offsets();
        byte[] data = entries.data();
        for (int i = 0; i < count; i++) {
            int entry = indices[at[from + i]];
            int start = offsets[entry];
            hashes[i] = RowFold.text(hashes[i], data, start, offsets[entry + 1] - start);
        }
    }
}
