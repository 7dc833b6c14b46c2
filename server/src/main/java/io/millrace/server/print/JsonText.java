package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.Column.ArrayColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.DoubleColumn;
import io.millrace.data.Column.FloatColumn;
import io.millrace.data.Column.MapColumn;
import io.millrace.data.Column.RowColumn;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.data.ValueText;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/**
 * An object a line. Numbers and booleans are JSON's; what JSON has no form for (dates, intervals, bytes, NaN) is text.
 * Arrays are arrays; rows and maps are objects, a map's keys being text.
 */
final class JsonText implements RowText {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final ZoneId zone;
    private final Operations operations;
    private final DataType[] types;
    private final byte[][] names;

    JsonText(Schema schema, ZoneId zone, Operations operations) {
        this.zone = zone;
        this.operations = operations;
        this.types = schema.types().toArray(DataType[]::new);
        this.names = new byte[types.length][];
        for (int i = 0; i < types.length; i++) {
            ByteSink name = new ByteSink();
            text(schema.field(i).name(), name);
            name.writeByte(':');
            names[i] = name.toBytes();
        }
    }

    @Override
    public void header(ByteSink sink) {}

    @Override
    public void rows(Batch batch, int from, ByteSink sink) {
        for (int row = from; row < batch.size(); row++) {
            int position = batch.position(row);
            int weight = batch.weightAt(position);
            int start = sink.size();
            sink.writeByte('{');
            if (operations == Operations.SHOWN) {
                sink.writeAscii("\"op\":\"");
                sink.writeAscii(RowText.operation(weight));
                sink.writeAscii(types.length == 0 ? "\"" : "\",");
            }
            for (int i = 0; i < types.length; i++) {
                if (i > 0) {
                    sink.writeByte(',');
                }
                sink.write(names[i], 0, names[i].length);
                value(batch.column(i), types[i], position, sink);
            }
            sink.writeAscii("}\n");
            RowText.repeat(sink, start, weight);
        }
    }

    private void value(Column column, DataType type, int row, ByteSink sink) {
        if (column.isNull(row)) {
            sink.writeAscii("null");
            return;
        }
        switch (column) {
            case DictionaryColumn dictionary -> value(dictionary.dictionary(), type, dictionary.indices()[row], sink);
            case ConstantColumn constant -> value(constant.value(), type, 0, sink);
            case ArrayColumn array -> array(array, ((DataType.Array) type).element(), row, sink);
            case MapColumn map -> map(map, (DataType.Mapping) type, row, sink);
            case RowColumn fields -> object(fields, ((DataType.Row) type).fields(), row, sink);
            case FloatColumn floats -> scalar(column, type, row, isFinite(floats.values()[row]), sink);
            case DoubleColumn doubles -> scalar(column, type, row, isFinite(doubles.values()[row]), sink);
            case Column plain -> scalar(plain, type, row, isBare(type), sink);
        }
    }

    private void array(ArrayColumn array, DataType element, int row, ByteSink sink) {
        sink.writeByte('[');
        for (int i = array.offsets()[row]; i < array.offsets()[row + 1]; i++) {
            separate(i > array.offsets()[row], sink);
            value(array.elements(), element, i, sink);
        }
        sink.writeByte(']');
    }

    private void map(MapColumn map, DataType.Mapping mapping, int row, ByteSink sink) {
        sink.writeByte('{');
        for (int i = map.offsets()[row]; i < map.offsets()[row + 1]; i++) {
            separate(i > map.offsets()[row], sink);
            scalar(map.keys(), mapping.key(), i, false, sink);
            sink.writeByte(':');
            value(map.items(), mapping.value(), i, sink);
        }
        sink.writeByte('}');
    }

    private void object(RowColumn row, List<Field> fields, int position, ByteSink sink) {
        sink.writeByte('{');
        for (int i = 0; i < fields.size(); i++) {
            separate(i > 0, sink);
            text(fields.get(i).name(), sink);
            sink.writeByte(':');
            value(row.fields()[i], fields.get(i).type(), position, sink);
        }
        sink.writeByte('}');
    }

    private void scalar(Column column, DataType type, int row, boolean bare, ByteSink sink) {
        if (bare) {
            ValueText.append(column, type, row, zone, sink);
            return;
        }
        sink.writeByte('"');
        int start = sink.size();
        ValueText.append(column, type, row, zone, sink);
        escapeFrom(sink, start);
        sink.writeByte('"');
    }

    private static boolean isFinite(double value) {
        return Math.abs(value) <= Double.MAX_VALUE;
    }

    /** Whether the text of a value is JSON as it stands. */
    private static boolean isBare(DataType type) {
        return switch (type) {
            case DataType.Plain plain -> plain != DataType.Plain.DATE;
            case DataType.Decimal decimal -> true;
            case DataType other -> false;
        };
    }

    private static void text(String value, ByteSink sink) {
        sink.writeByte('"');
        int start = sink.size();
        sink.write(value);
        escapeFrom(sink, start);
        sink.writeByte('"');
    }

    private static void escapeFrom(ByteSink sink, int start) {
        byte[] bytes = sink.array();
        for (int i = start; i < sink.size(); i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                byte[] rest = Arrays.copyOfRange(bytes, i, sink.size());
                sink.truncate(i);
                escape(rest, sink);
                return;
            }
        }
    }

    private static void escape(byte[] plain, ByteSink sink) {
        for (byte b : plain) {
            switch (b) {
                case '"' -> sink.writeAscii("\\\"");
                case '\\' -> sink.writeAscii("\\\\");
                case '\n' -> sink.writeAscii("\\n");
                case '\r' -> sink.writeAscii("\\r");
                case '\t' -> sink.writeAscii("\\t");
                default -> {
                    if (b >= 0 && b < ' ') {
                        sink.writeAscii("\\u00");
                        sink.writeByte(HEX[b >> 4]);
                        sink.writeByte(HEX[b & 15]);
                    } else {
                        sink.writeByte(b);
                    }
                }
            }
        }
    }

    private static void separate(boolean needed, ByteSink sink) {
        if (needed) {
            sink.writeByte(',');
        }
    }
}
