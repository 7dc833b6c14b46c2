package io.millrace.data;

import io.millrace.data.Column.ByteColumn;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.DoubleColumn;
import io.millrace.data.Column.FloatColumn;
import io.millrace.data.Column.IntColumn;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.RowOrder.Direction;
import io.millrace.data.RowOrder.NullPlacement;

/**
 * Sorts the rows of a batch by merging, without boxing. Each row first gets a 64-bit <em>prefix</em> of its first key
 * such that a smaller prefix means an earlier row; whole rows are compared only where prefixes are equal.
 */
final class RowSort {
    /** Runs up to this length are sorted by insertion. */
    private static final int SHORT_RUN = 8;

    private final RowOrder order;
    private final Batch batch;
    private final long[] prefixes;

    private RowSort(RowOrder order, Batch batch) {
        this.order = order;
        this.batch = batch;
        this.prefixes = new long[batch.columnSize()];
    }

    static int[] sortedPositions(RowOrder order, Batch batch) {
        int[] positions = new int[batch.size()];
        for (int row = 0; row < positions.length; row++) {
            positions[row] = batch.position(row);
        }
        if (order.columnCount() > 0 && positions.length > 1) {
            RowSort sort = new RowSort(order, batch);
            sort.makePrefixes(positions);
            sort.sort(positions.clone(), positions, 0, positions.length);
        }
        return positions;
    }

    /** Sorts a range of {@code to}; both arrays hold the same rows there when called. */
    private void sort(int[] from, int[] to, int start, int end) {
        if (end - start <= SHORT_RUN) {
            insert(to, start, end);
            return;
        }
        int middle = (start + end) >>> 1;
        sort(to, from, start, middle);
        sort(to, from, middle, end);
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = right >= end || (left < middle && compare(from[left], from[right]) <= 0);
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private void insert(int[] positions, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            int position = positions[i];
            int at = i;
            while (at > start && compare(positions[at - 1], position) > 0) {
                positions[at] = positions[at - 1];
                at--;
            }
            positions[at] = position;
        }
    }

    private int compare(int a, int b) {
        int byPrefix = Long.compare(prefixes[a], prefixes[b]);
        return byPrefix != 0 ? byPrefix : order.compare(batch, a, batch, b);
    }

    private void makePrefixes(int[] positions) {
        Column column = batch.column(order.column(0));
        boolean descending = order.direction(0) == Direction.DESCENDING;
        long nullPrefix = order.nulls(0) == NullPlacement.FIRST ? Long.MIN_VALUE : Long.MAX_VALUE;
        for (int position : positions) {
            if (column.isNull(position)) {
                prefixes[position] = nullPrefix;
            } else {
                long prefix = prefix(column, position);
                prefixes[position] = descending ? ~prefix : prefix;
            }
        }
    }

    /** A number that never decreases when the value increases. */
    private static long prefix(Column column, int row) {
        return switch (column) {
            case ByteColumn bytes -> bytes.values()[row];
            case IntColumn ints -> ints.values()[row];
            case LongColumn longs -> longs.values()[row];
            case FloatColumn floats -> prefix((double) floats.values()[row]);
            case DoubleColumn doubles -> prefix(doubles.values()[row]);
            case Column.Int128Column wide -> wide.high()[row];
            case BytesColumn bytes -> prefix(bytes.data(), bytes.offsets()[row], bytes.offsets()[row + 1]);
            case Column.ArrayColumn array -> 0;
            case Column.MapColumn map -> 0;
            case Column.RowColumn rows -> 0;
            case Column.DictionaryColumn dictionary -> prefix(dictionary.dictionary(), dictionary.indices()[row]);
            case Column.ConstantColumn constant -> 0;
        };
    }

    private static long prefix(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static long prefix(byte[] data, int start, int end) {
        long prefix = 0;
        for (int i = 0; i < 8; i++) {
            prefix = prefix << 8 | (start + i < end ? data[start + i] & 0xFF : 0);
        }
        return prefix ^ Long.MIN_VALUE;
    }
}
