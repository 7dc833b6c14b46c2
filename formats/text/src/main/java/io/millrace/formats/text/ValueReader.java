package io.millrace.formats.text;

import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;

/** Makes a column of texts: one class a type. Text that is not a value of the type becomes a null and is told. */
interface ValueReader {

    /** Appends the value in these bytes, or nothing where there is none in them; whether there was. */
    boolean append(byte[] data, int start, int end);

    /** Where the values go. */
    ColumnBuilder builder();

    /** Appends the values of the spans from {@code from} on. Frequent types override it with a loop of their own. */
    default void appendAll(byte[] data, long[] spans, int from, int count, Misfits misfits) {
        for (int row = 0; row < count; row++) {
            appendOne(data, spans[from + row], row, misfits);
        }
    }

    /** Appends the value of one span: missing, with escapes, or with spaces around it too. */
    default void appendOne(byte[] data, long span, int row, Misfits misfits) {
        if (span == Spans.NULL) {
            builder().appendNull();
        } else if (Spans.isEscaped(span)) {
            misfits.escaped(row, Spans.start(span), Spans.end(span));
        } else if (!appendTrimmed(data, Spans.start(span), Spans.end(span))) {
            builder().appendNull();
            misfits.misfit(row);
        }
    }

    /** Appends the value without the spaces around it; nothing at all is a null. */
    default boolean appendTrimmed(byte[] data, int start, int end) {
        int first = start;
        int last = end;
        while (first < last && data[first] == ' ') {
            first++;
        }
        while (last > first && data[last - 1] == ' ') {
            last--;
        }
        if (first == last) {
            builder().appendNull();
            return true;
        }
        return append(data, first, last);
    }

    /** The rows so far as a column. */
    default Column build() {
        return builder().build();
    }

    /** Is told of text that is not a value. */
    interface Misfits {
        /** A row whose text is not a value; a null was appended for it. */
        void misfit(int row);

        /** A value with escapes: appends it, or a null. */
        void escaped(int row, int start, int end);
    }
}
