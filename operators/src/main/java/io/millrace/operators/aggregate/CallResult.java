package io.millrace.operators.aggregate;

import io.millrace.data.ByteBuilder;
import io.millrace.data.Cells;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Decimals;
import io.millrace.data.DoubleBuilder;
import io.millrace.data.FloatBuilder;
import io.millrace.data.Int128;
import io.millrace.data.Int128Builder;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.data.LongCells;
import io.millrace.data.MillraceException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.IntFunction;

/** How a call's result is read from its accumulators, for some groups at a time. */
sealed interface CallResult {

    /** Appends the results of the groups {@code slots[from]} up to {@code slots[to - 1]}. */
    void append(int[] slots, int from, int to, ColumnBuilder into);

    static CallResult of(AccumulatorPlan.Call planned, Accumulators all, IntFunction<Cells> cells) {
        AggregateCall call = planned.call();
        int first = planned.accumulators().getFirst();
        int last = planned.accumulators().getLast();
        return switch (call.function()) {
            case COUNT -> new Value(cells.apply(first));
            case SUM, SUM0, AVG -> {
                Accumulator sum = all.accumulator(first);
                yield sum instanceof DoubleSumAccumulator doubles
                        ? new Doubles(call, doubles, (LongCells) cells.apply(last))
                        : new Whole(call, (WholeSum) sum, (LongCells) cells.apply(last), planned.argument());
            }
            case MIN, MAX, FIRST_VALUE, LAST_VALUE, ANY_VALUE, SINGLE_VALUE, LISTAGG, ARRAY_AGG, COLLECT ->
                    new Value(cells.apply(first));
            case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP ->
                    new Spread(
                            call,
                            (DoubleSumAccumulator) all.accumulator(first),
                            (DoubleSumAccumulator) all.accumulator(planned.accumulators().get(1)),
                            (LongCells) cells.apply(last));
            case BOOL_AND, BOOL_OR -> new Truth(call, (LongCells) cells.apply(first), (LongCells) cells.apply(last));
        };
    }

    /** The cell itself. */
    record Value(Cells cells) implements CallResult {
        @Override
        public void append(int[] slots, int from, int to, ColumnBuilder into) {
            cells.gather(slots, from, to, into);
        }
    }

    /** Sum or average of whole numbers. */
    record Whole(AggregateCall call, WholeSum sum, LongCells count, DataType argument) implements CallResult {
        @Override
        public void append(int[] slots, int from, int to, ColumnBuilder into) {
            if (into instanceof LongBuilder longs && gather(slots, from, to, longs)) {
                return;
            }
            Int128 value = new Int128();
            boolean average = call.function() == AggregateFunction.AVG;
            boolean zeroIfNone = call.function() == AggregateFunction.SUM0;
            for (int i = from; i < to; i++) {
                long rows = count.get(slots[i]);
                if (rows == 0 && !zeroIfNone) {
                    into.appendNull();
                    continue;
                }
                boolean fits = sum.get(slots[i], value);
                if (!fits || !finish(value, average ? rows : 1) || !append(value, into)) {
                    throw MillraceException.user(
                            "overflow",
                            call.function()
                                    + " of "
                                    + rows
                                    + (rows == 1 ? " row" : " rows")
                                    + " does not fit "
                                    + call.type().sql()
                                    + "; cast its argument to a larger type");
                }
            }
        }

        /**
         * The common case in short loops, so that the misses of many groups in the caches overlap: groups with rows,
         * and sums of 64 bits. Appends nothing and returns false in others.
         */
        private boolean gather(int[] slots, int from, int to, LongBuilder into) {
            if (call.type() != DataType.Plain.BIGINT || argument instanceof DataType.Decimal) {
                return false;
            }
            long[][] counts = count.pages();
            for (int i = from; i < to; i++) {
                if (counts[slots[i] >>> Cells.PAGE_BITS][slots[i] & Cells.PAGE_MASK] == 0) {
                    return false;
                }
            }
            int first = into.size();
            if (!sum.gather(slots, from, to, into)) {
                return false;
            }
            if (call.function() == AggregateFunction.AVG) {
                long[] values = into.reserve(into.size());
                for (int i = from; i < to; i++) {
                    values[first + i - from] /= counts[slots[i] >>> Cells.PAGE_BITS][slots[i] & Cells.PAGE_MASK];
                }
            }
            return true;
        }

        /** Divides, in the scale of the result. */
        private boolean finish(Int128 value, long rows) {
            int scale = argument instanceof DataType.Decimal decimal ? decimal.scale() : 0;
            if (call.type() instanceof DataType.Decimal result) {
                return rows == 1
                        ? Decimals.rescale(value.high, value.low, scale, result.precision(), result.scale(), value)
                        : Decimals.divide(
                                value.high,
                                value.low,
                                scale,
                                rows >> 63,
                                rows,
                                0,
                                result.precision(),
                                result.scale(),
                                value);
            }
            if (rows == 1) {
                return true;
            }
            if (value.isLong()) {
                value.set(value.low / rows);
                return true;
            }
            return Int128.divideTruncated(value.high, value.low, rows >> 63, rows, value);
        }

        private boolean append(Int128 value, ColumnBuilder into) {
            switch (into) {
                case LongBuilder longs -> longs.append(value.low);
                case IntBuilder ints -> ints.append((int) value.low);
                case Int128Builder wide -> {
                    wide.append(value);
                    return true;
                }
                case DoubleBuilder doubles -> {
                    doubles.append(value.toBigInteger().doubleValue());
                    return true;
                }
                case ColumnBuilder other -> throw MillraceException.internal(call + " of type " + call.type().sql());
            }
            long limit =
                    switch (call.type()) {
                        case DataType.Plain.TINYINT -> Byte.MAX_VALUE;
                        case DataType.Plain.SMALLINT -> Short.MAX_VALUE;
                        case DataType.Plain.INT -> Integer.MAX_VALUE;
                        case DataType other -> Long.MAX_VALUE;
                    };
            return value.isLong() && value.low <= limit && value.low >= -limit - 1;
        }
    }

    /** Sum or average of floating-point numbers. */
    record Doubles(AggregateCall call, DoubleSumAccumulator sum, LongCells count) implements CallResult {
        @Override
        public void append(int[] slots, int from, int to, ColumnBuilder into) {
            boolean average = call.function() == AggregateFunction.AVG;
            boolean zeroIfNone = call.function() == AggregateFunction.SUM0;
            for (int i = from; i < to; i++) {
                long rows = count.get(slots[i]);
                if (rows == 0 && !zeroIfNone) {
                    into.appendNull();
                } else {
                    double value = sum.get(slots[i]);
                    append(average ? value / rows : value, into);
                }
            }
        }

        private static void append(double value, ColumnBuilder into) {
            if (into instanceof DoubleBuilder doubles) {
                doubles.append(value);
            } else {
                ((FloatBuilder) into).append((float) value);
            }
        }
    }

    /** Variance and standard deviation, from the exact sums of values and squares, so that nothing cancels. */
    record Spread(AggregateCall call, DoubleSumAccumulator sum, DoubleSumAccumulator squares, LongCells count)
            implements CallResult {
        @Override
        public void append(int[] slots, int from, int to, ColumnBuilder into) {
            boolean sample =
                    call.function() == AggregateFunction.VAR_SAMP || call.function() == AggregateFunction.STDDEV_SAMP;
            boolean root =
                    call.function() == AggregateFunction.STDDEV_POP || call.function() == AggregateFunction.STDDEV_SAMP;
            for (int i = from; i < to; i++) {
                long rows = count.get(slots[i]);
                if (rows <= (sample ? 1 : 0)) {
                    into.appendNull();
                    continue;
                }
                double variance = variance(slots[i], rows, sample ? rows - 1 : rows);
                append(root ? Math.sqrt(variance) : variance, into);
            }
        }

        private double variance(int slot, long rows, long divisor) {
            if (!sum.isFinite(slot) || !squares.isFinite(slot)) {
                return Double.NaN;
            }
            BigDecimal total = sum.exact(slot);
            BigDecimal count = BigDecimal.valueOf(rows);
            BigDecimal spread = squares.exact(slot).multiply(count).subtract(total.multiply(total));
            return spread.divide(count.multiply(BigDecimal.valueOf(divisor)), MathContext.DECIMAL128).doubleValue();
        }

        private void append(double value, ColumnBuilder into) {
            switch (into) {
                case DoubleBuilder doubles -> doubles.append(value);
                case FloatBuilder floats -> floats.append((float) value);
                case LongBuilder longs when call.type() instanceof DataType.Decimal decimal -> {
                    Int128 unscaled = new Int128();
                    if (Decimals.ofDouble(value, decimal.precision(), decimal.scale(), unscaled)) {
                        longs.append(unscaled.low);
                    } else {
                        longs.appendNull();
                    }
                }
                case LongBuilder longs -> longs.append((long) value);
                case IntBuilder ints -> ints.append((int) value);
                case Int128Builder wide -> {
                    DataType.Decimal decimal = (DataType.Decimal) call.type();
                    Int128 unscaled = new Int128();
                    if (Decimals.ofDouble(value, decimal.precision(), decimal.scale(), unscaled)) {
                        wide.append(unscaled);
                    } else {
                        wide.appendNull();
                    }
                }
                case ColumnBuilder other -> throw MillraceException.internal(call + " of type " + call.type().sql());
            }
        }
    }

    /** Whether all, or any, are true. */
    record Truth(AggregateCall call, LongCells truths, LongCells count) implements CallResult {
        @Override
        public void append(int[] slots, int from, int to, ColumnBuilder into) {
            ByteBuilder bytes = (ByteBuilder) into;
            boolean all = call.function() == AggregateFunction.BOOL_AND;
            for (int i = from; i < to; i++) {
                long rows = count.get(slots[i]);
                long trues = truths.get(slots[i]);
                if (rows == 0) {
                    bytes.appendNull();
                } else {
                    bytes.append(all ? trues == rows : trues != 0);
                }
            }
        }
    }
}
