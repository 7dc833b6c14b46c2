package io.millrace.data;

import io.millrace.data.Column.ArrayColumn;
import io.millrace.data.Column.ByteColumn;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.DoubleColumn;
import io.millrace.data.Column.FloatColumn;
import io.millrace.data.Column.Int128Column;
import io.millrace.data.Column.IntColumn;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Column.MapColumn;
import io.millrace.data.Column.RowColumn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of columns as Java objects and back. For tests, literals and printing: it allocates. */
final class JavaValues {

    private JavaValues() {}

    static @Nullable Object value(Column column, DataType type, int row) {
        if (column.isNull(row)) {
            return null;
        }
        return switch (column) {
            case DictionaryColumn dictionary -> value(dictionary.dictionary(), type, dictionary.indices()[row]);
            case ConstantColumn constant -> value(constant.value(), type, 0);
            case ByteColumn bytes -> bytes.values()[row] != 0;
            case IntColumn ints -> ofInt(type, ints.values()[row]);
            case LongColumn longs -> ofLong(type, longs.values()[row]);
            case FloatColumn floats -> floats.values()[row];
            case DoubleColumn doubles -> doubles.values()[row];
            case Int128Column wide ->
                    Decimals.toBigDecimal(wide.high()[row], wide.low()[row], ((DataType.Decimal) type).scale());
            case BytesColumn bytes -> {
                byte[] value = Arrays.copyOfRange(bytes.data(), bytes.offsets()[row], bytes.offsets()[row + 1]);
                yield type instanceof DataType.Varbinary || type instanceof DataType.Binary
                        ? value
                        : new String(value, StandardCharsets.UTF_8);
            }
            case ArrayColumn array -> {
                DataType element = ((DataType.Array) type).element();
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = array.offsets()[row]; i < array.offsets()[row + 1]; i++) {
                    values.add(value(array.elements(), element, i));
                }
                yield values;
            }
            case MapColumn map -> {
                DataType.Mapping mapping = (DataType.Mapping) type;
                Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
                for (int i = map.offsets()[row]; i < map.offsets()[row + 1]; i++) {
                    values.put(value(map.keys(), mapping.key(), i), value(map.items(), mapping.value(), i));
                }
                yield values;
            }
            case RowColumn rows -> {
                List<Field> fields = ((DataType.Row) type).fields();
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 0; i < fields.size(); i++) {
                    values.add(value(rows.fields()[i], fields.get(i).type(), row));
                }
                yield values;
            }
        };
    }

    private static Object ofInt(DataType type, int value) {
        return switch (type) {
            case DataType.Plain.TINYINT -> (byte) value;
            case DataType.Plain.SMALLINT -> (short) value;
            case DataType.Plain.DATE -> LocalDate.ofEpochDay(value);
            case DataType other -> value;
        };
    }

    private static Object ofLong(DataType type, long value) {
        return switch (type) {
            case DataType.Decimal decimal -> BigDecimal.valueOf(value, decimal.scale());
            case DataType.Time time -> LocalTime.ofNanoOfDay(value);
            case DataType.Timestamp timestamp -> LocalDateTime.ofInstant(instant(timestamp, value), ZoneOffset.UTC);
            case DataType.TimestampLtz timestamp -> instant(timestamp, value);
            case DataType.MonthInterval interval -> Period.of(Math.toIntExact(value / 12), (int) (value % 12), 0);
            case DataType.TimeInterval interval ->
                    Duration.ofSeconds(Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1_000);
            case DataType other -> value;
        };
    }

    private static java.time.Instant instant(DataType.Instant type, long value) {
        long units = type.unitsPerSecond();
        return java.time.Instant.ofEpochSecond(
                Math.floorDiv(value, units), Math.floorMod(value, units) * (1_000_000_000L / units));
    }

    private static long units(DataType.Instant type, java.time.Instant value) {
        long units = type.unitsPerSecond();
        return Math.addExact(
                Math.multiplyExact(value.getEpochSecond(), units), value.getNano() / (1_000_000_000L / units));
    }

    static void append(ColumnBuilder builder, DataType type, @Nullable Object value) {
        if (value == null) {
            builder.appendNull();
            return;
        }
        switch (builder) {
            case ByteBuilder bytes -> bytes.append((boolean) value);
            case IntBuilder ints ->
                    ints.append(
                            value instanceof LocalDate date
                                    ? Math.toIntExact(date.toEpochDay())
                                    : ((Number) value).intValue());
            case LongBuilder longs -> longs.append(toLong(type, value));
            case FloatBuilder floats -> floats.append(((Number) value).floatValue());
            case DoubleBuilder doubles -> doubles.append(((Number) value).doubleValue());
            case Int128Builder wide -> {
                DataType.Decimal decimal = (DataType.Decimal) type;
                Int128 result = new Int128();
                if (!Decimals.unscaled(toBigDecimal(value), decimal.precision(), decimal.scale(), result)) {
                    throw tooLarge(type, value);
                }
                wide.append(result);
            }
            case BytesBuilder bytes -> {
                byte[] data = value instanceof byte[] raw ? raw : value.toString().getBytes(StandardCharsets.UTF_8);
                bytes.append(data, 0, data.length);
            }
            case ArrayBuilder array -> {
                DataType element = ((DataType.Array) type).element();
                for (Object item : (List<?>) value) {
                    append(array.elements(), element, item);
                }
                array.endRow();
            }
            case MapBuilder map -> {
                DataType.Mapping mapping = (DataType.Mapping) type;
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    append(map.keys(), mapping.key(), entry.getKey());
                    append(map.items(), mapping.value(), entry.getValue());
                }
                map.endRow();
            }
            case RowBuilder row -> {
                List<Field> fields = ((DataType.Row) type).fields();
                for (int i = 0; i < fields.size(); i++) {
                    append(row.field(i), fields.get(i).type(), ((List<?>) value).get(i));
                }
                row.endRow();
            }
        }
    }

    private static long toLong(DataType type, Object value) {
        if (type instanceof DataType.Decimal decimal) {
            long unscaled = Decimals.unscaled(toBigDecimal(value), decimal.precision(), decimal.scale());
            if (unscaled == Decimals.OVERFLOW) {
                throw tooLarge(type, value);
            }
            return unscaled;
        }
        return switch (value) {
            case LocalTime time -> time.toNanoOfDay();
            case LocalDateTime timestamp -> units((DataType.Instant) type, timestamp.toInstant(ZoneOffset.UTC));
            case java.time.Instant moment -> units((DataType.Instant) type, moment);
            case Period period -> period.toTotalMonths();
            case Duration duration ->
                    Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
            default -> ((Number) value).longValue();
        };
    }

    private static BigDecimal toBigDecimal(Object value) {
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    }

    private static MillraceException tooLarge(DataType type, Object value) {
        return MillraceException.user("value-out-of-range", value + " does not fit " + type.sql());
    }
}
