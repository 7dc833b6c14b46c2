package io.millrace.formats.text;

import io.millrace.data.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in a window of bytes the values of a batch of records lie, column by column: what a scanner fills in and the
 * columns are decoded from. A span is one long: where the value starts, where it ends, and whether it holds escapes.
 * Owned by one reader.
 */
final class Spans {
    /** The value is missing. */
    static final long NULL = -1L;

    /** Nothing was said of the value. */
    static final long MISSING = -2L;

    private static final long ESCAPED = 1L << 31;
    private static final long END = ESCAPED - 1;

    /** The span of row {@code row} of slot {@code slot} is at {@code slot * STRIDE + row}. */
    static final int STRIDE = Batch.MAX_ROWS;

    private final int slots;
    final long[] values;

    /** Where each record starts and ends. */
    final int[] recordStarts = new int[STRIDE];

    final int[] recordEnds = new int[STRIDE];

    final List<Fault> faults = new ArrayList<>();
    int count;

    /** How many records to find at once. */
    int most = STRIDE;

    /** What is wrong with the record between two bytes of the window. */
    record Fault(int start, int end, int slot, String reason) {
        /** It is the whole record. */
        static final int RECORD = -1;
    }

    /** One slot more than asked for is there, for values that nobody wants. */
    Spans(int slots) {
        this.slots = slots;
        this.values = new long[(slots + 1) * STRIDE];
    }

    int slots() {
        return slots;
    }

    /** Counts a record whose values are noted. */
    void endRecord(int start, int end) {
        recordStarts[count] = start;
        recordEnds[count++] = end;
    }

    void clear() {
        count = 0;
        faults.clear();
    }

    static long of(int start, int end) {
        return (long) start << 32 | end;
    }

    static long escaped(int start, int end) {
        return (long) start << 32 | end | ESCAPED;
    }

    static int start(long span) {
        return (int) (span >>> 32);
    }

    static int end(long span) {
        return (int) (span & END);
    }

    static boolean isEscaped(long span) {
        return (span & ESCAPED) != 0;
    }
}
