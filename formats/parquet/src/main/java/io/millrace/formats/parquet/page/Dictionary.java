package io.millrace.formats.parquet.page;

import io.millrace.data.BufferPool;
import io.millrace.data.BytesBuilder;
import io.millrace.data.Column.BytesColumn;
import io.millrace.formats.parquet.file.Damage;
import io.millrace.formats.parquet.file.Physical;

/** The distinct values that the pages of a column refer to by number. */
public sealed interface Dictionary {

    record Ints(int[] values) implements Dictionary {}

    record Longs(long[] values) implements Dictionary {}

    record Floats(float[] values) implements Dictionary {}

    record Doubles(double[] values) implements Dictionary {}

    record Bytes(BytesColumn values) implements Dictionary {}

    /** Reads a dictionary's page. */
    static Dictionary read(Physical physical, PageValues values, int count) {
        return switch (physical) {
            case INT32 -> {
                int[] ints = new int[count];
                values.ints(ints, 0, count);
                yield new Ints(ints);
            }
            case INT64 -> {
                long[] longs = new long[count];
                values.longs(longs, 0, count);
                yield new Longs(longs);
            }
            case FLOAT -> {
                float[] floats = new float[count];
                values.floats(floats, 0, count);
                yield new Floats(floats);
            }
            case DOUBLE -> {
                double[] doubles = new double[count];
                values.doubles(doubles, 0, count);
                yield new Doubles(doubles);
            }
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> {
                BytesBuilder bytes = new BytesBuilder(BufferPool.HEAP);
                values.bytes(bytes, count);
                yield new Bytes(bytes.build());
            }
            case BOOLEAN -> throw Damage.of("it has a dictionary of booleans");
        };
    }
}
