package io.millrace.connectors.generators.datagen;

import io.millrace.data.ArrayBuilder;
import io.millrace.data.BytesBuilder;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.LongBuilder;
import io.millrace.data.MapBuilder;
import io.millrace.data.MillraceException;
import io.millrace.data.RowBuilder;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.source.ReaderContext;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;

/**
 * Makes the values of one column. A value is a function of the seed, the column and the row's number alone (moments,
 * which are relative to now, apart), so that a split can be read from any position.
 */
final class FieldMaker {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int DAYS = 20_000;
    private static final long MILLIS_OF_DAY = 86_400_000L;

    private final DataType type;
    private final FieldSpec spec;
    private final long seed;
    private final Clock clock;
    private final ColumnBuilder builder;
    private final FieldMaker[] parts;

    private FieldMaker(DataType type, FieldSpec spec, long seed, Clock clock, ColumnBuilder builder) {
        this.type = type;
        this.spec = spec;
        this.seed = seed;
        this.clock = clock;
        this.builder = builder;
        this.parts =
                switch (spec) {
                    case FieldSpec.Arrays array ->
                            new FieldMaker[] {
                                part(
                                        ((DataType.Array) type).element(),
                                        array.element(),
                                        1,
                                        ((ArrayBuilder) builder).elements())
                            };
                    case FieldSpec.Maps map ->
                            new FieldMaker[] {
                                part(((DataType.Mapping) type).key(), map.key(), 1, ((MapBuilder) builder).keys()),
                                part(((DataType.Mapping) type).value(), map.value(), 2, ((MapBuilder) builder).items())
                            };
                    case FieldSpec.Rows row -> {
                        FieldMaker[] fields = new FieldMaker[row.fields().size()];
                        for (int i = 0; i < fields.length; i++) {
                            DataType inner = ((DataType.Row) type).fields().get(i).type();
                            fields[i] = part(inner, row.fields().get(i), i + 1, ((RowBuilder) builder).field(i));
                        }
                        yield fields;
                    }
                    default -> new FieldMaker[0];
                };
    }

    static FieldMaker of(DataType type, FieldSpec spec, long seed, ReaderContext.Services services) {
        return new FieldMaker(type, spec, seed, services.clock(), ColumnBuilder.of(type, services.buffers()));
    }

    ColumnBuilder builder() {
        return builder;
    }

    /** Appends the value of a row. */
    void append(long number) {
        long random = mix(seed + number * GOLDEN);
        switch (spec) {
            case FieldSpec.Sequence sequence -> appendSequence(sequence.start() + number);
            case FieldSpec.Numbers numbers -> {
                if (isThere(random, numbers.nullRate())) {
                    appendNumber(numbers.bounds(), mix(random));
                }
            }
            case FieldSpec.Plain plain -> {
                if (isThere(random, plain.nullRate())) {
                    appendPlain(plain, mix(random));
                }
            }
            case FieldSpec.Moments moments -> {
                if (isThere(random, moments.nullRate())) {
                    long past = Math.floorMod(mix(random), moments.maxPastMillis() + 1);
                    ((LongBuilder) builder).append((clock.millis() - past) * (moments.type().unitsPerSecond() / 1_000));
                }
            }
            case FieldSpec.Arrays array -> {
                if (isThere(random, array.nullRate())) {
                    appendParts(random, array.length());
                    ((ArrayBuilder) builder).endRow();
                }
            }
            case FieldSpec.Maps map -> {
                if (isThere(random, map.nullRate())) {
                    appendParts(random, map.length());
                    ((MapBuilder) builder).endRow();
                }
            }
            case FieldSpec.Rows row -> {
                if (isThere(random, row.nullRate())) {
                    for (FieldMaker part : parts) {
                        part.append(number);
                    }
                    ((RowBuilder) builder).endRow();
                }
            }
        }
    }

    /**
     * Spreads every bit over all of them (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
     */
    static long mix(long value) {
        long mixed = value + GOLDEN;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    private FieldMaker part(DataType partType, FieldSpec partSpec, int index, ColumnBuilder into) {
        return new FieldMaker(partType, partSpec, mix(seed + index), clock, into);
    }

    /** Whether the value is not to be missing; where it is, a null is appended. */
    private boolean isThere(long random, double nullRate) {
        boolean there = (random >>> 11) * 0x1p-53 >= nullRate;
        if (!there) {
            builder.appendNull();
        }
        return there;
    }

    private void appendParts(long random, int count) {
        for (int i = 0; i < count; i++) {
            for (FieldMaker part : parts) {
                part.append(mix(random + i) >>> 1);
            }
        }
    }

    private void appendSequence(long value) {
        if (builder instanceof BytesBuilder text) {
            text.append(Long.toString(value));
        } else if (builder instanceof LongBuilder longs && type == DataType.Plain.BIGINT) {
            longs.append(value);
        } else {
            builder.appendValue(type, boxed(BigDecimal.valueOf(value)));
        }
    }

    private void appendNumber(Bounds bounds, long random) {
        if (builder instanceof LongBuilder longs && type == DataType.Plain.BIGINT) {
            long least = bounds.least().setScale(0, RoundingMode.CEILING).longValue();
            long span = bounds.greatest().setScale(0, RoundingMode.FLOOR).longValue() - least + 1;
            longs.append(span == 0 ? random : least + Long.remainderUnsigned(random, span));
            return;
        }
        BigDecimal share = BigDecimal.valueOf((random >>> 11) * 0x1p-53);
        BigDecimal span = bounds.greatest().subtract(bounds.least());
        boolean whole = type == DataType.Plain.TINYINT || type == DataType.Plain.SMALLINT || type == DataType.Plain.INT;
        BigDecimal value = share.multiply(whole ? span.add(BigDecimal.ONE) : span, MathContext.DECIMAL128);
        value = whole ? value.setScale(0, RoundingMode.FLOOR) : value;
        builder.appendValue(type, boxed(bounds.least().add(value)));
    }

    /** A number as the Java value of the type. */
    private Object boxed(BigDecimal value) {
        return switch (type) {
            case DataType.Plain.FLOAT -> value.floatValue();
            case DataType.Plain.DOUBLE -> value.doubleValue();
            case DataType.Decimal decimal -> value.setScale(decimal.scale(), RoundingMode.DOWN);
            default -> value.longValue();
        };
    }

    private void appendPlain(FieldSpec.Plain plain, long random) {
        switch (type) {
            case DataType.Plain.BOOLEAN -> builder.appendValue(type, random < 0);
            case DataType.Plain.DATE -> builder.appendValue(type, LocalDate.ofEpochDay(Math.floorMod(random, DAYS)));
            case DataType.Time time ->
                    builder.appendValue(type, LocalTime.ofNanoOfDay(Math.floorMod(random, MILLIS_OF_DAY) * 1_000_000));
            case DataType.Varchar text -> appendHex(length(plain, text.length(), random), random);
            case DataType.Char text -> appendHex(text.length(), random);
            case DataType.Varbinary bytes -> appendHex(length(plain, bytes.length(), random), random);
            case DataType.Binary bytes -> appendHex(bytes.length(), random);
            case DataType.MonthInterval months -> ((LongBuilder) builder).append(Math.floorMod(random, 1_200));
            case DataType.TimeInterval span ->
                    ((LongBuilder) builder).append(Math.floorMod(random, MILLIS_OF_DAY) * 1_000);
            case DataType.Plain.NULL -> builder.appendNull();
            case DataType other -> throw MillraceException.internal("no random " + other.sql());
        }
    }

    private static int length(FieldSpec.Plain plain, int most, long random) {
        int length = Math.min(plain.length(), most);
        return plain.varies() ? 1 + Math.floorMod(random, Math.max(1, length)) : length;
    }

    private void appendHex(int length, long random) {
        BytesBuilder text = (BytesBuilder) builder;
        byte[] target = text.room(length);
        long digits = 0;
        for (int i = 0; i < length; i++) {
            digits = i % 16 == 0 ? mix(random + i) : digits >>> 4;
            target[text.position() + i] = HEX[(int) digits & 15];
        }
        text.commit(length);
    }
}
