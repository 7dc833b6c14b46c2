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

/** Writes columns in the wire form that {@link BatchCodec} describes. */
final class ColumnWriter {

    private ColumnWriter() {}

    static void writeConstant(ConstantColumn column, ByteSink sink) {
        sink.writeByte(BatchCodec.CONSTANT);
        writeFlat(column.value(), 0, 1, BufferPool.HEAP, sink);
    }

    /** Writes the rows of a batch, one of whose columns this is, as indices. */
    static void writeDictionary(DictionaryColumn column, Batch batch, ByteSink sink) {
        int entries = column.dictionary().size();
        sink.writeByte(BatchCodec.DICTIONARY);
        sink.writeInt(entries);
        writeFlat(column.dictionary(), 0, entries, BufferPool.HEAP, sink);
        int rows = batch.size();
        long[] validity = column.validity();
        writeNulls(validity, batch, sink);
        int width = entries <= 1 << 8 ? 1 : entries <= 1 << 16 ? 2 : 4;
        sink.writeByte(width);
        byte[] target = sink.room(width * rows);
        int at = sink.size();
        for (int row = 0; row < rows; row++) {
            int position = batch.position(row);
            int index = Validity.isNull(validity, position) ? 0 : column.indices()[position];
            for (int i = 0; i < width; i++, at++) {
                target[at] = (byte) (index >>> (8 * i));
            }
        }
        sink.advance(width * rows);
    }

    /** Writes a range of rows, flat unless they are one constant. */
    static void write(Column column, int start, int end, BufferPool pool, ByteSink sink) {
        if (column instanceof ConstantColumn constant) {
            writeConstant(constant, sink);
            return;
        }
        sink.writeByte(BatchCodec.FLAT);
        Column flat = Columns.flat(column, pool);
        writeFlat(flat, start, end, pool, sink);
        flat.release();
    }

    private static void writeFlat(Column column, int start, int end, BufferPool pool, ByteSink sink) {
        int rows = end - start;
        switch (column) {
            case ByteColumn bytes -> {
                writeHead(0, column, start, end, sink);
                sink.write(bytes.values(), start, end);
            }
            case IntColumn ints -> {
                writeHead(1, column, start, end, sink);
                NarrowNumbers.write(ints.values(), start, end, sink);
            }
            case LongColumn longs -> {
                writeHead(2, column, start, end, sink);
                NarrowNumbers.write(longs.values(), start, end, sink);
            }
            case FloatColumn floats -> {
                writeHead(3, column, start, end, sink);
                sink.writeFloats(floats.values(), start, end);
            }
            case DoubleColumn doubles -> {
                writeHead(4, column, start, end, sink);
                sink.writeDoubles(doubles.values(), start, end);
            }
            case Int128Column wide -> {
                writeHead(5, column, start, end, sink);
                NarrowNumbers.write(wide.high(), start, end, sink);
                NarrowNumbers.write(wide.low(), start, end, sink);
            }
            case BytesColumn bytes -> {
                writeHead(6, column, start, end, sink);
                int[] offsets = bytes.offsets();
                writeEnds(offsets, start, rows, sink);
                sink.write(bytes.data(), offsets[start], offsets[end]);
            }
            case ArrayColumn array -> {
                writeHead(7, column, start, end, sink);
                int[] offsets = array.offsets();
                writeEnds(offsets, start, rows, sink);
                write(array.elements(), offsets[start], offsets[end], pool, sink);
            }
            case MapColumn map -> {
                writeHead(8, column, start, end, sink);
                int[] offsets = map.offsets();
                writeEnds(offsets, start, rows, sink);
                write(map.keys(), offsets[start], offsets[end], pool, sink);
                write(map.items(), offsets[start], offsets[end], pool, sink);
            }
            case RowColumn row -> {
                writeHead(9, column, start, end, sink);
                sink.writeInt(row.fields().length);
                for (Column field : row.fields()) {
                    write(field, start, end, pool, sink);
                }
            }
            case DictionaryColumn dictionary -> throw RowEquality.notFlat(dictionary);
            case ConstantColumn constant -> throw RowEquality.notFlat(constant);
        }
    }

    private static void writeHead(int storage, Column column, int start, int end, ByteSink sink) {
        sink.writeByte(storage);
        long[] validity = column.validity();
        if (validity.length == 0) {
            sink.writeByte(0);
            return;
        }
        sink.writeByte(1);
        long word = 0;
        for (int row = start; row < end; row++) {
            int bit = row - start;
            word |= Validity.isNull(validity, row) ? 0 : 1L << bit;
            if ((bit & 63) == 63 || row == end - 1) {
                sink.writeLong(word);
                word = 0;
            }
        }
    }

    private static void writeNulls(long[] validity, Batch batch, ByteSink sink) {
        if (validity.length == 0) {
            sink.writeByte(0);
            return;
        }
        sink.writeByte(1);
        long word = 0;
        for (int row = 0; row < batch.size(); row++) {
            word |= Validity.isNull(validity, batch.position(row)) ? 0 : 1L << row;
            if ((row & 63) == 63 || row == batch.size() - 1) {
                sink.writeLong(word);
                word = 0;
            }
        }
    }

    /** Writes the length of all rows together, and where the first one begins and each of them ends. */
    private static void writeEnds(int[] offsets, int start, int rows, ByteSink sink) {
        sink.writeInt(offsets[start + rows] - offsets[start]);
        sink.writeInt(offsets[start]);
        NarrowNumbers.write(offsets, start + 1, start + 1 + rows, sink);
    }
}
