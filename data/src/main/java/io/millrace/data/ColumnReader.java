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
import java.util.List;

/** Reads columns in the wire form that {@link BatchCodec} describes, into arrays of a pool. */
final class ColumnReader {
    private final ByteCursor cursor;
    private final BufferPool pool;

    ColumnReader(ByteCursor cursor, BufferPool pool) {
        this.cursor = cursor;
        this.pool = pool;
    }

    Column read(DataType type, int rows) {
        int kind = cursor.readByte();
        return switch (kind) {
            case BatchCodec.FLAT -> readFlat(type, rows);
            case BatchCodec.CONSTANT -> new ConstantColumn(rows, readFlat(type, 1));
            case BatchCodec.DICTIONARY -> readDictionary(type, rows);
            default -> throw BatchCodec.corrupt("there is no column of kind " + kind);
        };
    }

    private Column readDictionary(DataType type, int rows) {
        int entries = cursor.readInt();
        Column dictionary = readFlat(type, entries);
        long[] validity = readNulls(rows);
        int width = cursor.readByte();
        int[] indices = pool.ints(Math.max(1, rows));
        for (int row = 0; row < rows; row++) {
            int index = 0;
            for (int i = 0; i < width; i++) {
                index |= (cursor.readByte() & 0xFF) << (8 * i);
            }
            indices[row] = index;
        }
        return new DictionaryColumn(rows, indices, dictionary, validity, Pooled.lease(pool, validity, indices));
    }

    private Column readFlat(DataType type, int rows) {
        int storage = cursor.readByte();
        if (storage != code(type.storage())) {
            throw BatchCodec.corrupt("a column has the storage " + storage + " where its type is " + type.sql());
        }
        long[] validity = readNulls(rows);
        int room = Math.max(1, rows);
        return switch (type.storage()) {
            case BYTE -> {
                byte[] values = pool.bytes(room);
                cursor.readBytes(values, rows);
                yield new ByteColumn(rows, values, validity, Pooled.lease(pool, validity, values));
            }
            case INT -> {
                int[] values = pool.ints(room);
                NarrowNumbers.read(cursor, values, 0, rows);
                yield new IntColumn(rows, values, validity, Pooled.lease(pool, validity, values));
            }
            case LONG -> {
                long[] values = pool.longs(room);
                NarrowNumbers.read(cursor, values, rows);
                yield new LongColumn(rows, values, validity, Pooled.lease(pool, validity, values));
            }
            case FLOAT -> {
                float[] values = pool.floats(room);
                cursor.readFloats(values, rows);
                yield new FloatColumn(rows, values, validity, Pooled.lease(pool, validity, values));
            }
            case DOUBLE -> {
                double[] values = pool.doubles(room);
                cursor.readDoubles(values, rows);
                yield new DoubleColumn(rows, values, validity, Pooled.lease(pool, validity, values));
            }
            case INT128 -> {
                long[] high = pool.longs(room);
                long[] low = pool.longs(room);
                NarrowNumbers.read(cursor, high, rows);
                NarrowNumbers.read(cursor, low, rows);
                yield new Int128Column(rows, high, low, validity, Pooled.lease(pool, validity, high, low));
            }
            case BYTES -> {
                int length = cursor.readInt();
                int[] offsets = readOffsets(rows);
                byte[] data = pool.bytes(Math.max(1, length));
                cursor.readBytes(data, length);
                yield new BytesColumn(rows, offsets, data, validity, Pooled.lease(pool, validity, offsets, data));
            }
            case ARRAY, MAP, ROW -> readNested(type, rows, validity);
        };
    }

    private Column readNested(DataType type, int rows, long[] validity) {
        if (type instanceof DataType.Row row) {
            List<Field> fields = row.fields();
            if (cursor.readInt() != fields.size()) {
                throw BatchCodec.corrupt("a row has another number of fields than its type " + type.sql());
            }
            Column[] columns = new Column[fields.size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = read(fields.get(i).type(), rows);
            }
            return new RowColumn(rows, columns, validity, Pooled.lease(pool, validity));
        }
        int length = cursor.readInt();
        int[] offsets = readOffsets(rows);
        Lease lease = Pooled.lease(pool, validity, offsets);
        if (type instanceof DataType.Mapping map) {
            return new MapColumn(rows, offsets, read(map.key(), length), read(map.value(), length), validity, lease);
        }
        return new ArrayColumn(rows, offsets, read(((DataType.Array) type).element(), length), validity, lease);
    }

    private int[] readOffsets(int rows) {
        int[] offsets = pool.ints(rows + 1);
        int first = cursor.readInt();
        NarrowNumbers.read(cursor, offsets, 1, rows);
        offsets[0] = 0;
        for (int row = 1; row <= rows; row++) {
            offsets[row] -= first;
        }
        return offsets;
    }

    private long[] readNulls(int rows) {
        if (cursor.readByte() == 0) {
            return Validity.ALL;
        }
        int words = Validity.words(rows);
        if (words == 0) {
            return Validity.ALL;
        }
        long[] validity = pool.longs(words);
        cursor.readLongs(validity, words);
        return validity;
    }

    /** The number of a storage on the wire, which outlives the order of the enum. */
    private static int code(Storage storage) {
        return switch (storage) {
            case BYTE -> 0;
            case INT -> 1;
            case LONG -> 2;
            case FLOAT -> 3;
            case DOUBLE -> 4;
            case INT128 -> 5;
            case BYTES -> 6;
            case ARRAY -> 7;
            case MAP -> 8;
            case ROW -> 9;
        };
    }
}
