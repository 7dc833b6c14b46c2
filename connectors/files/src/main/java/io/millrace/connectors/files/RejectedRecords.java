package io.millrace.connectors.files;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.connector.BadRecords;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.source.OnError;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Rejects;
import io.millrace.dataflow.source.RowOrigin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Does with a bad record what the table says: ends the job, counts it, or keeps it with the reason. */
final class RejectedRecords implements BadRecords {
    private static final int SHOWN_CHARS = 200;

    private final Path path;
    private final OnError onError;
    private final Metrics metrics;
    private final Metrics.Counter counter;
    private final BatchBuilder rows;
    private final LineNumbers lines;

    RejectedRecords(Path path, Format.Access access, OnError onError, ReaderContext.Services services) {
        this.path = path;
        this.onError = onError;
        this.metrics = services.metrics();
        this.counter = metrics.counter("rejected-records");
        this.rows = new BatchBuilder(Rejects.SCHEMA, services.buffers());
        this.lines = new LineNumbers(path, access);
    }

    @Override
    public void reject(BadRecord record) {
        counter.add(1);
        switch (onError) {
            case OnError.Fail fail ->
                    throw MillraceException.user(
                            "bad-record",
                            describe(record)
                                    + ". To go on without such records, set 'on-error' = 'skip' or 'table:NAME'");
            case OnError.Skip skip -> {
                if (counter.value() == 1) {
                    metrics.notice(
                            "records-skipped",
                            "Records that cannot be read are skipped. The first: " + describe(record));
                }
            }
            case OnError.ToTable table ->
                    Rejects.append(rows, origin(record.position(), record.raw()), record.column(), record.reason());
        }
    }

    /** The records kept since the last call. */
    Optional<Batch> take() {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.build());
    }

    /** Where a record is. */
    RowOrigin origin(long position, byte[] raw) {
        return new RowOrigin(path.toString(), lines.unit(), lines.at(position), text(raw));
    }

    void close() {
        rows.close();
        lines.close();
    }

    private String describe(BadRecord record) {
        String text = text(record.raw());
        String shown = text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "..." : text;
        String column = record.column().isEmpty() ? "" : ", column " + record.column();
        return "File "
                + path
                + ", "
                + lines.unit()
                + " "
                + lines.at(record.position())
                + column
                + ": "
                + record.reason()
                + (shown.isEmpty() ? "" : ". The record: " + shown);
    }

    /** What is not UTF-8 is shown by the replacement character. */
    private static String text(byte[] raw) {
        return new String(raw, StandardCharsets.UTF_8);
    }
}
