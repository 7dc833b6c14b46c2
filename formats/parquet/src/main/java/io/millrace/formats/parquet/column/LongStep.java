package io.millrace.formats.parquet.column;

import io.millrace.data.DataType;
import io.millrace.data.Decimals;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * One step from whole numbers as they are stored to those of a type, in place. A number that does not fit becomes 0.
 */
sealed interface LongStep {

    void apply(long[] values, int count, Misfits misfits);

    /** Numbers must lie within bounds. */
    record Within(long least, long most, DataType type) implements LongStep {
        @Override
        public void apply(long[] values, int count, Misfits misfits) {
            for (int i = 0; i < count; i++) {
                if (values[i] < least || values[i] > most) {
                    misfits.add(i, values[i] + " does not fit " + type.sql());
                    values[i] = 0;
                }
            }
        }
    }

    /** Stored without a sign in 64 bits: what does not fit 63 is too large. */
    record Unsigned(DataType type) implements LongStep {
        @Override
        public void apply(long[] values, int count, Misfits misfits) {
            for (int i = 0; i < count; i++) {
                if (values[i] < 0) {
                    misfits.add(i, Long.toUnsignedString(values[i]) + " does not fit " + type.sql());
                    values[i] = 0;
                }
            }
        }
    }

    /** Smaller units. */
    record Times(long factor, DataType type) implements LongStep {
        @Override
        public void apply(long[] values, int count, Misfits misfits) {
            for (int i = 0; i < count; i++) {
                long value = values[i];
                long product = value * factor;
                if (Math.multiplyHigh(value, factor) != product >> 63) {
                    misfits.add(i, "the stored number " + value + " is outside of what " + type.sql() + " can hold");
                    product = 0;
                }
                values[i] = product;
            }
        }
    }

    /** Larger units; what is left over is dropped, towards the past. */
    record DividedBy(long divisor) implements LongStep {
        @Override
        public void apply(long[] values, int count, Misfits misfits) {
            for (int i = 0; i < count; i++) {
                values[i] = Math.floorDiv(values[i], divisor);
            }
        }
    }

    /** A clock's reading of moments, or the moment of a clock's reading. */
    record InZone(ZoneId zone, long unitsPerSecond, Direction direction) implements LongStep {
        enum Direction {
            TO_CLOCK,
            TO_MOMENT
        }

        @Override
        public void apply(long[] values, int count, Misfits misfits) {
            for (int i = 0; i < count; i++) {
                long second = Math.floorDiv(values[i], unitsPerSecond);
                values[i] += offsetSeconds(second) * unitsPerSecond;
            }
        }

        private long offsetSeconds(long second) {
            return switch (direction) {
                case TO_CLOCK -> zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
                case TO_MOMENT -> {
                    LocalDateTime clock = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
                    yield -zone.getRules().getOffset(clock).getTotalSeconds();
                }
            };
        }
    }

    /** Decimals of up to 18 digits with more digits behind the point. */
    record Rescaled(int scale, DataType.Decimal type) implements LongStep {
        @Override
        public void apply(long[] values, int count, Misfits misfits) {
            for (int i = 0; i < count; i++) {
                long value = Decimals.rescale(values[i], scale, type.precision(), type.scale());
                if (value == Decimals.OVERFLOW) {
                    misfits.add(i, Decimals.toBigDecimal(values[i], scale) + " does not fit " + type.sql());
                    value = 0;
                }
                values[i] = value;
            }
        }
    }

    /** The step from one unit to another; what has no effect does no work. */
    static LongStep units(long from, long to, DataType type) {
        return to >= from ? new Times(to / from, type) : new DividedBy(from / to);
    }

    /** How many units of a second have to go to leave this many digits of one. */
    static long coarseness(int digits, long unitsPerSecond) {
        long kept = Decimals.powerOfTen(Math.min(9, digits));
        return Math.max(1, unitsPerSecond / kept);
    }
}
