package io.millrace.formats.text;

import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.DataType;
import io.millrace.data.ValueText;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes the values of the types that are not nested, without quotes around them: as {@link ValueText} does, but bytes
 * as Base64 and intervals as numbers of months or milliseconds. The columns are flat, the values not null.
 */
final class ValueWriter {
    /** Where the space between date and time stands in text that begins with four digits of a year. */
    private static final int SEPARATOR = 10;

    /** What stands between date and time. */
    private final char separator;

    ValueWriter(char separator) {
        this.separator = separator;
    }

    void write(DataType type, Column column, int row, ByteSink sink) {
        switch (type) {
            case DataType.Varbinary bytes -> base64((BytesColumn) column, row, sink);
            case DataType.Binary bytes -> base64((BytesColumn) column, row, sink);
            case DataType.Instant instant -> {
                int start = sink.size();
                ValueText.append(column, instant, row, sink);
                for (int at = start + SEPARATOR; separator != ' ' && at < sink.size(); at++) {
                    if (sink.array()[at] == ' ') {
                        sink.array()[at] = (byte) separator;
                    }
                }
            }
            case DataType.MonthInterval months -> ValueText.append(column, DataType.Plain.BIGINT, row, sink);
            case DataType.TimeInterval time -> sink.write(Long.toString(((LongColumn) column).values()[row] / 1_000));
            case DataType other -> ValueText.append(column, other, row, sink);
        }
    }

    private static void base64(BytesColumn column, int row, ByteSink sink) {
        byte[] value = Arrays.copyOfRange(column.data(), column.offsets()[row], column.offsets()[row + 1]);
        sink.write(Base64.getEncoder().encodeToString(value));
    }
}
