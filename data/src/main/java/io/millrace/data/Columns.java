package io.millrace.data;

import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import org.jspecify.annotations.Nullable;

/** Makes columns of other columns and of Java values. Who gets a column from here holds one count of it. */
public final class Columns {

    private Columns() {}

    /**
     * The column without dictionary or constant: itself, retained, or a copy. What is nested inside keeps its encoding.
     */
    public static Column flat(Column column, BufferPool pool) {
        return switch (column) {
            case DictionaryColumn dictionary -> copy(dictionary, pool);
            case ConstantColumn constant -> copy(constant, pool);
            case Column flat -> {
                flat.retain();
                yield flat;
            }
        };
    }

    /** A flat copy of the rows {@code positions[start]} up to {@code positions[end - 1]}. */
    public static Column gather(Column column, int[] positions, int start, int end, BufferPool pool) {
        ColumnBuilder builder = like(column, pool);
        builder.appendAll(column, positions, start, end);
        return builder.build();
    }

    /**
     * The rows {@code positions[start]} up to {@code positions[end - 1]}, for whoever repeats rows: numbers are copied,
     * what may be long is not, but referred to as a dictionary.
     */
    public static Column over(Column column, int[] positions, int start, int end, BufferPool pool) {
        int count = end - start;
        return switch (column) {
            case ConstantColumn constant -> {
                constant.retain();
                yield new ConstantColumn(count, constant.value());
            }
            case DictionaryColumn dictionary when dictionary.validity().length == 0 -> {
                int[] indices = pool.ints(count);
                for (int i = 0; i < count; i++) {
                    indices[i] = dictionary.indices()[positions[start + i]];
                }
                dictionary.dictionary().retain();
                yield indexed(count, indices, dictionary.dictionary(), pool);
            }
            case Column.BytesColumn bytes -> indexed(bytes, positions, start, end, pool);
            case Column.ArrayColumn array -> indexed(array, positions, start, end, pool);
            case Column.MapColumn map -> indexed(map, positions, start, end, pool);
            case Column.RowColumn row -> indexed(row, positions, start, end, pool);
            case Column fixed -> gather(fixed, positions, start, end, pool);
        };
    }

    private static Column indexed(Column flat, int[] positions, int start, int end, BufferPool pool) {
        int[] indices = pool.ints(end - start);
        System.arraycopy(positions, start, indices, 0, end - start);
        flat.retain();
        return indexed(end - start, indices, flat, pool);
    }

    private static Column indexed(int count, int[] indices, Column flat, BufferPool pool) {
        return new DictionaryColumn(count, indices, flat, Validity.ALL, Pooled.lease(pool, indices));
    }

    /** A column of this many rows that all have one value; null is a null. */
    public static Column constant(DataType type, @Nullable Object value, int size) {
        ColumnBuilder builder = ColumnBuilder.of(type, BufferPool.HEAP);
        builder.appendValue(type, value);
        return new ConstantColumn(size, builder.build());
    }

    /** A flat column of these values; nulls are nulls. */
    public static Column of(DataType type, @Nullable Object... values) {
        ColumnBuilder builder = ColumnBuilder.of(type, BufferPool.HEAP);
        for (@Nullable Object value : values) {
            builder.appendValue(type, value);
        }
        return builder.build();
    }

    /**
     * A row's value as a Java object, or null: Boolean, Byte, Short, Integer, Long, Float, Double, BigDecimal, String,
     * byte[], LocalDate, LocalTime, LocalDateTime (TIMESTAMP), java.time.Instant (TIMESTAMP_LTZ), Period and Duration
     * (intervals), List (ARRAY and ROW) or Map.
     */
    public static @Nullable Object value(Column column, DataType type, int row) {
        return JavaValues.value(column, type, row);
    }

    private static Column copy(Column column, BufferPool pool) {
        ColumnBuilder builder = like(column, pool);
        builder.appendRange(column, 0, column.size());
        return builder.build();
    }

    /** A builder for columns that hold what this one holds. */
    private static ColumnBuilder like(Column column, BufferPool pool) {
        return switch (column) {
            case Column.ByteColumn bytes -> new ByteBuilder(pool);
            case Column.IntColumn ints -> new IntBuilder(pool);
            case Column.LongColumn longs -> new LongBuilder(pool);
            case Column.FloatColumn floats -> new FloatBuilder(pool);
            case Column.DoubleColumn doubles -> new DoubleBuilder(pool);
            case Column.Int128Column wide -> new Int128Builder(pool);
            case Column.BytesColumn bytes -> new BytesBuilder(pool);
            case Column.ArrayColumn array -> new ArrayBuilder(like(array.elements(), pool), pool);
            case Column.MapColumn map ->
                    new MapBuilder(
                            like(map.keys(), pool),
                            like(map.items(), pool),
                            like(map.keys(), pool),
                            like(map.items(), pool),
                            pool);
            case Column.RowColumn rows -> {
                ColumnBuilder[] fields = new ColumnBuilder[rows.fields().length];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = like(rows.fields()[i], pool);
                }
                yield new RowBuilder(fields, pool);
            }
            case DictionaryColumn dictionary -> like(dictionary.dictionary(), pool);
            case ConstantColumn constant -> like(constant.value(), pool);
        };
    }
}
