package io.millrace.benchmarks.events;

import io.millrace.connectors.generators.nexmark.EventKind;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where in a block the rows of one kind begin, or all rows: so a reader of one kind goes from one to the next, as if
 * each kind had a topic of its own, and passes no others.
 *
 * @param starts by row of this kind, the index of its first byte
 * @param numbers by row of this kind, its number among all rows of the block
 */
record RowIndex(int[] starts, char[] numbers) {
    /** Which of the indexes of a block is the one that a reader needs. */
    static int place(Optional<EventKind> only) {
        return only.map(Enum::ordinal).orElse(EventKind.values().length);
    }

    /** The indexes of a block: one a kind, and one of all rows. */
    static RowIndex[] of(byte[] block, int rows) {
        int all = place(Optional.empty());
        int[][] starts = new int[all + 1][rows];
        char[][] numbers = new char[all + 1][rows];
        int[] counts = new int[all + 1];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            for (int index : new int[] {EventLayout.kindAt(block, at), all}) {
                starts[index][counts[index]] = at;
                numbers[index][counts[index]] = (char) row;
                counts[index]++;
            }
            at += EventLayout.sizeAt(block, at);
        }
        RowIndex[] indexes = new RowIndex[all + 1];
        for (int i = 0; i <= all; i++) {
            indexes[i] = new RowIndex(Arrays.copyOf(starts[i], counts[i]), Arrays.copyOf(numbers[i], counts[i]));
        }
        return indexes;
    }

    int size() {
        return starts.length;
    }

    /** The first row of this kind that has this number or a higher one; {@link #size()} where there is none. */
    int from(int number) {
        int found = Arrays.binarySearch(numbers, (char) number);
        return found >= 0 ? found : -found - 1;
    }
}
