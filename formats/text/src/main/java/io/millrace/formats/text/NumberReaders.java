package io.millrace.formats.text;

import io.millrace.data.BufferPool;
import io.millrace.data.DataType.Decimal;
import io.millrace.data.Decimals;
import io.millrace.data.DoubleBuilder;
import io.millrace.data.FloatBuilder;
import io.millrace.data.Int128;
import io.millrace.data.Int128Builder;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Reads the numeric types. */
final class NumberReaders {
    private NumberReaders() {}

    /** TINYINT, SMALLINT and INT. */
    static final class Ints implements ValueReader {
        private final Numbers numbers = new Numbers();
        private final IntBuilder builder;
        private final int least;
        private final int most;

        Ints(BufferPool pool, int least, int most) {
            this.builder = new IntBuilder(pool);
            this.least = least;
            this.most = most;
        }

        @Override
        public IntBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            int value = (int) numbers.whole(data, start, end, least, most);
            if (numbers.ok()) {
                builder.append(value);
                return true;
            }
            return false;
        }

        @Override
        public void appendAll(byte[] data, long[] spans, int from, int count, Misfits misfits) {
            for (int row = 0; row < count; row++) {
                long span = spans[from + row];
                if (span < 0 || Spans.isEscaped(span) || !append(data, Spans.start(span), Spans.end(span))) {
                    appendOne(data, span, row, misfits);
                }
            }
        }
    }

    /** BIGINT. */
    static final class Longs implements ValueReader {
        private final Numbers numbers = new Numbers();
        private final LongBuilder builder;
        /** What is read is multiplied by this: milliseconds make microseconds. */
        private final long unit;

        Longs(BufferPool pool, long unit) {
            this.builder = new LongBuilder(pool);
            this.unit = unit;
        }

        @Override
        public LongBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            long value = numbers.whole(data, start, end, Long.MIN_VALUE / unit, Long.MAX_VALUE / unit);
            if (numbers.ok()) {
                builder.append(value * unit);
                return true;
            }
            return false;
        }

        @Override
        public void appendAll(byte[] data, long[] spans, int from, int count, Misfits misfits) {
            for (int row = 0; row < count; row++) {
                long span = spans[from + row];
                if (span < 0 || Spans.isEscaped(span) || !append(data, Spans.start(span), Spans.end(span))) {
                    appendOne(data, span, row, misfits);
                }
            }
        }
    }

    /** DOUBLE. */
    static final class Doubles implements ValueReader {
        private final Numbers numbers = new Numbers();
        private final DoubleBuilder builder;

        Doubles(BufferPool pool) {
            this.builder = new DoubleBuilder(pool);
        }

        @Override
        public DoubleBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            double value = numbers.real(data, start, end);
            if (numbers.ok()) {
                builder.append(value);
                return true;
            }
            return false;
        }

        @Override
        public void appendAll(byte[] data, long[] spans, int from, int count, Misfits misfits) {
            for (int row = 0; row < count; row++) {
                long span = spans[from + row];
                if (span < 0 || Spans.isEscaped(span) || !append(data, Spans.start(span), Spans.end(span))) {
                    appendOne(data, span, row, misfits);
                }
            }
        }
    }

    /** FLOAT. */
    static final class Floats implements ValueReader {
        private final Numbers numbers = new Numbers();
        private final FloatBuilder builder;

        Floats(BufferPool pool) {
            this.builder = new FloatBuilder(pool);
        }

        @Override
        public FloatBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            float value = numbers.single(data, start, end);
            if (numbers.ok()) {
                builder.append(value);
            }
            return numbers.ok();
        }
    }

    /** DECIMAL of up to 18 digits. Digits past the scale are rounded half up; digits that do not fit are an error. */
    static final class Decimals64 implements ValueReader {
        private final LongBuilder builder;
        private final Decimal type;

        Decimals64(Decimal type, BufferPool pool) {
            this.builder = new LongBuilder(pool);
            this.type = type;
        }

        @Override
        public LongBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            int at = start;
            boolean negative = at < end && data[at] == '-';
            if (negative || at < end && data[at] == '+') {
                at++;
            }
            int first = at;
            long digits = 0;
            int point = -1;
            for (; at < end && at - first <= 18; at++) {
                int digit = data[at] - '0';
                if (digit >= 0 & digit <= 9) {
                    digits = digits * 10 + digit;
                } else if (data[at] == '.' && point < 0) {
                    point = at;
                } else {
                    break;
                }
            }
            int scale = point < 0 ? 0 : at - point - 1;
            boolean some = at - first > (point < 0 ? 0 : 1);
            if (at < end || !some || scale > type.scale() || at - first > 18) {
                return appendSlow(data, start, end);
            }
            long unscaled = Decimals.rescale(negative ? -digits : digits, scale, type.precision(), type.scale());
            return appendFitting(unscaled);
        }

        private boolean appendSlow(byte[] data, int start, int end) {
            try {
                BigDecimal value = new BigDecimal(new String(data, start, end - start, StandardCharsets.ISO_8859_1));
                return fits(value, type) && appendFitting(Decimals.unscaled(value, type.precision(), type.scale()));
            } catch (NumberFormatException e) {
                return false;
            }
        }

        private boolean appendFitting(long unscaled) {
            if (unscaled == Decimals.OVERFLOW) {
                return false;
            }
            builder.append(unscaled);
            return true;
        }
    }

    /** DECIMAL of more digits. */
    static final class Decimals128 implements ValueReader {
        private final Int128 scratch = new Int128();
        private final Int128Builder builder;
        private final Decimal type;

        Decimals128(Decimal type, BufferPool pool) {
            this.builder = new Int128Builder(pool);
            this.type = type;
        }

        @Override
        public Int128Builder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            try {
                BigDecimal value = new BigDecimal(new String(data, start, end - start, StandardCharsets.ISO_8859_1));
                if (!fits(value, type) || !Decimals.unscaled(value, type.precision(), type.scale(), scratch)) {
                    return false;
                }
                builder.append(scratch);
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }

    /** Whether a number is small enough to be written out: {@code 1E999999999} is not. */
    private static boolean fits(BigDecimal value, Decimal type) {
        return value.signum() == 0 || value.precision() - (long) value.scale() <= type.precision();
    }
}
