package io.millrace.formats.parquet.column;

import io.millrace.data.ByteBuilder;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DoubleBuilder;
import io.millrace.data.FloatBuilder;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.formats.parquet.page.PageValues;

/** Values that columns hold as files do: decoded straight into the arrays of the column. */
final class PlainTargets {
    private PlainTargets() {}

    record Ints(IntBuilder builder) implements ValueTarget {
        @Override
        public void append(PageValues values, int count, Misfits misfits) {
            int size = builder.size();
            values.ints(builder.reserve(size + count), size, count);
            builder.setSize(size + count);
        }
    }

    record Longs(LongBuilder builder) implements ValueTarget {
        @Override
        public void append(PageValues values, int count, Misfits misfits) {
            int size = builder.size();
            values.longs(builder.reserve(size + count), size, count);
            builder.setSize(size + count);
        }
    }

    record Floats(FloatBuilder builder) implements ValueTarget {
        @Override
        public void append(PageValues values, int count, Misfits misfits) {
            int size = builder.size();
            values.floats(builder.reserve(size + count), size, count);
            builder.setSize(size + count);
        }
    }

    record Doubles(DoubleBuilder builder) implements ValueTarget {
        @Override
        public void append(PageValues values, int count, Misfits misfits) {
            int size = builder.size();
            values.doubles(builder.reserve(size + count), size, count);
            builder.setSize(size + count);
        }
    }

    record Booleans(ByteBuilder builder) implements ValueTarget {
        @Override
        public void append(PageValues values, int count, Misfits misfits) {
            int size = builder.size();
            values.booleans(builder.reserve(size + count), size, count);
            builder.setSize(size + count);
        }
    }

    /** Floats as doubles. */
    static final class WidenedFloats implements ValueTarget {
        private final DoubleBuilder builder;
        private float[] scratch = {};

        WidenedFloats(DoubleBuilder builder) {
            this.builder = builder;
        }

        @Override
        public ColumnBuilder builder() {
            return builder;
        }

        @Override
        public void append(PageValues values, int count, Misfits misfits) {
            scratch = scratch.length < count ? new float[count] : scratch;
            values.floats(scratch, 0, count);
            int size = builder.size();
            double[] target = builder.reserve(size + count);
            for (int i = 0; i < count; i++) {
                target[size + i] = scratch[i];
            }
            builder.setSize(size + count);
        }
    }
}
