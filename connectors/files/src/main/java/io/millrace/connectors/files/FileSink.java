package io.millrace.connectors.files;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of files of one format. */
record FileSink(TableOptions table, FileOptions.Writing writing, Format format) implements Sink {

    @Override
    public SinkWriter writer(WriterContext context) {
        Path folder = FileListing.root(table);
        if (Files.isRegularFile(folder)) {
            throw MillraceException.user(
                    "not-a-folder",
                    "Table " + table.name() + ": " + folder + " is a file; what is written goes into a folder");
        }
        return new FileSinkWriter(
                this, new PartNames(folder, format.extension() + writing.compression().extension(), context), context);
    }

    @Override
    public Accepts accepts() {
        return Accepts.APPEND;
    }

    @Override
    public Visibility visibility() {
        return Visibility.COMMITTED;
    }

    @Override
    public String describe() {
        return "files " + table.raw(FileOptions.PATH.name()) + " (" + format.name() + ")";
    }
}
