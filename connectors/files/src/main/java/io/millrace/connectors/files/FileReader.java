package io.millrace.connectors.files;

import io.millrace.data.Batch;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format.ReadRequest;
import io.millrace.dataflow.connector.Format.Services;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.RowOrigin;
import io.millrace.dataflow.source.SplitReader;
import java.util.Optional;

/** Reads one range of a file. */
final class FileReader implements SplitReader {
    private static final Polled.End END = new Polled.End();

    private final FileInput file;
    private final FormatReader reader;
    private final RejectedRecords rejected;
    private final PartitionColumns partitions;

    FileReader(FileSource source, FileSplit split, ReaderContext context) {
        ReaderContext.Services services = context.services();
        this.file = split.open();
        this.rejected =
                new RejectedRecords(split.path(), source.format().access(), source.reading().onError(), services);
        this.partitions = PartitionColumns.of(source, split.path(), context.fields());
        ReadRequest request =
                new ReadRequest(
                        partitions.inFile(),
                        partitions.inFile(context.filters()),
                        rejected,
                        new Services(services.buffers(), services.session(), source.reading().maxRecordBytes()));
        long position = context.position().isEmpty() ? FormatReader.START : Long.parseLong(context.position());
        this.reader = source.format().reader(file, split.range(), position, request);
    }

    @Override
    public Polled poll() {
        while (true) {
            Optional<Batch> rows = reader.next().map(partitions::complete);
            Optional<Batch> rejects = rejected.take();
            if (rejects.isPresent()) {
                return new Polled.RowsAndRejects(rows, rejects.get());
            }
            if (rows.isPresent()) {
                return new Polled.Rows(rows.get());
            }
            if (reader.isEnded()) {
                return END;
            }
        }
    }

    @Override
    public void aim(int rows) {
        reader.aim(rows);
    }

    @Override
    public String position() {
        return Long.toString(reader.position());
    }

    @Override
    public Optional<RowOrigin> origin(int position) {
        return reader.record(position).map(record -> rejected.origin(record.position(), record.raw()));
    }

    @Override
    public void close() {
        reader.close();
        rejected.close();
        file.close();
    }
}
