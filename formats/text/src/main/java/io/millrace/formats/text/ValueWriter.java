package io.millrace.formats.text;

import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.Column.ByteColumn;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.DoubleColumn;
import io.millrace.data.Column.FloatColumn;
import io.millrace.data.Column.Int128Column;
import io.millrace.data.Column.IntColumn;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.DataType;
import io.millrace.data.Decimals;
import io.millrace.data.MillraceException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes the values of the types that are not nested as plain text, without quotes around them. The columns are flat, the values
 * not null.
 */
final class ValueWriter {
    /** What stands between date and time. */
    private final char separator;

    ValueWriter(char separator) {
        this.separator = separator;
    }

    void write(DataType type, Column column, int row, ByteSink sink) {
        switch (type) {
            case DataType.Plain plain -> plain(plain, column, row, sink);
            case DataType.Decimal decimal -> decimal(decimal, column, row, sink);
            case DataType.Varchar text -> bytes((BytesColumn) column, row, sink);
            case DataType.Char text -> bytes((BytesColumn) column, row, sink);
            case DataType.Varbinary bytes -> base64((BytesColumn) column, row, sink);
            case DataType.Binary bytes -> base64((BytesColumn) column, row, sink);
            case DataType.Time time -> time(((LongColumn) column).values()[row], time.precision(), sink);
            case DataType.Instant instant -> moment(instant, ((LongColumn) column).values()[row], sink);
            case DataType.MonthInterval months -> whole(((LongColumn) column).values()[row], sink);
            case DataType.TimeInterval time -> whole(((LongColumn) column).values()[row] / 1_000, sink);
            case DataType.Array array -> throw nested(array);
            case DataType.Mapping map -> throw nested(map);
            case DataType.Row nested -> throw nested(nested);
        }
    }

    private static MillraceException nested(DataType type) {
        return MillraceException.internal(type.sql() + " is written as JSON");
    }

    private static void plain(DataType.Plain type, Column column, int row, ByteSink sink) {
        switch (type) {
            case BOOLEAN, NULL -> sink.write(((ByteColumn) column).values()[row] != 0 ? "true" : "false");
            case TINYINT, SMALLINT, INT -> whole(((IntColumn) column).values()[row], sink);
            case BIGINT -> whole(((LongColumn) column).values()[row], sink);
            case FLOAT -> sink.write(Float.toString(((FloatColumn) column).values()[row]));
            case DOUBLE -> sink.write(Double.toString(((DoubleColumn) column).values()[row]));
            case DATE -> sink.write(LocalDate.ofEpochDay(((IntColumn) column).values()[row]).toString());
        }
    }

    static void whole(long value, ByteSink sink) {
        if (value == Long.MIN_VALUE) {
            sink.write("-9223372036854775808");
            return;
        }
        byte[] target = sink.room(20);
        long rest = Math.abs(value);
        int length = value < 0 ? 1 : 0;
        for (long power = 1; length < 20; power *= 10) {
            length++;
            if (rest / power < 10) {
                break;
            }
        }
        for (int at = sink.size() + length - 1; rest != 0 || at == sink.size() + length - 1; at--) {
            target[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        if (value < 0) {
            target[sink.size()] = '-';
        }
        sink.advance(length);
    }

    private static void decimal(DataType.Decimal type, Column column, int row, ByteSink sink) {
        sink.write(switch (column) {
            case LongColumn words ->
                Decimals.toBigDecimal(words.values()[row], type.scale()).toPlainString();
            case Int128Column words ->
                Decimals.toBigDecimal(words.high()[row], words.low()[row], type.scale()).toPlainString();
            default -> throw MillraceException.internal("a decimal in a " + column.getClass().getSimpleName());
        });
    }

    private static void bytes(BytesColumn column, int row, ByteSink sink) {
        sink.write(column.data(), column.offsets()[row], column.offsets()[row + 1]);
    }

    private static void base64(BytesColumn column, int row, ByteSink sink) {
        int start = column.offsets()[row];
        byte[] value = Arrays.copyOfRange(column.data(), start, column.offsets()[row + 1]);
        sink.write(Base64.getEncoder().encodeToString(value));
    }

    private void moment(DataType.Instant type, long value, ByteSink sink) {
        long units = type.unitsPerSecond();
        long seconds = Math.floorDiv(value, units);
        int nanos = (int) (Math.floorMod(value, units) * (1_000_000_000L / units));
        boolean local = type instanceof DataType.TimestampLtz;
        LocalDateTime clock = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        sink.write(clock.toLocalDate().toString());
        sink.writeByte(separator);
        time(clock.toLocalTime().toSecondOfDay() * 1_000_000_000L + nanos, type.precision(), sink);
        if (local) {
            sink.writeByte('Z');
        }
    }

    private static void time(long nanosOfDay, int precision, ByteSink sink) {
        int seconds = (int) (nanosOfDay / 1_000_000_000L);
        two(seconds / 3600, sink);
        sink.writeByte(':');
        two(seconds / 60 % 60, sink);
        sink.writeByte(':');
        two(seconds % 60, sink);
        long rest = nanosOfDay % 1_000_000_000L;
        int digits = precision;
        if (digits > 0) {
            sink.writeByte('.');
        }
        for (long power = 100_000_000L; digits > 0; digits--, power /= 10) {
            sink.writeByte('0' + (int) (rest / power % 10));
        }
    }

    private static void two(int value, ByteSink sink) {
        sink.writeByte('0' + value / 10);
        sink.writeByte('0' + value % 10);
    }
}
