package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import java.util.List;

/** What a writer hands to a printer at once. */
sealed interface Portion {

    /** How much memory it takes, about. */
    long sizeBytes();

    /** Rows in the form in which they are printed. */
    record Text(ByteSink text, long rows) implements Portion {
        @Override
        public long sizeBytes() {
            return text.size();
        }
    }

    /** Rows that the printer puts into form, and then releases. */
    record Rows(List<Batch> batches) implements Portion {
        @Override
        public long sizeBytes() {
            long bytes = 0;
            for (Batch batch : batches) {
                bytes += batch.heldBytes();
            }
            return bytes;
        }
    }
}
