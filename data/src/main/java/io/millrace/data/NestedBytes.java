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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One value of any type as bytes: a byte that is 0 for a null and 1 otherwise, then the value. Numbers are big-endian;
 * bytes, arrays and maps begin with their count; fields follow one another. Equal values give equal bytes: −0 is
 * written as 0, and every NaN as the same one.
 */
final class NestedBytes {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] data = new byte[64];
    private int length;

    byte[] data() {
        return data;
    }

    int length() {
        return length;
    }

    void encode(DataType type, Column from, int position) {
        length = 0;
        write(type, from, position);
    }

    /** Appends the value that is encoded from {@code start} on to a builder, and returns where it ends. */
    static int decode(DataType type, byte[] data, int start, ColumnBuilder into) {
        if (data[start] == 0) {
            into.appendNull();
            return start + 1;
        }
        int at = start + 1;
        switch (into) {
            case ByteBuilder builder -> builder.append(data[at++]);
            case IntBuilder builder -> builder.append(readInt(data, at));
            case LongBuilder builder -> builder.append(readLong(data, at));
            case FloatBuilder builder -> builder.append(Float.intBitsToFloat(readInt(data, at)));
            case DoubleBuilder builder -> builder.append(Double.longBitsToDouble(readLong(data, at)));
            case Int128Builder builder -> builder.append(readLong(data, at), readLong(data, at + 8));
            case BytesBuilder builder -> builder.append(data, at + 4, at + 4 + readInt(data, at));
            case ArrayBuilder builder -> {
                return readArray((DataType.Array) type, data, at, builder);
            }
            case MapBuilder builder -> {
                return readMap((DataType.Mapping) type, data, at, builder);
            }
            case RowBuilder builder -> {
                return readRow((DataType.Row) type, data, at, builder);
            }
        }
        return switch (type.storage()) {
            case BYTE -> at;
            case INT, FLOAT -> at + 4;
            case LONG, DOUBLE -> at + 8;
            case INT128 -> at + 16;
            case BYTES -> at + 4 + readInt(data, at);
            case ARRAY, MAP, ROW -> throw MillraceException.internal("a nested value has a builder of its own");
        };
    }

    private void write(DataType type, Column from, int position) {
        if (from.isNull(position)) {
            reserve(1)[length++] = 0;
            return;
        }
        switch (from) {
            case DictionaryColumn column -> write(type, column.dictionary(), column.indices()[position]);
            case ConstantColumn column -> write(type, column.value(), 0);
            case Column flat -> {
                reserve(1)[length++] = 1;
                writeFlat(type, flat, position);
            }
        }
    }

    private void writeFlat(DataType type, Column from, int position) {
        switch (from) {
            case ByteColumn column -> reserve(1)[length++] = column.values()[position];
            case IntColumn column -> writeInt(column.values()[position]);
            case LongColumn column -> writeLong(column.values()[position]);
            // Adding 0 turns −0 into 0.
            case FloatColumn column -> writeInt(Float.floatToIntBits(column.values()[position] + 0.0f));
            case DoubleColumn column -> writeLong(Double.doubleToLongBits(column.values()[position] + 0.0));
            case Int128Column column -> {
                writeLong(column.high()[position]);
                writeLong(column.low()[position]);
            }
            case BytesColumn column -> {
                int start = column.offsets()[position];
                int count = column.offsets()[position + 1] - start;
                writeInt(count);
                System.arraycopy(column.data(), start, reserve(count), length, count);
                length += count;
            }
            case ArrayColumn column -> {
                DataType element = ((DataType.Array) type).element();
                int end = column.offsets()[position + 1];
                writeInt(end - column.offsets()[position]);
                for (int i = column.offsets()[position]; i < end; i++) {
                    write(element, column.elements(), i);
                }
            }
            case MapColumn column -> {
                DataType.Mapping map = (DataType.Mapping) type;
                int end = column.offsets()[position + 1];
                writeInt(end - column.offsets()[position]);
                for (int i = column.offsets()[position]; i < end; i++) {
                    write(map.key(), column.keys(), i);
                    write(map.value(), column.items(), i);
                }
            }
            case RowColumn column -> {
                DataType.Row row = (DataType.Row) type;
                for (int i = 0; i < column.fields().length; i++) {
                    write(row.fields().get(i).type(), column.fields()[i], position);
                }
            }
            case DictionaryColumn column -> write(type, column, position);
            case ConstantColumn column -> write(type, column, position);
        }
    }

    private static int readArray(DataType.Array type, byte[] data, int start, ArrayBuilder into) {
        int count = readInt(data, start);
        int at = start + 4;
        ColumnBuilder elements = ColumnBuilder.of(type.element(), BufferPool.HEAP);
        for (int i = 0; i < count; i++) {
            at = decode(type.element(), data, at, elements);
        }
        into.append(new ArrayColumn(1, new int[] {0, count}, elements.build(), Validity.ALL, Lease.UNPOOLED), 0);
        return at;
    }

    private static int readMap(DataType.Mapping type, byte[] data, int start, MapBuilder into) {
        int count = readInt(data, start);
        int at = start + 4;
        ColumnBuilder keys = ColumnBuilder.of(type.key(), BufferPool.HEAP);
        ColumnBuilder items = ColumnBuilder.of(type.value(), BufferPool.HEAP);
        for (int i = 0; i < count; i++) {
            at = decode(type.key(), data, at, keys);
            at = decode(type.value(), data, at, items);
        }
        into.append(
                new MapColumn(1, new int[] {0, count}, keys.build(), items.build(), Validity.ALL, Lease.UNPOOLED), 0);
        return at;
    }

    private static int readRow(DataType.Row type, byte[] data, int start, RowBuilder into) {
        int at = start;
        Column[] fields = new Column[type.fields().size()];
        for (int i = 0; i < fields.length; i++) {
            DataType field = type.fields().get(i).type();
            ColumnBuilder builder = ColumnBuilder.of(field, BufferPool.HEAP);
            at = decode(field, data, at, builder);
            fields[i] = builder.build();
        }
        into.append(new RowColumn(1, fields, Validity.ALL, Lease.UNPOOLED), 0);
        return at;
    }

    private void writeInt(int value) {
        INTS.set(reserve(4), length, value);
        length += 4;
    }

    private void writeLong(long value) {
        LONGS.set(reserve(8), length, value);
        length += 8;
    }

    private static int readInt(byte[] data, int at) {
        return (int) INTS.get(data, at);
    }

    private static long readLong(byte[] data, int at) {
        return (long) LONGS.get(data, at);
    }

    private byte[] reserve(int bytes) {
        if (length + bytes > data.length) {
            data = Arrays.copyOf(data, Math.max(length + bytes, data.length * 2));
        }
        return data;
    }
}
