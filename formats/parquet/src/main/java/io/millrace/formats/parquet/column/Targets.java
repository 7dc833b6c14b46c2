package io.millrace.formats.parquet.column;

import io.millrace.data.BufferPool;
import io.millrace.data.ByteBuilder;
import io.millrace.data.BytesBuilder;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.DoubleBuilder;
import io.millrace.data.FloatBuilder;
import io.millrace.data.Int128Builder;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.formats.parquet.column.LongStep.InZone;
import io.millrace.formats.parquet.file.Annotation;
import io.millrace.formats.parquet.file.Node;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses how a stored column becomes one of a type of SQL. Types that hold all values of the stored one are fine; so
 * are narrower whole numbers, decimals and texts, whose values are looked at one by one. Anything else is refused.
 */
final class Targets {
    private static final long SIGNED = -1L;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final BufferPool pool;
    private final ZoneId zone;

    /**
     * @param zone where clocks show moments
     */
    Targets(BufferPool pool, ZoneId zone) {
        this.pool = pool;
        this.zone = zone;
    }

    /** How, or nothing where it cannot be. */
    Optional<ValueTarget> of(Node node, DataType type) {
        Annotation annotation = node.annotation();
        return switch (((Node.Leaf) node.content()).physical()) {
            case BOOLEAN ->
                    type == Plain.BOOLEAN
                            ? Optional.of(new PlainTargets.Booleans(new ByteBuilder(pool)))
                            : Optional.empty();
            case INT32 -> whole(annotation, Integer.SIZE, type);
            case INT64 -> whole(annotation, Long.SIZE, type);
            case INT96 ->
                    type instanceof DataType.Instant instant
                            ? Optional.of(
                                    new LongTargets(
                                            new BytesTargets.JulianMoments(instant),
                                            timestampSteps(instant, true),
                                            new LongBuilder(pool)))
                            : Optional.empty();
            case FLOAT -> floats(type);
            case DOUBLE ->
                    type == Plain.DOUBLE
                            ? Optional.of(new PlainTargets.Doubles(new DoubleBuilder(pool)))
                            : Optional.empty();
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> bytes(annotation, type);
        };
    }

    private Optional<ValueTarget> floats(DataType type) {
        if (type == Plain.FLOAT) {
            return Optional.of(new PlainTargets.Floats(new FloatBuilder(pool)));
        }
        return type == Plain.DOUBLE
                ? Optional.of(new PlainTargets.WidenedFloats(new DoubleBuilder(pool)))
                : Optional.empty();
    }

    private Optional<ValueTarget> whole(Annotation annotation, int bits, DataType type) {
        LongTargets.Source signed = bits == Integer.SIZE ? LongTargets.ints(SIGNED) : LongTargets.LONGS;
        return switch (annotation) {
            case Annotation.None none -> number(new Annotation.Whole(bits, true), bits, type);
            case Annotation.Whole whole -> number(whole, bits, type);
            case Annotation.Date date ->
                    type == Plain.DATE ? Optional.of(new PlainTargets.Ints(new IntBuilder(pool))) : Optional.empty();
            case Annotation.TimeOfDay time ->
                    type instanceof DataType.Time target
                            ? Optional.of(new LongTargets(signed, timeSteps(time, target), new LongBuilder(pool)))
                            : Optional.empty();
            case Annotation.Timestamp stamp ->
                    type instanceof DataType.Instant target ? timestamp(stamp, target) : Optional.empty();
            case Annotation.Decimal decimal -> decimal(signed, decimal.scale(), type);
            case Annotation other -> Optional.empty();
        };
    }

    private Optional<ValueTarget> number(Annotation.Whole whole, int stored, DataType type) {
        if (type instanceof DataType.MonthInterval || type instanceof DataType.TimeInterval) {
            return stored == Long.SIZE ? Optional.of(new PlainTargets.Longs(new LongBuilder(pool))) : Optional.empty();
        }
        LongTargets.Source source =
                stored == Long.SIZE ? LongTargets.LONGS : LongTargets.ints(whole.signed() ? SIGNED : UNSIGNED);
        boolean huge = stored == Long.SIZE && !whole.signed();
        if (type instanceof DataType.Decimal decimal) {
            LongTargets.Wide.Sign sign = huge ? LongTargets.Wide.Sign.UNSIGNED : LongTargets.Wide.Sign.SIGNED;
            return decimal.precision() > DataType.Decimal.LONG_DIGITS
                    ? Optional.of(new LongTargets.Wide(source, sign, 0, decimal, new Int128Builder(pool)))
                    : huge ? Optional.empty() : decimal(source, 0, type);
        }
        if (!(type instanceof Plain plain)) {
            return Optional.empty();
        }
        boolean widest = whole.bits() == stored && whole.signed();
        return switch (plain) {
            case INT ->
                    stored == Integer.SIZE && widest
                            ? Optional.of(new PlainTargets.Ints(new IntBuilder(pool)))
                            : within(source, Integer.MIN_VALUE, Integer.MAX_VALUE, type);
            case TINYINT -> within(source, Byte.MIN_VALUE, Byte.MAX_VALUE, type);
            case SMALLINT -> within(source, Short.MIN_VALUE, Short.MAX_VALUE, type);
            case BIGINT -> {
                List<LongStep> steps = huge ? List.of(new LongStep.Unsigned(type)) : List.of();
                yield Optional.of(
                        stored == Long.SIZE && !huge
                                ? new PlainTargets.Longs(new LongBuilder(pool))
                                : new LongTargets(source, steps, new LongBuilder(pool)));
            }
            case DOUBLE ->
                    stored == Integer.SIZE
                            ? Optional.of(new LongTargets(source, List.of(), new DoubleBuilder(pool)))
                            : Optional.empty();
            case BOOLEAN, FLOAT, DATE, NULL -> Optional.empty();
        };
    }

    private Optional<ValueTarget> within(LongTargets.Source source, long least, long most, DataType type) {
        return Optional.of(
                new LongTargets(source, List.of(new LongStep.Within(least, most, type)), new IntBuilder(pool)));
    }

    private Optional<ValueTarget> decimal(LongTargets.Source source, int scale, DataType type) {
        if (!(type instanceof DataType.Decimal decimal) || scale > decimal.scale()) {
            return Optional.empty();
        }
        return Optional.of(
                decimal.precision() > DataType.Decimal.LONG_DIGITS
                        ? new LongTargets.Wide(
                                source, LongTargets.Wide.Sign.SIGNED, scale, decimal, new Int128Builder(pool))
                        : new LongTargets(
                                source, List.of(new LongStep.Rescaled(scale, decimal)), new LongBuilder(pool)));
    }

    private static List<LongStep> timeSteps(Annotation.TimeOfDay time, DataType.Time type) {
        long nanos = 1_000_000_000L;
        List<LongStep> steps = new ArrayList<>();
        steps.add(new LongStep.Times(nanos / time.unit().perSecond(), type));
        cut(steps, LongStep.coarseness(type.precision(), nanos), type);
        steps.add(new LongStep.Within(0, 86_400L * nanos - 1, type));
        return steps;
    }

    private Optional<ValueTarget> timestamp(Annotation.Timestamp stamp, DataType.Instant type) {
        long units = stamp.unit().perSecond();
        List<LongStep> steps = new ArrayList<>();
        if (units != type.unitsPerSecond()) {
            steps.add(LongStep.units(units, type.unitsPerSecond(), type));
        }
        steps.addAll(timestampSteps(type, stamp.utc()));
        return Optional.of(
                steps.isEmpty()
                        ? new PlainTargets.Longs(new LongBuilder(pool))
                        : new LongTargets(LongTargets.LONGS, steps, new LongBuilder(pool)));
    }

    /** From the type's units on: the zone, and the digits that the type has. */
    private List<LongStep> timestampSteps(DataType.Instant type, boolean moments) {
        List<LongStep> steps = new ArrayList<>();
        boolean wantsMoments = type instanceof DataType.TimestampLtz;
        if (moments != wantsMoments && !zone.normalized().equals(java.time.ZoneOffset.UTC)) {
            InZone.Direction direction = moments ? InZone.Direction.TO_CLOCK : InZone.Direction.TO_MOMENT;
            steps.add(new InZone(zone, type.unitsPerSecond(), direction));
        }
        cut(steps, LongStep.coarseness(type.precision(), type.unitsPerSecond()), type);
        return steps;
    }

    private static void cut(List<LongStep> steps, long coarseness, DataType type) {
        if (coarseness > 1) {
            steps.add(new LongStep.DividedBy(coarseness));
            steps.add(new LongStep.Times(coarseness, type));
        }
    }

    private Optional<ValueTarget> bytes(Annotation annotation, DataType type) {
        return switch (annotation) {
            case Annotation.Decimal decimal ->
                    type instanceof DataType.Decimal target && decimal.scale() <= target.scale()
                            ? Optional.of(new OneByOne(new BytesTargets.WideDecimals(decimal.scale(), target, pool)))
                            : Optional.empty();
            case Annotation.Uuid uuid when type.equals(DataType.STRING) ->
                    Optional.of(new OneByOne(new BytesTargets.Uuids(new BytesBuilder(pool))));
            case Annotation.Half half when type == Plain.FLOAT ->
                    Optional.of(new OneByOne(new BytesTargets.Halves(new FloatBuilder(pool))));
            case Annotation.Half half when type == Plain.DOUBLE ->
                    Optional.of(new OneByOne(new BytesTargets.Halves(new DoubleBuilder(pool))));
            case Annotation other -> text(type);
        };
    }

    private Optional<ValueTarget> text(DataType type) {
        return switch (type) {
            case DataType.Varchar text when text.length() == DataType.Varchar.UNBOUNDED ->
                    Optional.of(new BytesTargets.Texts(new BytesBuilder(pool)));
            case DataType.Varchar text ->
                    Optional.of(new OneByOne(new BytesTargets.BoundedTexts(new BytesBuilder(pool), text)));
            case DataType.Char text ->
                    Optional.of(new OneByOne(new BytesTargets.BoundedTexts(new BytesBuilder(pool), text)));
            case DataType.Varbinary bytes -> Optional.of(new BytesTargets.Binaries(new BytesBuilder(pool), bytes));
            case DataType.Binary bytes -> Optional.of(new BytesTargets.Binaries(new BytesBuilder(pool), bytes));
            default -> Optional.empty();
        };
    }
}
