package io.millrace.connectors.files;

import io.millrace.connectors.files.FileOptions.OnError;
import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BytesBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.connector.BadRecords;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Rejects;
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
            case OnError.ToTable table -> append(record);
        }
    }

    /** The records kept since the last call. */
    Optional<Batch> take() {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.build());
    }

    void close() {
        rows.close();
        lines.close();
    }

    private String describe(BadRecord record) {
        String text = text(record);
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

    private void append(BadRecord record) {
        ((BytesBuilder) rows.column(0)).append(path.toString());
        ((LongBuilder) rows.column(1)).append(lines.at(record.position()));
        ((BytesBuilder) rows.column(2)).append(record.column());
        ((BytesBuilder) rows.column(3)).append(record.reason());
        ((BytesBuilder) rows.column(4)).append(text(record));
        rows.endRow(1);
    }

    /** What is not UTF-8 is shown by the replacement character. */
    private static String text(BadRecord record) {
        return new String(record.raw(), StandardCharsets.UTF_8);
    }
}
