package io.millrace.operators.expression;

import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.Lease;
import io.millrace.data.RowEquality;
import io.millrace.data.Validity;
import java.util.Arrays;

/** Elements of arrays and items of maps, as an index into what the collections hold. */
final class CollectionItems {
    private CollectionItems() {}

    /** How many elements or entries a row has that is there; 1 for a row of fields. */
    static int sizeOf(Column column, int position) {
        return switch (column) {
            case Column.ArrayColumn array -> array.offsets()[position + 1] - array.offsets()[position];
            case Column.MapColumn map -> map.offsets()[position + 1] - map.offsets()[position];
            case Column.DictionaryColumn dictionary -> sizeOf(dictionary.dictionary(), dictionary.indices()[position]);
            case Column.ConstantColumn constant -> sizeOf(constant.value(), 0);
            default -> 1;
        };
    }

    /** The elements at places that count from 1; missing where there is none. */
    static Column elements(Column.ArrayColumn array, Column index, int size, RowSet rows, BufferPool buffers) {
        Column places = Columns.flat(index, buffers);
        int[] offsets = array.offsets();
        Index result = new Index(size, buffers);
        for (int row = rows.from(); row < rows.to(); row++) {
            int position = rows.position(row);
            if (array.isNull(position) || places.isNull(position)) {
                continue;
            }
            long place =
                    places instanceof Column.IntColumn ints
                            ? ints.values()[position]
                            : ((Column.LongColumn) places).values()[position];
            if (place >= 1 && place <= offsets[position + 1] - offsets[position]) {
                result.set(position, offsets[position] + (int) place - 1);
            }
        }
        places.release();
        return result.over(array.elements());
    }

    /** The items under keys; missing where there is none. */
    static Column items(Column.MapColumn map, Column key, int size, RowSet rows, BufferPool buffers) {
        int[] offsets = map.offsets();
        Index result = new Index(size, buffers);
        for (int row = rows.from(); row < rows.to(); row++) {
            int position = rows.position(row);
            if (map.isNull(position) || key.isNull(position)) {
                continue;
            }
            for (int at = offsets[position]; at < offsets[position + 1]; at++) {
                if (RowEquality.equal(map.keys(), at, key, position)) {
                    result.set(position, at);
                    break;
                }
            }
        }
        return result.over(map.items());
    }

    /** A column of one row that is missing, held as this one is. */
    static Column missing(Column like) {
        return switch (like) {
            case Column.ByteColumn ignored -> new Column.ByteColumn(1, new byte[1], new long[1], Lease.UNPOOLED);
            case Column.IntColumn ignored -> new Column.IntColumn(1, new int[1], new long[1], Lease.UNPOOLED);
            case Column.LongColumn ignored -> new Column.LongColumn(1, new long[1], new long[1], Lease.UNPOOLED);
            case Column.FloatColumn ignored -> new Column.FloatColumn(1, new float[1], new long[1], Lease.UNPOOLED);
            case Column.DoubleColumn ignored -> new Column.DoubleColumn(1, new double[1], new long[1], Lease.UNPOOLED);
            case Column.Int128Column ignored ->
                    new Column.Int128Column(1, new long[1], new long[1], new long[1], Lease.UNPOOLED);
            case Column.BytesColumn ignored ->
                    new Column.BytesColumn(1, new int[2], new byte[0], new long[1], Lease.UNPOOLED);
            case Column.ArrayColumn array ->
                    new Column.ArrayColumn(1, new int[2], missing(array.elements()), new long[1], Lease.UNPOOLED);
            case Column.MapColumn map ->
                    new Column.MapColumn(
                            1, new int[2], missing(map.keys()), missing(map.items()), new long[1], Lease.UNPOOLED);
            case Column.RowColumn row -> {
                Column[] fields = Arrays.stream(row.fields()).map(CollectionItems::missing).toArray(Column[]::new);
                yield new Column.RowColumn(1, fields, new long[1], Lease.UNPOOLED);
            }
            case Column.DictionaryColumn dictionary -> missing(dictionary.dictionary());
            case Column.ConstantColumn constant -> missing(constant.value());
        };
    }

    /** For each position the place of its value, or none. */
    private static final class Index {
        private final int size;
        private final int[] indices;
        private final long[] validity;
        private final BufferPool buffers;
        private boolean any;

        Index(int size, BufferPool buffers) {
            this.size = size;
            this.buffers = buffers;
            this.indices = buffers.ints(size);
            this.validity = buffers.longs(Validity.words(size));
            Arrays.fill(indices, 0, size, 0);
            Arrays.fill(validity, 0, Validity.words(size), 0);
        }

        void set(int position, int place) {
            indices[position] = place;
            Validity.set(validity, position);
            any = true;
        }

        Column over(Column values) {
            if (!any) {
                buffers.free(indices);
                buffers.free(validity);
                return new Column.ConstantColumn(size, missing(values));
            }
            Column flat = Columns.flat(values, buffers);
            return new Column.DictionaryColumn(size, indices, flat, validity, new Lease(buffers, indices, validity));
        }
    }
}
