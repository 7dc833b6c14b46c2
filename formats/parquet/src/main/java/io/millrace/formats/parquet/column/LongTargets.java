package io.millrace.formats.parquet.column;

import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Decimals;
import io.millrace.data.DoubleBuilder;
import io.millrace.data.Int128;
import io.millrace.data.Int128Builder;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.data.MillraceException;
import io.millrace.formats.parquet.page.PageValues;
import java.util.List;

/** Whole numbers, times and small decimals that are stored otherwise than columns hold them. */
final class LongTargets implements ValueTarget {
    private final Source source;
    private final List<LongStep> steps;
    private final ColumnBuilder builder;
    private long[] longs = {};

    /** How the numbers are stored. */
    interface Source {
        void read(PageValues values, long[] target, int count, Misfits misfits);
    }

    /** 64 bits. */
    static final Source LONGS = (values, target, count, misfits) -> values.longs(target, 0, count);

    LongTargets(Source source, List<LongStep> steps, ColumnBuilder builder) {
        this.source = source;
        this.steps = List.copyOf(steps);
        this.builder = builder;
    }

    /** 32 bits, of which a mask tells those that count: all ones leave the sign. */
    static Source ints(long mask) {
        return new Source() {
            private int[] scratch = {};

            @Override
            public void read(PageValues values, long[] target, int count, Misfits misfits) {
                scratch = scratch.length < count ? new int[count] : scratch;
                values.ints(scratch, 0, count);
                for (int i = 0; i < count; i++) {
                    target[i] = scratch[i] & mask;
                }
            }
        };
    }

    @Override
    public ColumnBuilder builder() {
        return builder;
    }

    @Override
    public void append(PageValues values, int count, Misfits misfits) {
        longs = longs.length < count ? new long[count] : longs;
        source.read(values, longs, count, misfits);
        for (LongStep step : steps) {
            step.apply(longs, count, misfits);
        }
        int size = builder.size();
        switch (builder) {
            case LongBuilder target -> {
                System.arraycopy(longs, 0, target.reserve(size + count), size, count);
                target.setSize(size + count);
            }
            case IntBuilder target -> {
                int[] ints = target.reserve(size + count);
                for (int i = 0; i < count; i++) {
                    ints[size + i] = (int) longs[i];
                }
                target.setSize(size + count);
            }
            case DoubleBuilder target -> {
                double[] doubles = target.reserve(size + count);
                for (int i = 0; i < count; i++) {
                    doubles[size + i] = longs[i];
                }
                target.setSize(size + count);
            }
            case ColumnBuilder other ->
                    throw MillraceException.internal("whole numbers do not go into " + other.getClass());
        }
    }

    /** Decimals of more than 18 digits, of whole numbers of up to 64 bits. */
    static final class Wide implements ValueTarget {
        private final Source source;
        private final Int128Builder builder;
        private final DataType.Decimal type;
        private final int scale;
        private final Sign sign;
        private final Int128 result = new Int128();
        private long[] longs = {};

        /** Whether the highest bit is a sign. */
        enum Sign {
            SIGNED,
            UNSIGNED
        }

        Wide(Source source, Sign sign, int scale, DataType.Decimal type, Int128Builder builder) {
            this.source = source;
            this.sign = sign;
            this.scale = scale;
            this.type = type;
            this.builder = builder;
        }

        @Override
        public ColumnBuilder builder() {
            return builder;
        }

        @Override
        public void append(PageValues values, int count, Misfits misfits) {
            longs = longs.length < count ? new long[count] : longs;
            source.read(values, longs, count, misfits);
            for (int i = 0; i < count; i++) {
                long high = sign == Sign.SIGNED ? longs[i] >> 63 : 0;
                if (!Decimals.rescale(high, longs[i], scale, type.precision(), type.scale(), result)) {
                    misfits.add(i, Decimals.toBigDecimal(high, longs[i], scale) + " does not fit " + type.sql());
                    result.set(0);
                }
                builder.append(result);
            }
        }
    }
}
