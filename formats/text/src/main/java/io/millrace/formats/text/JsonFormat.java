package io.millrace.formats.text;

import io.millrace.data.Schema;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.connector.FormatWriter;
import java.io.OutputStream;
import java.util.List;

/** A JSON object a line. A line end never stands inside one, so a file can be cut at any line. */
record JsonFormat(JsonScanner.MissingMembers missing, JsonWriter.NullMembers nulls, char separator, Schema schema)
        implements Format {

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String extension() {
        return ".json";
    }

    @Override
    public Access access() {
        return Access.FORWARD;
    }

    @Override
    public List<Range> cut(FileInput file, long aboutBytes) {
        return CsvCut.even(file.size(), aboutBytes);
    }

    @Override
    public Schema infer(FileInput file) {
        return JsonInference.infer(file);
    }

    @Override
    public FormatReader reader(FileInput file, Range range, long position, ReadRequest request) {
        Window window = new Window(file, 0);
        if (position != FormatReader.START) {
            window.seek(position);
        } else if (range.start() > 0) {
            window.seek(range.start() - 1);
            window.skipLine();
        } else {
            window.fill();
            CsvFormat.skipMark(window);
        }
        JsonScanner scanner = new JsonScanner(JsonShape.of(schema, request.fields()), missing);
        return new RecordReader(window, range, scanner, TextColumns.targets(schema, request), request);
    }

    @Override
    public FormatWriter writer(OutputStream target, WriteRequest request) {
        return new JsonWriter(target, separator, nulls, request);
    }
}
