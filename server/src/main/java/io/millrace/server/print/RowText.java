package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;

/** A form of rows as lines of text. Any thread may call; nothing is kept between calls. */
interface RowText {

    /** What stands before the first row; may be nothing. */
    void header(ByteSink sink);

    /** The rows of a batch from this one on, a line each; a row whose weight is 3 or −3 is three lines. */
    void rows(Batch batch, int from, ByteSink sink);

    /** Whether each line says if its row was inserted or deleted. */
    enum Operations {
        SHOWN,
        HIDDEN
    }

    /** The word for a change of this weight. */
    static String operation(int weight) {
        return weight > 0 ? "INSERT" : "DELETE";
    }

    /** Writes the line that begins at {@code start} as often as a weight says; it stands there once. */
    static void repeat(ByteSink sink, int start, int weight) {
        int end = sink.size();
        for (int copy = Math.abs(weight); copy > 1; copy--) {
            sink.write(sink.array(), start, end);
        }
    }
}
