package io.millrace.formats.text;

import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.Column.ArrayColumn;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.DoubleColumn;
import io.millrace.data.Column.FloatColumn;
import io.millrace.data.Column.MapColumn;
import io.millrace.data.Column.RowColumn;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes values of any type as JSON. */
final class JsonValueWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ValueWriter values;
    private final ByteSink key = new ByteSink();

    /**
     * @param separator what stands between date and time
     */
    JsonValueWriter(char separator) {
        this.values = new ValueWriter(separator);
    }

    /** Writes the value of a row, {@code null} included. */
    void write(DataType type, Column column, int row, ByteSink sink) {
        if (column.isNull(row)) {
            sink.write("null");
            return;
        }
        switch (column) {
            case Column.DictionaryColumn dictionary ->
                    write(type, dictionary.dictionary(), dictionary.indices()[row], sink);
            case Column.ConstantColumn constant -> write(type, constant.value(), 0, sink);
            case ArrayColumn array -> writeArray((DataType.Array) type, array, row, sink);
            case MapColumn map -> writeMap((DataType.Mapping) type, map, row, sink);
            case RowColumn nested -> writeRow((DataType.Row) type, nested, row, sink);
            case BytesColumn text when type instanceof DataType.Varchar || type instanceof DataType.Char ->
                    writeString(text.data(), text.offsets()[row], text.offsets()[row + 1], sink);
            case Column plain -> writePlain(type, plain, row, sink);
        }
    }

    /** Writes a text in quotes. */
    static void writeString(byte[] data, int start, int end, ByteSink sink) {
        sink.writeByte('"');
        int from = start;
        for (int at = start; at < end; at++) {
            byte b = data[at];
            if (b >= 0 && b < ' ' || b == '"' || b == '\\') {
                sink.write(data, from, at);
                writeEscape(b, sink);
                from = at + 1;
            }
        }
        sink.write(data, from, end);
        sink.writeByte('"');
    }

    private static void writeEscape(byte b, ByteSink sink) {
        sink.writeByte('\\');
        switch (b) {
            case '"', '\\' -> sink.writeByte(b);
            case '\n' -> sink.writeByte('n');
            case '\r' -> sink.writeByte('r');
            case '\t' -> sink.writeByte('t');
            default -> {
                sink.write("u00");
                sink.writeByte(HEX[b >> 4]);
                sink.writeByte(HEX[b & 15]);
            }
        }
    }

    private void writePlain(DataType type, Column column, int row, ByteSink sink) {
        if (isBare(type, column, row)) {
            values.write(type, column, row, sink);
        } else {
            sink.writeByte('"');
            values.write(type, column, row, sink);
            sink.writeByte('"');
        }
    }

    /** Numbers and truth values stand without quotes; what JSON has no number for stands in quotes. */
    private static boolean isBare(DataType type, Column column, int row) {
        return switch (column) {
            case DoubleColumn doubles -> Double.isFinite(doubles.values()[row]);
            case FloatColumn floats -> Float.isFinite(floats.values()[row]);
            default ->
                    type instanceof DataType.Decimal
                            || type instanceof DataType.MonthInterval
                            || type instanceof DataType.TimeInterval
                            || type instanceof Plain plain && plain != Plain.DATE;
        };
    }

    private void writeArray(DataType.Array type, ArrayColumn array, int row, ByteSink sink) {
        sink.writeByte('[');
        for (int i = array.offsets()[row]; i < array.offsets()[row + 1]; i++) {
            if (i > array.offsets()[row]) {
                sink.writeByte(',');
            }
            write(type.element(), array.elements(), i, sink);
        }
        sink.writeByte(']');
    }

    private void writeMap(DataType.Mapping type, MapColumn map, int row, ByteSink sink) {
        Column keys = Columns.flat(map.keys(), BufferPool.HEAP);
        sink.writeByte('{');
        for (int i = map.offsets()[row]; i < map.offsets()[row + 1]; i++) {
            if (i > map.offsets()[row]) {
                sink.writeByte(',');
            }
            key.reset();
            values.write(type.key(), keys, i, key);
            writeString(key.array(), 0, key.size(), sink);
            sink.writeByte(':');
            write(type.value(), map.items(), i, sink);
        }
        sink.writeByte('}');
        keys.release();
    }

    private void writeRow(DataType.Row type, RowColumn rows, int row, ByteSink sink) {
        List<Field> fields = type.fields();
        sink.writeByte('{');
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                sink.writeByte(',');
            }
            byte[] name = fields.get(i).name().getBytes(StandardCharsets.UTF_8);
            writeString(name, 0, name.length, sink);
            sink.writeByte(':');
            write(fields.get(i).type(), rows.fields()[i], row, sink);
        }
        sink.writeByte('}');
    }
}
