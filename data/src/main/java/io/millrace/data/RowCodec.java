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

/**
 * Single values as bytes, for rows that are kept apart from columns. A value is a byte that is 0 for null and 1
 * otherwise, then the value: its fixed width little-endian, or a length and the bytes, or a count and the elements, or
 * the fields. Equal values have equal bytes (−0 is written as 0 and every NaN as the same one), so bytes may stand for
 * keys; their order means nothing.
 */
public final class RowCodec {

    private RowCodec() {}

    /** Appends the row at this position of a batch, by the columns at these indices. */
    public static void encode(Batch batch, int[] columns, int position, ByteSink sink) {
        for (int index : columns) {
            encode(batch.column(index), position, sink);
        }
    }

    /** Appends one value. */
    public static void encode(Column column, int row, ByteSink sink) {
        if (column.isNull(row)) {
            sink.writeByte(0);
            return;
        }
        switch (column) {
            case DictionaryColumn dictionary -> encode(dictionary.dictionary(), dictionary.indices()[row], sink);
            case ConstantColumn constant -> encode(constant.value(), 0, sink);
            case Column flat -> {
                sink.writeByte(1);
                encodeValue(flat, row, sink);
            }
        }
    }

    /** Reads one value and appends it to the builder, which is of the type it was written from. */
    public static void decode(ByteCursor cursor, ColumnBuilder builder) {
        if (cursor.readByte() == 0) {
            builder.appendNull();
            return;
        }
        switch (builder) {
            case ByteBuilder bytes -> bytes.append(cursor.readByte());
            case IntBuilder ints -> ints.append(cursor.readInt());
            case LongBuilder longs -> longs.append(cursor.readLong());
            case FloatBuilder floats -> floats.append(Float.intBitsToFloat(cursor.readInt()));
            case DoubleBuilder doubles -> doubles.append(Double.longBitsToDouble(cursor.readLong()));
            case Int128Builder wide -> {
                long high = cursor.readLong();
                wide.append(high, cursor.readLong());
            }
            case BytesBuilder bytes -> {
                int length = cursor.readInt();
                int start = cursor.skip(length);
                bytes.append(cursor.data(), start, start + length);
            }
            case ArrayBuilder array -> {
                int length = cursor.readInt();
                for (int i = 0; i < length; i++) {
                    decode(cursor, array.elements());
                }
                array.endRow();
            }
            case MapBuilder map -> {
                int length = cursor.readInt();
                for (int i = 0; i < length; i++) {
                    decode(cursor, map.keys());
                    decode(cursor, map.items());
                }
                map.endRow();
            }
            case RowBuilder row -> {
                for (int i = 0; i < row.fieldCount(); i++) {
                    decode(cursor, row.field(i));
                }
                row.endRow();
            }
        }
    }

    private static void encodeValue(Column column, int row, ByteSink sink) {
        switch (column) {
            case ByteColumn bytes -> sink.writeByte(bytes.values()[row]);
            case IntColumn ints -> sink.writeInt(ints.values()[row]);
            case LongColumn longs -> sink.writeLong(longs.values()[row]);
            case FloatColumn floats -> sink.writeInt(Float.floatToIntBits(floats.values()[row] + 0.0f));
            case DoubleColumn doubles -> sink.writeLong(Double.doubleToLongBits(doubles.values()[row] + 0.0));
            case Int128Column wide -> {
                sink.writeLong(wide.high()[row]);
                sink.writeLong(wide.low()[row]);
            }
            case BytesColumn bytes -> {
                int start = bytes.offsets()[row];
                int end = bytes.offsets()[row + 1];
                sink.writeInt(end - start);
                sink.write(bytes.data(), start, end);
            }
            case ArrayColumn array -> {
                int start = array.offsets()[row];
                int end = array.offsets()[row + 1];
                sink.writeInt(end - start);
                for (int i = start; i < end; i++) {
                    encode(array.elements(), i, sink);
                }
            }
            case MapColumn map -> {
                int start = map.offsets()[row];
                int end = map.offsets()[row + 1];
                sink.writeInt(end - start);
                for (int i = start; i < end; i++) {
                    encode(map.keys(), i, sink);
                    encode(map.items(), i, sink);
                }
            }
            case RowColumn rows -> {
                for (Column field : rows.fields()) {
                    encode(field, row, sink);
                }
            }
            case DictionaryColumn dictionary -> throw RowEquality.notFlat(dictionary);
            case ConstantColumn constant -> throw RowEquality.notFlat(constant);
        }
    }
}
