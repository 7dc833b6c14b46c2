package io.millrace.data;

import org.jspecify.annotations.Nullable;

/**
 * Collects rows into one flat column: a closed family, one builder a {@link Storage}. One thread owns a builder. Its
 * arrays come from a pool when the first row is appended, and go with the column that {@link #build} returns; then the
 * builder begins anew.
 *
 * <p>A builder grows as far as it is asked to; that a batch has at most {@link Batch#MAX_ROWS} rows is its caller's
 * affair. A row that is null holds zeros, or no bytes, no elements.
 *
 * <p>For loops that write many rows there is bulk access ({@code reserve}, {@code reserveValidity}, {@code setSize}):
 * the arrays are those of the builder until its next call that adds rows.
 */
public sealed interface ColumnBuilder
        permits ByteBuilder,
                IntBuilder,
                LongBuilder,
                FloatBuilder,
                DoubleBuilder,
                Int128Builder,
                BytesBuilder,
                ArrayBuilder,
                MapBuilder,
                RowBuilder {

    /** A builder for columns of this type. */
    static ColumnBuilder of(DataType type, BufferPool pool) {
        return switch (type.storage()) {
            case BYTE -> new ByteBuilder(pool);
            case INT -> new IntBuilder(pool);
            case LONG -> new LongBuilder(pool);
            case FLOAT -> new FloatBuilder(pool);
            case DOUBLE -> new DoubleBuilder(pool);
            case INT128 -> new Int128Builder(pool);
            case BYTES -> new BytesBuilder(pool);
            case ARRAY -> new ArrayBuilder(of(((DataType.Array) type).element(), pool), pool);
            case MAP -> {
                DataType.Mapping map = (DataType.Mapping) type;
                yield new MapBuilder(map, pool);
            }
            case ROW -> {
                DataType.Row row = (DataType.Row) type;
                ColumnBuilder[] fields = new ColumnBuilder[row.fields().size()];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = of(row.fields().get(i).type(), pool);
                }
                yield new RowBuilder(fields, pool);
            }
        };
    }

    /** How many rows were appended since the last {@link #build} or {@link #reset}. */
    int size();

    /** How many bytes its rows have beside what every row has; see {@link Widths}. */
    default long bytes() {
        return 0;
    }

    /** Whether rows have such bytes at all. */
    default boolean isVariable() {
        return false;
    }

    /** The sum of {@link #bytes} of the columns of a batch. */
    static long bytes(ColumnBuilder[] columns) {
        long bytes = 0;
        for (ColumnBuilder column : columns) {
            bytes += column.bytes();
        }
        return bytes;
    }

    void appendNull();

    /** Appends a copy of one row of a column of the same storage, whatever its encoding. */
    void append(Column from, int row);

    /** Appends the rows {@code positions[start]} up to {@code positions[end - 1]} of a column of the same storage. */
    void appendAll(Column from, int[] positions, int start, int end);

    /** Appends the rows from {@code start} up to {@code end} of a column of the same storage. */
    void appendRange(Column from, int start, int end);

    /** Appends a Java value of this type, as {@link Columns#value} gives it; null is a null. For tests and literals. */
    default void appendValue(DataType type, @Nullable Object value) {
        JavaValues.append(this, type, value);
    }

    /**
     * The rows so far as a column of its own, with one holder. The builder is empty afterwards and holds no array, so
     * that it may be used again or dropped.
     */
    Column build();

    /**
     * The rows so far, to be read before the next change of the builder. The arrays stay the builder's, so the column
     * is neither retained nor released.
     */
    Column view();

    /** Drops the rows and keeps the arrays for the next ones. */
    void reset();

    /** Drops the rows and gives the arrays back to the pool. The builder may be used again. */
    void close();
}
