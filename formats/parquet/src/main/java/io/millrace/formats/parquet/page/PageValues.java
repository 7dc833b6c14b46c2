package io.millrace.formats.parquet.page;

import io.millrace.data.BytesBuilder;
import io.millrace.formats.parquet.file.Damage;

/**
 * The values of a page that are there, one after another, as they are stored. An encoding has the methods of the types
 * it can hold; a page that says otherwise is damaged.
 */
public interface PageValues {

    default void ints(int[] target, int at, int count) {
        throw mismatched();
    }

    default void longs(long[] target, int at, int count) {
        throw mismatched();
    }

    default void floats(float[] target, int at, int count) {
        throw mismatched();
    }

    default void doubles(double[] target, int at, int count) {
        throw mismatched();
    }

    default void booleans(byte[] target, int at, int count) {
        throw mismatched();
    }

    /** Values of any or of a fixed length. */
    default void bytes(BytesBuilder target, int count) {
        throw mismatched();
    }

    private static RuntimeException mismatched() {
        return Damage.of("its values are encoded in a way that their type does not have");
    }
}
