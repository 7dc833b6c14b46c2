package io.millrace.connectors.files;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.source.Source;
import java.nio.file.Path;
import java.util.List;

/** Makes the connector {@code filesystem}. */
public final class FilesConnectorFactory implements ConnectorFactory {

    @Override
    public String name() {
        return "filesystem";
    }

    @Override
    public String doc() {
        return "Files and folders on local disks";
    }

    @Override
    public boolean usesFormat() {
        return true;
    }

    @Override
    public List<Option> options() {
        return FileOptions.ALL;
    }

    @Override
    public List<String> metadata() {
        return FileMetadata.ALL;
    }

    @Override
    public Source source(TableOptions table) {
        FileListing.root(table);
        return new FileSource(
                table, FileOptions.reading(table), Connectors.format(PartitionPath.withoutPartitions(table)));
    }

    @Override
    public Sink sink(TableOptions table) {
        FileListing.root(table);
        FileOptions.Writing writing = FileOptions.writing(table);
        Format format = Connectors.format(PartitionPath.withoutPartitions(table));
        if (format.access() == Format.Access.RANDOM && writing.compression() != DiskFile.Compression.NONE) {
            throw MillraceException.user(
                    "bad-option",
                    "Table "
                            + table.name()
                            + ": '"
                            + FileOptions.COMPRESSION.name()
                            + "' is for text; format '"
                            + format.name()
                            + "' compresses inside of its files, see '"
                            + format.name()
                            + ".compression'");
        }
        return new FileSink(table, writing, format);
    }

    @Override
    public Schema infer(TableOptions table) {
        Format format = Connectors.format(table);
        Path root = FileListing.root(table);
        List<Path> files = FileListing.list(root);
        if (files.isEmpty()) {
            throw MillraceException.user(
                    "columns-unknown",
                    "Table " + table.name() + ": there is no file at " + root + " to tell its columns from");
        }
        try (FileInput file = DiskFile.open(files.getFirst())) {
            return format.infer(file);
        }
    }
}
