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
import java.util.Arrays;

/**
 * An order of rows by some columns, each up or down, nulls first or last. It agrees with {@link RowEquality}: −0 is 0,
 * and NaN is equal to itself and greater than every number. Bytes, text among them, are compared unsigned from the
 * left; arrays element by element, rows field by field, maps by their keys and then by their items; of two where one
 * begins like the other, the shorter one comes first.
 */
public final class RowOrder {

    /** Which values come first. */
    public enum Direction {
        ASCENDING,
        DESCENDING
    }

    /** Where nulls come, whatever the direction. */
    public enum NullPlacement {
        FIRST,
        LAST
    }

    private final int[] columns;
    private final Direction[] directions;
    private final NullPlacement[] nulls;

    /** Compares by these columns of both rows, the first one first. */
    public RowOrder(int[] columns, Direction[] directions, NullPlacement[] nulls) {
        if (columns.length != directions.length || columns.length != nulls.length) {
            throw MillraceException.internal("an order needs a direction and a place of nulls for each column");
        }
        this.columns = columns.clone();
        this.directions = directions.clone();
        this.nulls = nulls.clone();
    }

    /** Compares by these columns, least first, nulls first. */
    public static RowOrder ascending(int... columns) {
        Direction[] directions = new Direction[columns.length];
        NullPlacement[] nulls = new NullPlacement[columns.length];
        Arrays.fill(directions, Direction.ASCENDING);
        Arrays.fill(nulls, NullPlacement.FIRST);
        return new RowOrder(columns, directions, nulls);
    }

    /** Below zero if the row at position a of one batch comes before the other, zero if neither comes first. */
    public int compare(Batch a, int positionA, Batch b, int positionB) {
        for (int i = 0; i < columns.length; i++) {
            int order = compare(i, a.column(columns[i]), positionA, b.column(columns[i]), positionB);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Compares by the {@code key}-th column of the order alone, whose values are in these columns. */
    public int compare(int key, Column a, int rowA, Column b, int rowB) {
        boolean nullA = a.isNull(rowA);
        boolean nullB = b.isNull(rowB);
        if (nullA || nullB) {
            int order = Boolean.compare(nullB, nullA);
            return nulls[key] == NullPlacement.FIRST ? order : -order;
        }
        int order = compareValues(a, rowA, b, rowB);
        return directions[key] == Direction.ASCENDING ? order : -order;
    }

    /** The positions of the batch's rows in this order; equal rows keep theirs. */
    public int[] sortedPositions(Batch batch) {
        return RowSort.sortedPositions(this, batch);
    }

    public int columnCount() {
        return columns.length;
    }

    public int column(int key) {
        return columns[key];
    }

    public Direction direction(int key) {
        return directions[key];
    }

    public NullPlacement nulls(int key) {
        return nulls[key];
    }

    /** Compares two values of the same storage, least first and nulls first. The result is −1, 0 or 1. */
    public static int compareValues(Column a, int rowA, Column b, int rowB) {
        if (a.isNull(rowA) || b.isNull(rowB)) {
            return Boolean.compare(b.isNull(rowB), a.isNull(rowA));
        }
        return switch (a) {
            case DictionaryColumn dictionary ->
                    compareValues(dictionary.dictionary(), dictionary.indices()[rowA], b, rowB);
            case ConstantColumn constant -> compareValues(constant.value(), 0, b, rowB);
            case Column flat ->
                    switch (b) {
                        case DictionaryColumn dictionary ->
                                compareValues(flat, rowA, dictionary.dictionary(), dictionary.indices()[rowB]);
                        case ConstantColumn constant -> compareValues(flat, rowA, constant.value(), 0);
                        case Column other -> compareFlat(flat, rowA, other, rowB);
                    };
        };
    }

    private static int compareFlat(Column a, int rowA, Column b, int rowB) {
        return switch (a) {
            case ByteColumn bytes -> Integer.compare(bytes.values()[rowA], ((ByteColumn) b).values()[rowB]);
            case IntColumn ints -> Integer.compare(ints.values()[rowA], ((IntColumn) b).values()[rowB]);
            case LongColumn longs -> Long.compare(longs.values()[rowA], ((LongColumn) b).values()[rowB]);
            case FloatColumn floats ->
                    Float.compare(floats.values()[rowA] + 0.0f, ((FloatColumn) b).values()[rowB] + 0.0f);
            case DoubleColumn doubles ->
                    Double.compare(doubles.values()[rowA] + 0.0, ((DoubleColumn) b).values()[rowB] + 0.0);
            case Int128Column wide -> {
                Int128Column other = (Int128Column) b;
                yield Int128.compare(wide.high()[rowA], wide.low()[rowA], other.high()[rowB], other.low()[rowB]);
            }
            case BytesColumn bytes -> {
                BytesColumn other = (BytesColumn) b;
                int[] offsetsA = bytes.offsets();
                int[] offsetsB = other.offsets();
                yield Integer.signum(
                        Arrays.compareUnsigned(
                                bytes.data(),
                                offsetsA[rowA],
                                offsetsA[rowA + 1],
                                other.data(),
                                offsetsB[rowB],
                                offsetsB[rowB + 1]));
            }
            case ArrayColumn array -> {
                ArrayColumn other = (ArrayColumn) b;
                yield compareRuns(array.offsets(), rowA, other.offsets(), rowB, array.elements(), other.elements());
            }
            case MapColumn map -> {
                MapColumn other = (MapColumn) b;
                int order = compareRuns(map.offsets(), rowA, other.offsets(), rowB, map.keys(), other.keys());
                yield order != 0
                        ? order
                        : compareRuns(map.offsets(), rowA, other.offsets(), rowB, map.items(), other.items());
            }
            case RowColumn rows -> {
                RowColumn other = (RowColumn) b;
                for (int i = 0; i < rows.fields().length; i++) {
                    int order = compareValues(rows.fields()[i], rowA, other.fields()[i], rowB);
                    if (order != 0) {
                        yield order;
                    }
                }
                yield 0;
            }
            case DictionaryColumn dictionary -> throw RowEquality.notFlat(dictionary);
            case ConstantColumn constant -> throw RowEquality.notFlat(constant);
        };
    }

    private static int compareRuns(int[] offsetsA, int rowA, int[] offsetsB, int rowB, Column a, Column b) {
        int startA = offsetsA[rowA];
        int startB = offsetsB[rowB];
        int lengthA = offsetsA[rowA + 1] - startA;
        int lengthB = offsetsB[rowB + 1] - startB;
        for (int i = 0; i < Math.min(lengthA, lengthB); i++) {
            int order = compareValues(a, startA + i, b, startB + i);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(lengthA, lengthB);
    }
}
