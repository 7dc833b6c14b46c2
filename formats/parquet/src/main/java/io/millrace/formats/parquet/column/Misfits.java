package io.millrace.formats.parquet.column;

import java.util.ArrayList;
import java.util.List;

/** Values of one column that do not fit its type, by their number among the values of the batch in hand. */
final class Misfits {
    private final List<Misfit> found = new ArrayList<>();

    /** How many values of the batch came before those being appended. */
    private int before;

    /** A value, and why it does not fit. */
    record Misfit(int value, String reason) {}

    /** A value among those being appended does not fit. */
    void add(int index, String reason) {
        found.add(new Misfit(before + index, reason));
    }

    /** So many values were appended. */
    void advance(int count) {
        before += count;
    }

    List<Misfit> found() {
        return found;
    }

    void clear() {
        found.clear();
        before = 0;
    }
}
