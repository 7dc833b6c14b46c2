package io.millrace.data;

import io.millrace.data.Column.ArrayColumn;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.MapColumn;
import io.millrace.data.Column.RowColumn;

/**
 * How many bytes rows have beside what every row has: those of texts, and the elements of what is nested. Numbers that
 * stand in a row count nothing, for {@link Batch#MAX_ROWS} bounds them.
 *
 * <p>What is asked of every batch costs a few instructions a column, or one pass over offsets; rows are looked at one
 * by one only where there are wide ones.
 */
public final class Widths {
    /** What an element of an array counts, whatever it is, beside its own bytes. */
    static final long ELEMENT_BYTES = 8;

    private static final int[] NONE = {};

    private Widths() {}

    /**
     * How many of the rows {@code positions[start]} up to {@code positions[end - 1]} of these columns, or of the rows
     * {@code start} up to {@code end - 1} where there are no positions, stay within {@link Batch#MAX_BYTES} when they
     * are copied; at least one, where there is one.
     */
    public static int fitting(Column[] columns, int[] positions, int start, int end) {
        if (end - start <= 1
                || most(columns, positions, start, end) <= Batch.MAX_BYTES
                || ofRows(columns, positions, start, end) <= Batch.MAX_BYTES) {
            return end - start;
        }
        long bytes = 0;
        for (int i = start; i < end; i++) {
            bytes += ofRow(columns, at(positions, i));
            if (bytes > Batch.MAX_BYTES && i > start) {
                return i - start;
            }
        }
        return end - start;
    }

    /** As above, for the cells of slots; in tables a row is looked at only where one of them was ever wide. */
    public static int fitting(Cells[] cells, int[] slots, int start, int end) {
        long widest = 0;
        for (Cells column : cells) {
            widest += column.longest();
        }
        if (end - start <= 1
                || widest * (end - start) <= Batch.MAX_BYTES
                || bytes(cells, slots, start, end) <= Batch.MAX_BYTES) {
            return end - start;
        }
        long bytes = 0;
        for (int i = start; i < end; i++) {
            for (Cells column : cells) {
                bytes += column.longest() == 0 ? 0 : column.bytes(slots[i]);
            }
            if (bytes > Batch.MAX_BYTES && i > start) {
                return i - start;
            }
        }
        return end - start;
    }

    /** How many bytes the cells of some slots have. */
    public static long bytes(Cells[] cells, int[] slots, int start, int end) {
        long bytes = 0;
        for (Cells column : cells) {
            if (column.longest() > 0) {
                for (int i = start; i < end; i++) {
                    bytes += column.bytes(slots[i]);
                }
            }
        }
        return bytes;
    }

    /** About what is held for such bytes, for all slots. */
    public static long variable(Cells[] cells) {
        long bytes = 0;
        for (Cells column : cells) {
            bytes += column.longest() == 0 ? 0 : column.sizeBytes();
        }
        return bytes;
    }

    /** How many bytes the row at a position has. */
    static long ofRow(Column[] columns, int position) {
        long bytes = 0;
        for (Column column : columns) {
            bytes += ofRow(column, position);
        }
        return bytes;
    }

    /**
     * How many bytes the rows {@code from} up to {@code to - 1} of a selection have, or of the columns where it is
     * empty: a column at a time.
     */
    static long ofRows(Column[] columns, int[] selection, int from, int to) {
        long bytes = 0;
        for (Column column : columns) {
            bytes += ofRows(column, selection, from, to);
        }
        return bytes;
    }

    private static long ofRows(Column column, int[] selection, int from, int to) {
        return switch (column) {
            case BytesColumn texts when selection.length == 0 -> ofRange(texts, from, to);
            case DictionaryColumn texts
                    when texts.dictionary() instanceof BytesColumn entries && !texts.mayHaveNulls() ->
                    ofEntries(entries.offsets(), texts.indices(), selection, from, to);
            case ConstantColumn constant -> (to - from) * ofRow(constant.value(), 0);
            case BytesColumn _, DictionaryColumn _, ArrayColumn _, MapColumn _, RowColumn _ ->
                    ofEach(column, selection, from, to);
            case Column fixed -> 0;
        };
    }

    private static boolean isTexts(Column column) {
        return column instanceof DictionaryColumn dictionary
                && dictionary.dictionary() instanceof BytesColumn
                && !dictionary.mayHaveNulls();
    }

    /** How many bytes the entries have that these indices of a selection stand for, or of all where it is empty. */
    static long ofEntries(int[] offsets, int[] indices, int[] selection, int from, int to) {
        long bytes = 0;
        for (int row = from; row < to; row++) {
            int entry = indices[at(selection, row)];
            bytes += offsets[entry + 1] - offsets[entry];
        }
        return bytes;
    }

    private static long ofEach(Column column, int[] selection, int from, int to) {
        long bytes = 0;
        for (int row = from; row < to; row++) {
            bytes += ofRow(column, at(selection, row));
        }
        return bytes;
    }

    private static int at(int[] selection, int row) {
        return selection.length == 0 ? row : selection[row];
    }

    /**
     * A bound, quickly found, for the bytes of the rows {@code from} up to {@code to - 1} of a selection, or of the
     * columns where it is empty.
     */
    static long most(Column[] columns, int[] selection, int from, int to) {
        long bytes = 0;
        for (Column column : columns) {
            // Texts that lie in a dictionary have others, and gaps, between them: so they are counted.
            bytes += isTexts(column) ? ofRows(column, selection, from, to) : most(column, to - from);
        }
        return bytes;
    }

    /** How many bytes are held in memory for a column, with whatever is in no row of a batch. */
    static long held(Column column) {
        return switch (column) {
            case BytesColumn bytes -> bytes.offsets()[bytes.size()] - bytes.offsets()[0];
            case ArrayColumn array -> held(array.elements()) + ELEMENT_BYTES * array.elements().size();
            case MapColumn map -> held(map.keys()) + held(map.items()) + 2 * ELEMENT_BYTES * map.keys().size();
            case RowColumn row -> {
                long bytes = 0;
                for (Column field : row.fields()) {
                    bytes += held(field);
                }
                yield bytes;
            }
            case DictionaryColumn dictionary -> held(dictionary.dictionary());
            case ConstantColumn constant -> held(constant.value());
            case Column fixed -> 0;
        };
    }

    private static long most(Column column, int rows) {
        return switch (column) {
            case BytesColumn bytes -> {
                long all = held(bytes);
                yield all <= Batch.MAX_BYTES && rows <= bytes.size() ? all : longest(bytes) * rows;
            }
            case ArrayColumn array -> mostNested(array, rows);
            case MapColumn map -> mostNested(map, rows);
            case RowColumn row -> {
                long bytes = 0;
                for (Column field : row.fields()) {
                    bytes += most(field, rows);
                }
                yield bytes;
            }
            case DictionaryColumn dictionary -> mostOfEntries(dictionary.dictionary(), rows);
            case ConstantColumn constant -> mostOfEntries(constant.value(), rows);
            case Column fixed -> 0;
        };
    }

    private static long mostNested(Column column, int rows) {
        long all = held(column);
        return all <= Batch.MAX_BYTES && rows <= column.size() ? all : all * rows;
    }

    /** A bound where several rows may stand for the same entry. */
    private static long mostOfEntries(Column entries, int rows) {
        return (entries instanceof BytesColumn bytes ? longest(bytes) : held(entries)) * rows;
    }

    private static long longest(BytesColumn column) {
        int[] offsets = column.offsets();
        int size = column.size();
        int longest = 0;
        for (int i = 0; i < size; i++) {
            longest = Math.max(longest, offsets[i + 1] - offsets[i]);
        }
        return longest;
    }

    private static long ofRow(Column column, int position) {
        return switch (column) {
            case DictionaryColumn dictionary ->
                    dictionary.isNull(position) ? 0 : ofRow(dictionary.dictionary(), dictionary.indices()[position]);
            case ConstantColumn constant -> ofRow(constant.value(), 0);
            case Column flat -> ofRange(flat, position, position + 1);
        };
    }

    private static long ofRange(Column column, int from, int to) {
        return switch (column) {
            case BytesColumn bytes -> bytes.offsets()[to] - bytes.offsets()[from];
            case ArrayColumn array -> {
                int first = array.offsets()[from];
                int end = array.offsets()[to];
                yield ELEMENT_BYTES * (end - first) + ofRange(array.elements(), first, end);
            }
            case MapColumn map -> {
                int first = map.offsets()[from];
                int end = map.offsets()[to];
                yield 2 * ELEMENT_BYTES * (end - first)
                        + ofRange(map.keys(), first, end)
                        + ofRange(map.items(), first, end);
            }
            case RowColumn row -> {
                long bytes = 0;
                for (Column field : row.fields()) {
                    bytes += ofRange(field, from, to);
                }
                yield bytes;
            }
            case DictionaryColumn dictionary -> ofEach(dictionary, NONE, from, to);
            case ConstantColumn constant -> (to - from) * ofRow(constant.value(), 0);
            case Column fixed -> 0;
        };
    }
}
