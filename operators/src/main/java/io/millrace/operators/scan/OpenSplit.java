package io.millrace.operators.scan;

import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.source.RowOrigin;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A split that this scan has to read, and how far it has come. */
final class OpenSplit {
    static final long NOT_EMPTY = Long.MAX_VALUE;

    final Split split;

    /** Where it stands among the splits of this scan: they are read in this order. */
    final long number;

    /** The greatest watermark that its rows gave. */
    long watermark = OperatorContext.NO_WATERMARK;

    /** Where a reader has to begin. */
    String start;

    /** When its reader wants to be asked again, in milliseconds; 0 for now. */
    long restsUntilMillis;

    /** Since when it has had nothing to read, in milliseconds; {@link #NOT_EMPTY} where it has, or was not asked. */
    long emptySinceMillis = NOT_EMPTY;

    /** How many rows its reader has given before the batch in hand. */
    long rowsBefore;

    private @Nullable SplitReader reader;

    OpenSplit(Split split, long number, String start) {
        this.split = split;
        this.number = number;
        this.start = start;
    }

    boolean isRead() {
        return reader != null;
    }

    void read(SplitReader with) {
        reader = with;
    }

    SplitReader.Polled poll(int rows) {
        if (reader == null) {
            throw new IllegalStateException("split " + split.id() + " has no reader");
        }
        reader.aim(rows);
        return reader.poll();
    }

    String position() {
        return reader == null ? start : reader.position();
    }

    Optional<RowOrigin> origin(int position) {
        return reader == null ? Optional.empty() : reader.origin(position);
    }

    /** About where the batch in hand is, for readers that cannot tell. */
    String place() {
        String since = start.isEmpty() ? "" : " after position " + start;
        return "split " + split.id() + ", after row " + rowsBefore + since;
    }

    void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
