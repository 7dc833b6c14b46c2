package io.millrace.formats.text;

import io.millrace.data.BufferPool;
import io.millrace.data.BytesBuilder;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.LongBuilder;
import io.millrace.data.Utf8;
import io.millrace.data.ValueText;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;

/** Reads the types that are not nested. */
final class PlainReaders {
    private PlainReaders() {}

    /** Text; must be UTF-8. */
    static final class Texts implements ValueReader {
        private final BytesBuilder builder;

        Texts(BytesBuilder builder) {
            this.builder = builder;
        }

        @Override
        public BytesBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            if (!Utf8.isValid(data, start, end)) {
                return false;
            }
            builder.append(data, start, end);
            return true;
        }

        @Override
        public boolean appendTrimmed(byte[] data, int start, int end) {
            return append(data, start, end);
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

    /** CHAR and VARCHAR with a length: longer text is an error, shorter CHAR is padded. */
    static final class BoundedTexts implements ValueReader {
        private final BytesBuilder builder;
        private final int length;
        private final boolean padded;

        BoundedTexts(BytesBuilder builder, DataType type) {
            this.builder = builder;
            this.padded = type instanceof DataType.Char;
            this.length = type instanceof DataType.Char fixed ? fixed.length() : ((DataType.Varchar) type).length();
        }

        @Override
        public BytesBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            if (!Utf8.isValid(data, start, end)) {
                return false;
            }
            int missing = length - Utf8.codePoints(data, start, end);
            if (missing < 0) {
                return false;
            }
            int padding = padded ? missing : 0;
            int bytes = end - start;
            byte[] target = builder.room(bytes + padding);
            System.arraycopy(data, start, target, builder.position(), bytes);
            Arrays.fill(target, builder.position() + bytes, builder.position() + bytes + padding, (byte) ' ');
            builder.commit(bytes + padding);
            return true;
        }

        @Override
        public boolean appendTrimmed(byte[] data, int start, int end) {
            return append(data, start, end);
        }
    }

    /** BINARY and VARBINARY, as Base64. */
    static final class Binaries implements ValueReader {
        private final BytesBuilder builder;
        private final int least;
        private final int most;

        Binaries(BytesBuilder builder, DataType type) {
            this.builder = builder;
            this.least = type instanceof DataType.Binary fixed ? fixed.length() : 0;
            this.most = type instanceof DataType.Binary fixed ? fixed.length() : ((DataType.Varbinary) type).length();
        }

        @Override
        public BytesBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            try {
                byte[] bytes = Base64.getDecoder().decode(Arrays.copyOfRange(data, start, end));
                if (bytes.length < least || bytes.length > most) {
                    return false;
                }
                builder.append(bytes, 0, bytes.length);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public boolean appendTrimmed(byte[] data, int start, int end) {
            return append(data, start, end);
        }
    }

    /** The types whose text is {@link ValueText}'s. */
    static final class Values implements ValueReader {
        private final ColumnBuilder builder;
        private final DataType type;

        Values(ColumnBuilder builder, DataType type) {
            this.builder = builder;
            this.type = type;
        }

        @Override
        public ColumnBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            return ValueText.parse(data, start, end, type, builder) == ValueText.Outcome.OK;
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

    /** TIMESTAMP_LTZ: a moment without a zone is in the session's. */
    static final class Moments implements ValueReader {
        private final LongBuilder scratch = new LongBuilder(BufferPool.HEAP);
        private final LongBuilder builder;
        private final DataType.TimestampLtz type;
        private final ZoneId zone;

        Moments(LongBuilder builder, DataType.TimestampLtz type, ZoneId zone) {
            this.builder = builder;
            this.type = type;
            this.zone = zone;
        }

        @Override
        public LongBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            scratch.reset();
            if (ValueText.parse(data, start, end, type, scratch) != ValueText.Outcome.OK) {
                return false;
            }
            long value = scratch.view().values()[0];
            if (!isZoned(data, start, end)) {
                long units = type.unitsPerSecond();
                LocalDateTime clock = LocalDateTime.ofEpochSecond(Math.floorDiv(value, units), 0, ZoneOffset.UTC);
                value -= zone.getRules().getOffset(clock).getTotalSeconds() * units;
            }
            builder.append(value);
            return true;
        }

        /** Whether a zone stands after the time; the hyphens of the date are within its first ten bytes. */
        private static boolean isZoned(byte[] data, int start, int end) {
            for (int at = end - 1; at >= start + 10; at--) {
                if (data[at] == 'Z' || data[at] == 'z' || data[at] == '+' || data[at] == '-') {
                    return true;
                }
            }
            return false;
        }
    }

    /** Intervals: a number of months, or of milliseconds. */
    static final class Intervals implements ValueReader {
        private final LongBuilder scratch = new LongBuilder(BufferPool.HEAP);
        private final LongBuilder builder;
        private final long unit;

        Intervals(LongBuilder builder, long unit) {
            this.builder = builder;
            this.unit = unit;
        }

        @Override
        public LongBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            scratch.reset();
            if (ValueText.parse(data, start, end, DataType.Plain.BIGINT, scratch) != ValueText.Outcome.OK) {
                return false;
            }
            long value = scratch.view().values()[0];
            if (Math.multiplyHigh(value, unit) != (value * unit) >> 63) {
                return false;
            }
            builder.append(value * unit);
            return true;
        }
    }
}
