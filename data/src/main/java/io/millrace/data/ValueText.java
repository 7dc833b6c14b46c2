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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Values as text, in UTF-8, for files and people, and back.
 *
 * <p>Booleans are {@code true} and {@code false}; decimals are plain and show their whole scale; floating-point numbers
 * are the shortest text that reads as the same number, as Java has it; dates are {@code 2024-01-31}, times {@code
 * 12:00:00.123} and timestamps {@code 2024-01-31 12:00:00.123}, with as many digits as their type has; a moment
 * (TIMESTAMP_LTZ) ends with {@code Z}, or is shown in a zone and then ends with nothing; text is itself and bytes are
 * hexadecimal; intervals are {@code +1-02} (years, months) and {@code +3 04:05:06.789000} (days and time). Arrays are
 * {@code [a, b]}, rows {@code (a, b)} and maps {@code {k=v}}. A null is {@code NULL}; who writes nulls otherwise asks
 * first.
 */
public final class ValueText {

    /** What came of reading a value. Only after {@link #OK} was something appended. */
    public enum Outcome {
        OK,
        /** The text is not of the form that the type has. */
        MALFORMED,
        /** The form is right, but the value does not fit the type. */
        OUT_OF_RANGE,
        /** Values of this type are not read from text. */
        UNSUPPORTED
    }

    private ValueText() {}

    /** Appends the text of one value; a moment in UTC, with a {@code Z}. */
    public static void append(Column column, DataType type, int row, ByteSink sink) {
        append(column, type, row, ZoneOffset.UTC, Zone.MARKED, sink);
    }

    /** Appends the text of one value; a moment as the date and time that it is in this zone. */
    public static void append(Column column, DataType type, int row, ZoneId zone, ByteSink sink) {
        append(column, type, row, zone, Zone.UNMARKED, sink);
    }

    /**
     * Reads one value from the bytes from {@code start} up to {@code end} and appends it. Numbers and dates may have
     * spaces around them. Text is taken as it is, whatever its length. Digits of a second beyond the type's are
     * dropped; digits of a decimal beyond its scale are rounded. A moment without {@code Z} or offset is taken as UTC.
     */
    public static Outcome parse(byte[] data, int start, int end, DataType type, ColumnBuilder builder) {
        return ValueParser.parse(data, start, end, type, builder);
    }

    /** Whether moments end with a Z. */
    private enum Zone {
        MARKED,
        UNMARKED
    }

    private static void append(Column column, DataType type, int row, ZoneId zone, Zone mark, ByteSink sink) {
        if (column.isNull(row)) {
            sink.writeAscii("NULL");
            return;
        }
        switch (column) {
            case DictionaryColumn dictionary ->
                    append(dictionary.dictionary(), type, dictionary.indices()[row], zone, mark, sink);
            case ConstantColumn constant -> append(constant.value(), type, 0, zone, mark, sink);
            case ByteColumn bytes -> sink.writeAscii(bytes.values()[row] != 0 ? "true" : "false");
            case IntColumn ints -> appendInt(ints.values()[row], type, sink);
            case LongColumn longs -> appendLong(longs.values()[row], type, zone, mark, sink);
            case FloatColumn floats -> sink.writeAscii(Float.toString(floats.values()[row]));
            case DoubleColumn doubles -> NumberText.append(doubles.values()[row], sink);
            case Int128Column wide ->
                    NumberText.append(wide.high()[row], wide.low()[row], ((DataType.Decimal) type).scale(), sink);
            case BytesColumn bytes -> appendBytes(bytes, type, row, sink);
            case ArrayColumn array -> {
                DataType element = ((DataType.Array) type).element();
                sink.writeByte('[');
                for (int i = array.offsets()[row]; i < array.offsets()[row + 1]; i++) {
                    separate(i > array.offsets()[row], sink);
                    append(array.elements(), element, i, zone, mark, sink);
                }
                sink.writeByte(']');
            }
            case MapColumn map -> {
                DataType.Mapping mapping = (DataType.Mapping) type;
                sink.writeByte('{');
                for (int i = map.offsets()[row]; i < map.offsets()[row + 1]; i++) {
                    separate(i > map.offsets()[row], sink);
                    append(map.keys(), mapping.key(), i, zone, mark, sink);
                    sink.writeByte('=');
                    append(map.items(), mapping.value(), i, zone, mark, sink);
                }
                sink.writeByte('}');
            }
            case RowColumn rows -> {
                List<Field> fields = ((DataType.Row) type).fields();
                sink.writeByte('(');
                for (int i = 0; i < fields.size(); i++) {
                    separate(i > 0, sink);
                    append(rows.fields()[i], fields.get(i).type(), row, zone, mark, sink);
                }
                sink.writeByte(')');
            }
        }
    }

    private static void appendInt(int value, DataType type, ByteSink sink) {
        if (type == DataType.Plain.DATE) {
            TimeText.appendDate(value, sink);
        } else {
            NumberText.append(value, sink);
        }
    }

    private static void appendLong(long value, DataType type, ZoneId zone, Zone mark, ByteSink sink) {
        switch (type) {
            case DataType.Decimal decimal -> NumberText.append(value, decimal.scale(), sink);
            case DataType.Time time -> TimeText.appendTime(value, time.precision(), sink);
            case DataType.Timestamp timestamp ->
                    TimeText.appendTimestamp(value, timestamp.unitsPerSecond(), timestamp.precision(), sink);
            case DataType.TimestampLtz moment -> {
                long units = moment.unitsPerSecond();
                long local = mark == Zone.MARKED ? value : TimeText.atZone(value, units, zone);
                TimeText.appendTimestamp(local, units, moment.precision(), sink);
                if (mark == Zone.MARKED) {
                    sink.writeByte('Z');
                }
            }
            case DataType.MonthInterval months -> TimeText.appendMonths(value, sink);
            case DataType.TimeInterval interval -> TimeText.appendInterval(value, sink);
            case DataType other -> NumberText.append(value, sink);
        }
    }

    private static void appendBytes(BytesColumn column, DataType type, int row, ByteSink sink) {
        int start = column.offsets()[row];
        int end = column.offsets()[row + 1];
        if (type instanceof DataType.Varbinary || type instanceof DataType.Binary) {
            NumberText.appendHex(column.data(), start, end, sink);
        } else {
            sink.write(column.data(), start, end);
        }
    }

    private static void separate(boolean needed, ByteSink sink) {
        if (needed) {
            sink.writeAscii(", ");
        }
    }
}
