package io.millrace.formats.parquet;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.connector.FormatWriter;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.formats.parquet.column.ColumnReader;
import io.millrace.formats.parquet.column.FileTypes;
import io.millrace.formats.parquet.column.TreeBuilder;
import io.millrace.formats.parquet.file.Footer;
import io.millrace.formats.parquet.file.RowGroup;
import io.millrace.formats.parquet.write.ParquetWriter;
import java.io.OutputStream;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Parquet: row groups, in them columns, in them pages. A position in a file is the number of a row. */
record ParquetFormat(Schema schema, Clock clock, ParquetWriter.Settings writing) implements Format {

    /** Which clock shows moments that are read as timestamps without a zone. */
    enum Clock {
        SESSION,
        UTC
    }

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public String extension() {
        return ".parquet";
    }

    @Override
    public Access access() {
        return Access.RANDOM;
    }

    /** Ranges of whole row groups; each belongs to the range in which it begins. */
    @Override
    public List<Range> cut(FileInput file, long aboutBytes) {
        List<Range> ranges = new ArrayList<>();
        long start = 0;
        List<RowGroup> groups = Footer.read(file).groups();
        for (int i = 0; i + 1 < groups.size(); i++) {
            long next = groups.get(i + 1).start();
            if (groups.get(i).end() - start >= aboutBytes && next > start) {
                ranges.add(new Range(start, next));
                start = next;
            }
        }
        ranges.add(new Range(start, Range.TO_THE_END));
        return ranges;
    }

    @Override
    public Schema infer(FileInput file) {
        Schema found = FileTypes.schema(Footer.read(file).schema());
        if (found.fields().isEmpty()) {
            throw MillraceException.user("columns-unknown", "File " + file.name() + " has no columns that can be read");
        }
        return found;
    }

    @Override
    public FormatReader reader(FileInput file, Range range, long position, ReadRequest request) {
        Footer footer = Footer.read(file);
        ZoneId zone = clock == Clock.UTC ? ZoneOffset.UTC : request.services().session().timeZone();
        TreeBuilder trees = new TreeBuilder(file, request.services().buffers(), zone);
        List<ParquetReader.Wanted> columns = new ArrayList<>();
        List<List<Field>> paths = new ArrayList<>();
        for (FieldPath path : request.fields()) {
            paths.add(fields(path));
            ColumnReader reader = trees.column(footer.schema(), paths.getLast());
            columns.add(new ParquetReader.Wanted(reader, (path.indices().getFirst() + 1) + " (" + reader.name() + ")"));
        }
        RowRanges rows = RowRanges.of(file, footer, range, new Conditions(request.filters(), paths));
        return new ParquetReader(columns, rows.from(position), request.bad());
    }

    @Override
    public FormatWriter writer(OutputStream target, WriteRequest request) {
        return new ParquetWriter(target, request.schema(), writing);
    }

    /** The fields on the way from the table's columns to the end of a path. */
    private List<Field> fields(FieldPath path) {
        List<Field> fields = new ArrayList<>();
        List<Field> among = schema.fields();
        for (int index : path.indices()) {
            Field field = among.get(index);
            fields.add(field);
            among = field.type() instanceof DataType.Row row ? row.fields() : List.of();
        }
        return fields;
    }
}
