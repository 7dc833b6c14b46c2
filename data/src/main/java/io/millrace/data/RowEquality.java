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
 * The one equality of rows, by which keys are grouped, changes cancel and results are compared: a null equals a null,
 * −0 equals 0, and NaN equals NaN. SQL's {@code =}, for which nothing equals a null, is a function and lives with the
 * others.
 */
public final class RowEquality {

    private RowEquality() {}

    /** Whether two values of the same storage, in any encoding, are equal. */
    public static boolean equal(Column a, int rowA, Column b, int rowB) {
        if (a.isNull(rowA) || b.isNull(rowB)) {
            return a.isNull(rowA) && b.isNull(rowB);
        }
        return switch (a) {
            case DictionaryColumn dictionary -> equal(dictionary.dictionary(), dictionary.indices()[rowA], b, rowB);
            case ConstantColumn constant -> equal(constant.value(), 0, b, rowB);
            case Column flat ->
                    switch (b) {
                        case DictionaryColumn dictionary ->
                                equal(flat, rowA, dictionary.dictionary(), dictionary.indices()[rowB]);
                        case ConstantColumn constant -> equal(flat, rowA, constant.value(), 0);
                        case Column other -> equalValues(flat, rowA, other, rowB);
                    };
        };
    }

    /** Whether the rows at two positions are equal by these columns of each. */
    public static boolean equal(Batch a, int[] columnsA, int positionA, Batch b, int[] columnsB, int positionB) {
        for (int i = 0; i < columnsA.length; i++) {
            if (!equal(a.column(columnsA[i]), positionA, b.column(columnsB[i]), positionB)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the rows at two positions are equal in all columns; their weights don't matter. */
    public static boolean equal(Batch a, int positionA, Batch b, int positionB) {
        for (int i = 0; i < a.columnCount(); i++) {
            if (!equal(a.column(i), positionA, b.column(i), positionB)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compares pair by pair, {@code rowsA[i]} with {@code rowsB[i]} for the first {@code count} ones, and sets {@code
     * equal[i]} to false where they differ. Called once a column, beginning with all true, it compares whole rows.
     */
    public static void narrow(Column a, int[] rowsA, Column b, int[] rowsB, int count, boolean[] equal) {
        boolean noNulls = !a.mayHaveNulls() && !b.mayHaveNulls();
        if (noNulls && a instanceof LongColumn longsA && b instanceof LongColumn longsB) {
            long[] valuesA = longsA.values();
            long[] valuesB = longsB.values();
            for (int i = 0; i < count; i++) {
                equal[i] &= valuesA[rowsA[i]] == valuesB[rowsB[i]];
            }
        } else if (noNulls && a instanceof IntColumn intsA && b instanceof IntColumn intsB) {
            int[] valuesA = intsA.values();
            int[] valuesB = intsB.values();
            for (int i = 0; i < count; i++) {
                equal[i] &= valuesA[rowsA[i]] == valuesB[rowsB[i]];
            }
        } else {
            for (int i = 0; i < count; i++) {
                equal[i] = equal[i] && equal(a, rowsA[i], b, rowsB[i]);
            }
        }
    }

    /** Whether two values that are there, both in flat columns, are equal. */
    private static boolean equalValues(Column a, int rowA, Column b, int rowB) {
        return switch (a) {
            case ByteColumn bytes -> bytes.values()[rowA] == ((ByteColumn) b).values()[rowB];
            case IntColumn ints -> ints.values()[rowA] == ((IntColumn) b).values()[rowB];
            case LongColumn longs -> longs.values()[rowA] == ((LongColumn) b).values()[rowB];
            case FloatColumn floats -> equal(floats.values()[rowA], ((FloatColumn) b).values()[rowB]);
            case DoubleColumn doubles -> equal(doubles.values()[rowA], ((DoubleColumn) b).values()[rowB]);
            case Int128Column wide -> {
                Int128Column other = (Int128Column) b;
                yield wide.low()[rowA] == other.low()[rowB] && wide.high()[rowA] == other.high()[rowB];
            }
            case BytesColumn bytes -> {
                BytesColumn other = (BytesColumn) b;
                int startA = bytes.offsets()[rowA];
                int startB = other.offsets()[rowB];
                yield Arrays.equals(
                        bytes.data(),
                        startA,
                        bytes.offsets()[rowA + 1],
                        other.data(),
                        startB,
                        other.offsets()[rowB + 1]);
            }
            case ArrayColumn array -> {
                ArrayColumn other = (ArrayColumn) b;
                yield equalRuns(array.elements(), array.offsets(), rowA, other.elements(), other.offsets(), rowB);
            }
            case MapColumn map -> {
                MapColumn other = (MapColumn) b;
                yield equalRuns(map.keys(), map.offsets(), rowA, other.keys(), other.offsets(), rowB)
                        && equalRuns(map.items(), map.offsets(), rowA, other.items(), other.offsets(), rowB);
            }
            case RowColumn rows -> {
                RowColumn other = (RowColumn) b;
                for (int i = 0; i < rows.fields().length; i++) {
                    if (!equal(rows.fields()[i], rowA, other.fields()[i], rowB)) {
                        yield false;
                    }
                }
                yield true;
            }
            case DictionaryColumn dictionary -> throw notFlat(dictionary);
            case ConstantColumn constant -> throw notFlat(constant);
        };
    }

    private static boolean equalRuns(Column a, int[] offsetsA, int rowA, Column b, int[] offsetsB, int rowB) {
        int startA = offsetsA[rowA];
        int startB = offsetsB[rowB];
        int length = offsetsA[rowA + 1] - startA;
        if (length != offsetsB[rowB + 1] - startB) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!equal(a, startA + i, b, startB + i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(double a, double b) {
        return a == b || (Double.isNaN(a) && Double.isNaN(b));
    }

    private static boolean equal(float a, float b) {
        return a == b || (Float.isNaN(a) && Float.isNaN(b));
    }

    static MillraceException notFlat(Column column) {
        return MillraceException.internal(
                "a dictionary or a constant holds a " + column.getClass().getSimpleName() + ", not a flat column");
    }
}
