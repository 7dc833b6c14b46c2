package io.millrace.connectors.files;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.source.OnError;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import java.util.List;
import java.util.Optional;

/** Files of one format, read in ranges. */
record FileSource(TableOptions table, FileOptions.Reading reading, Format format) implements Source {

    @Override
    public Schema schema() {
        return table.schema();
    }

    @Override
    public Boundedness boundedness() {
        return reading.monitors() ? Boundedness.UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator enumerator(EnumeratorContext context) {
        return new FileEnumerator(FileListing.root(table), reading, format, context);
    }

    @Override
    public SplitReader reader(ReaderContext context) {
        FileSplit split = FileSplit.of(context.split());
        if (format.access() == Format.Access.RANDOM
                && DiskFile.Compression.of(split.path()) != DiskFile.Compression.NONE) {
            throw MillraceException.user(
                    "bad-file",
                    "File "
                            + split.path()
                            + " is compressed as a whole, in which format '"
                            + format.name()
                            + "' cannot be read");
        }
        return new FileReader(this, split, context);
    }

    @Override
    public void requireUnchanged(List<Split> begun) {
        for (Split each : begun) {
            FileSplit split = FileSplit.of(each);
            split.fingerprint().require(split.path());
        }
    }

    @Override
    public void requireRereadable(String enumerated) {
        FileEnumerator.requireRereadable(enumerated);
    }

    @Override
    public Optional<OnError> onError() {
        return Optional.of(reading.onError());
    }

    @Override
    public String describe() {
        return "files " + table.raw(FileOptions.PATH.name()) + " (" + format.name() + ")";
    }
}
