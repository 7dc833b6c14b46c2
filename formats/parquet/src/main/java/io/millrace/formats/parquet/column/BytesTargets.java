package io.millrace.formats.parquet.column;

import io.millrace.data.BufferPool;
import io.millrace.data.BytesBuilder;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Decimals;
import io.millrace.data.DoubleBuilder;
import io.millrace.data.FloatBuilder;
import io.millrace.data.Int128;
import io.millrace.data.Int128Builder;
import io.millrace.data.LongBuilder;
import io.millrace.data.Utf8;
import io.millrace.formats.parquet.page.Bits;
import io.millrace.formats.parquet.page.PageValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** What is stored as bytes: texts, bytes, and numbers of other makes. */
final class BytesTargets {
    private static final int SHOWN_CHARS = 80;

    private BytesTargets() {}

    /** Texts of any length: their bytes as they are, once they are seen to be UTF-8. */
    record Texts(BytesBuilder builder) implements ValueTarget {
        @Override
        public void append(PageValues values, int count, Misfits misfits) {
            int size = builder.size();
            int start = builder.position();
            values.bytes(builder, count);
            BytesColumn read = builder.view();
            if (Utf8.isAscii(read.data(), start, builder.position())) {
                return;
            }
            for (int i = 0; i < count; i++) {
                if (!Utf8.isValid(read.data(), read.offsets()[size + i], read.offsets()[size + i + 1])) {
                    misfits.add(i, "it is not UTF-8");
                }
            }
        }
    }

    /** Texts of at most, or exactly, so many characters. */
    static final class BoundedTexts implements OneByOne.Each {
        private final BytesBuilder builder;
        private final DataType type;
        private final int length;

        BoundedTexts(BytesBuilder builder, DataType type) {
            this.builder = builder;
            this.type = type;
            this.length = type instanceof DataType.Char fixed ? fixed.length() : ((DataType.Varchar) type).length();
        }

        @Override
        public ColumnBuilder builder() {
            return builder;
        }

        @Override
        public void append(byte[] data, int start, int end, int index, Misfits misfits) {
            int missing = -1;
            if (!Utf8.isValid(data, start, end)) {
                misfits.add(index, "it is not UTF-8");
            } else {
                missing = length - Utf8.codePoints(data, start, end);
                if (missing < 0) {
                    misfits.add(index, "'" + shown(data, start, end) + "' does not fit " + type.sql());
                }
            }
            int padding = missing > 0 && type instanceof DataType.Char ? missing : 0;
            byte[] room = builder.room(end - start + padding);
            int position = builder.position();
            System.arraycopy(data, start, room, position, end - start);
            Arrays.fill(room, position + end - start, position + end - start + padding, (byte) ' ');
            builder.commit(end - start + padding);
        }

        private static String shown(byte[] data, int start, int end) {
            String text = new String(data, start, end - start, StandardCharsets.UTF_8);
            return text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "..." : text;
        }
    }

    /** Bytes of at most, or exactly, so many. */
    record Binaries(BytesBuilder builder, DataType type) implements ValueTarget {
        @Override
        public void append(PageValues values, int count, Misfits misfits) {
            int size = builder.size();
            values.bytes(builder, count);
            int most = type instanceof DataType.Binary fixed ? fixed.length() : ((DataType.Varbinary) type).length();
            int least = type instanceof DataType.Binary ? most : 0;
            int[] offsets = builder.view().offsets();
            for (int i = size; i < size + count; i++) {
                int length = offsets[i + 1] - offsets[i];
                if (length < least || length > most) {
                    misfits.add(i - size, length + " bytes do not fit " + type.sql());
                }
            }
        }
    }

    /** Decimals, highest byte first. */
    static final class WideDecimals implements OneByOne.Each {
        private final Int128Builder wide;
        private final LongBuilder narrow;
        private final DataType.Decimal type;
        private final int scale;
        private final Int128 result = new Int128();

        WideDecimals(int scale, DataType.Decimal type, BufferPool pool) {
            this.scale = scale;
            this.type = type;
            this.wide = new Int128Builder(pool);
            this.narrow = new LongBuilder(pool);
        }

        @Override
        public ColumnBuilder builder() {
            return isNarrow() ? narrow : wide;
        }

        private boolean isNarrow() {
            return type.precision() <= DataType.Decimal.LONG_DIGITS;
        }

        @Override
        public void append(byte[] data, int start, int end, int index, Misfits misfits) {
            int first = start;
            while (end - first > 16 && data[first] == data[first + 1] >> 7) {
                first++;
            }
            long high = 0;
            long low = 0;
            if (end > first) {
                high = data[first] >> 7;
                low = high;
            }
            for (int at = first; at < end; at++) {
                high = high << 8 | low >>> 56;
                low = low << 8 | data[at] & 0xFF;
            }
            boolean fits = end - first <= 16;
            if (!fits || !Decimals.rescale(high, low, scale, type.precision(), type.scale(), result)) {
                BigInteger unscaled = new BigInteger(Arrays.copyOfRange(data, start, end));
                misfits.add(index, new BigDecimal(unscaled, scale) + " does not fit " + type.sql());
                result.set(0);
            }
            if (isNarrow()) {
                narrow.append(result.low);
            } else {
                wide.append(result);
            }
        }
    }

    /** Sixteen bytes as the text of a UUID. */
    static final class Uuids implements OneByOne.Each {
        private final BytesBuilder builder;

        Uuids(BytesBuilder builder) {
            this.builder = builder;
        }

        @Override
        public ColumnBuilder builder() {
            return builder;
        }

        @Override
        public void append(byte[] data, int start, int end, int index, Misfits misfits) {
            if (end - start != 16) {
                throw new IndexOutOfBoundsException("a UUID has sixteen bytes");
            }
            long high = Long.reverseBytes(Bits.longAt(data, start));
            long low = Long.reverseBytes(Bits.longAt(data, start + 8));
            builder.append(new UUID(high, low).toString());
        }
    }

    /** Floating-point numbers of 16 bits. */
    static final class Halves implements OneByOne.Each {
        private final ColumnBuilder builder;

        Halves(ColumnBuilder builder) {
            this.builder = builder;
        }

        @Override
        public ColumnBuilder builder() {
            return builder;
        }

        @Override
        public void append(byte[] data, int start, int end, int index, Misfits misfits) {
            float value = Float.float16ToFloat((short) (data[start] & 0xFF | data[start + 1] << 8));
            if (builder instanceof DoubleBuilder doubles) {
                doubles.append(value);
            } else {
                ((FloatBuilder) builder).append(value);
            }
        }
    }

    /** Moments as nanoseconds of a day and the Julian day, in units of a second. */
    static final class JulianMoments implements LongTargets.Source {
        private static final int EPOCH_DAY = 2_440_588;
        private static final long NANOS_PER_DAY = 86_400_000_000_000L;
        private static final long SECONDS_PER_DAY = 86_400;

        private final BytesBuilder scratch = new BytesBuilder(BufferPool.HEAP);
        private final DataType.Instant type;

        JulianMoments(DataType.Instant type) {
            this.type = type;
        }

        @Override
        public void read(PageValues values, long[] target, int count, Misfits misfits) {
            scratch.reset();
            values.bytes(scratch, count);
            byte[] data = scratch.view().data();
            long nanosPerUnit = 1_000_000_000L / type.unitsPerSecond();
            for (int i = 0; i < count; i++) {
                long nanos = Bits.longAt(data, i * LeafReader.INT96_BYTES);
                long days = Bits.intAt(data, i * LeafReader.INT96_BYTES + 8) - (long) EPOCH_DAY;
                try {
                    long dayUnits = Math.multiplyExact(days, SECONDS_PER_DAY * type.unitsPerSecond());
                    target[i] = Math.addExact(dayUnits, Math.floorDiv(nanos, nanosPerUnit));
                } catch (ArithmeticException e) {
                    misfits.add(i, "the day " + days + " after 1970 is outside of what " + type.sql() + " can hold");
                    target[i] = 0;
                }
                if (nanos < 0 || nanos >= 2 * NANOS_PER_DAY) {
                    misfits.add(i, nanos + " is not a time of day");
                }
            }
        }
    }
}
