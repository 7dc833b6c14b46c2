package io.millrace.formats.text;

import io.millrace.data.BufferPool;
import io.millrace.data.ByteBuilder;
import io.millrace.data.BytesBuilder;
import io.millrace.data.DataType;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;

/** Reads texts, bytes, truth values, dates and times. */
final class PlainReaders {
    private PlainReaders() {}

    /** Text; must be UTF-8. */
    static final class Texts implements ValueReader {
        private final BytesBuilder builder;

        Texts(BufferPool pool) {
            this.builder = new BytesBuilder(pool);
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

        BoundedTexts(BufferPool pool, DataType type) {
            this.builder = new BytesBuilder(pool);
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

        Binaries(BufferPool pool, DataType type) {
            this.builder = new BytesBuilder(pool);
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

    /** BOOLEAN: true or false in any case, or 1 or 0. */
    static final class Booleans implements ValueReader {
        private final ByteBuilder builder;

        Booleans(BufferPool pool) {
            this.builder = new ByteBuilder(pool);
        }

        @Override
        public ByteBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            if (is(data, start, end, "true") || is(data, start, end, "1")) {
                builder.append(true);
                return true;
            }
            if (is(data, start, end, "false") || is(data, start, end, "0")) {
                builder.append(false);
                return true;
            }
            return false;
        }

        private static boolean is(byte[] data, int start, int end, String word) {
            if (end - start != word.length()) {
                return false;
            }
            for (int i = 0; i < word.length(); i++) {
                if (Character.toLowerCase((char) data[start + i]) != word.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** DATE. */
    static final class Dates implements ValueReader {
        private final Times times = new Times();
        private final IntBuilder builder;

        Dates(BufferPool pool) {
            this.builder = new IntBuilder(pool);
        }

        @Override
        public IntBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            int days = times.date(data, start, end);
            if (times.ok()) {
                builder.append(days);
            }
            return times.ok();
        }
    }

    /** TIME. */
    static final class DayTimes implements ValueReader {
        private final Times times = new Times();
        private final LongBuilder builder;
        private final long step;

        DayTimes(BufferPool pool, int precision) {
            this.builder = new LongBuilder(pool);
            this.step = power(9 - precision);
        }

        @Override
        public LongBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            long nanos = times.time(data, start, end);
            if (times.ok()) {
                builder.append(nanos - nanos % step);
            }
            return times.ok();
        }
    }

    /**
     * TIMESTAMP and TIMESTAMP_LTZ. Digits past the precision are cut off. A moment without a zone is in the session's; a
     * timestamp with one keeps its clock reading.
     */
    static final class Moments implements ValueReader {
        private final Times times = new Times();
        private final LongBuilder builder;
        private final ZoneId zone;
        private final boolean local;
        private final long unitsPerSecond;
        private final long nanosPerUnit;
        private final long step;

        Moments(BufferPool pool, DataType.Instant type, ZoneId zone) {
            this.builder = new LongBuilder(pool);
            this.zone = zone;
            this.local = type instanceof DataType.TimestampLtz;
            this.unitsPerSecond = type.unitsPerSecond();
            this.nanosPerUnit = 1_000_000_000L / unitsPerSecond;
            this.step = power((type.nanos() ? 9 : 6) - type.precision());
        }

        @Override
        public LongBuilder builder() {
            return builder;
        }

        @Override
        public boolean append(byte[] data, int start, int end) {
            long seconds = times.moment(data, start, end);
            if (!times.ok()) {
                return false;
            }
            if (local) {
                seconds -= times.isZoned() ? times.offsetSeconds() : offset(seconds);
            }
            if (unitsPerSecond == 1_000_000_000L && (seconds >= 9_223_372_036L || seconds <= -9_223_372_036L)) {
                return false;
            }
            long fraction = times.nanos() / nanosPerUnit;
            builder.append(seconds * unitsPerSecond + fraction - fraction % step);
            return true;
        }

        private long offset(long localSeconds) {
            if (zone == ZoneOffset.UTC) {
                return 0;
            }
            LocalDateTime clock = LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC);
            return zone.getRules().getOffset(clock).getTotalSeconds();
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

    private static long power(int exponent) {
        long value = 1;
        for (int i = 0; i < exponent; i++) {
            value *= 10;
        }
        return value;
    }
}
