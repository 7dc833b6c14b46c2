package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import java.util.List;

/** What a writer hands to a printer at once. */
sealed interface Portion {

    /** Rows in the form in which they are printed. */
    record Text(ByteSink text, long rows) implements Portion {}

    /** Rows that the printer puts into form, and then releases. */
    record Rows(List<Batch> batches) implements Portion {}
}
