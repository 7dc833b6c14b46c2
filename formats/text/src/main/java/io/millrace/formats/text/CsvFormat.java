package io.millrace.formats.text;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.connector.FormatWriter;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Comma-separated values, RFC 4180. */
record CsvFormat(CsvDialect dialect, CsvCut cut, Schema schema) implements Format {
    /** A line without anything in it, which is no header. */
    private static final List<String> BLANK = List.of("");

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String extension() {
        return ".csv";
    }

    @Override
    public Access access() {
        return Access.FORWARD;
    }

    @Override
    public List<Range> cut(FileInput file, long aboutBytes) {
        return cut.ranges(file, dialect, aboutBytes);
    }

    @Override
    public Schema infer(FileInput file) {
        return CsvInference.infer(file, dialect);
    }

    @Override
    public FormatReader reader(FileInput file, Range range, long position, ReadRequest request) {
        Window window = new Window(file, 0);
        List<String> fileColumns = schema.fields().stream().map(field -> field.name()).toList();
        if (dialect.hasHeader() || range.start() == 0 && position == FormatReader.START) {
            window.fill();
            skipMark(window);
            if (dialect.hasHeader()) {
                List<String> names = header(window, dialect, file.name());
                fileColumns = names.isEmpty() ? fileColumns : names;
            }
        }
        if (position != FormatReader.START) {
            window.seek(position);
        } else if (range.start() > window.position(window.from)) {
            window.seek(range.start() - 1);
            window.skipLine();
        }
        int[] slotOf = slots(fileColumns, request, file.name());
        return new RecordReader(
                window, range, new CsvScanner(dialect, slotOf), TextColumns.targets(schema, request), request);
    }

    @Override
    public FormatWriter writer(OutputStream target, WriteRequest request) {
        return new CsvWriter(target, dialect, request);
    }

    /** The slot of each column of the file. */
    private int[] slots(List<String> fileColumns, ReadRequest request, String file) {
        int[] slotOf = new int[Math.max(1, fileColumns.size())];
        Arrays.fill(slotOf, request.fields().size());
        for (int slot = 0; slot < request.fields().size(); slot++) {
            FieldPath path = request.fields().get(slot);
            if (path.indices().size() != 1) {
                throw MillraceException.internal("CSV has no fields inside fields: " + path);
            }
            String name = schema.field(path.indices().getFirst()).name();
            int column = indexOf(fileColumns, name);
            if (column < 0) {
                throw MillraceException.user(
                        "column-missing",
                        "File "
                                + file
                                + " has no column '"
                                + name
                                + "': its header names "
                                + String.join(", ", fileColumns));
            }
            if (slotOf[column] != request.fields().size()) {
                throw MillraceException.internal("column " + name + " is asked for twice");
            }
            slotOf[column] = slot;
        }
        return slotOf;
    }

    private static int indexOf(List<String> names, String name) {
        int exact = names.indexOf(name);
        for (int i = 0; exact < 0 && i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return exact;
    }

    /** Goes past the mark that some programs put before UTF-8. */
    static void skipMark(Window window) {
        byte[] data = window.data;
        if (window.limit >= 3 && (data[0] & 0xFF) == 0xEF && (data[1] & 0xFF) == 0xBB && (data[2] & 0xFF) == 0xBF) {
            window.from = 3;
        }
    }

    /** Reads the names in the first record and goes past it; no names where the file is empty. */
    static List<String> header(Window window, CsvDialect dialect, String file) {
        int columns = 1;
        while (true) {
            int[] slotOf = new int[columns];
            for (int i = 0; i < columns; i++) {
                slotOf[i] = i;
            }
            Spans spans = new Spans(columns);
            CsvDialect plain =
                    new CsvDialect(
                            dialect.delimiter(), dialect.quote(), CsvDialect.Header.ABSENT, "", dialect.comments());
            CsvScanner scanner = new CsvScanner(plain, slotOf);
            int next = scanner.scan(window.data, window.from, window.limit, window.from + 1, window.isLast(), spans);
            if (next == window.from || spans.count > 0) {
                List<String> names = names(window, scanner, spans, columns);
                window.from = next;
                if (!names.equals(BLANK)) {
                    return names;
                }
                continue;
            }
            if (spans.faults.isEmpty()) {
                window.from = next;
                continue;
            }
            int found = scanner.columnsSeen();
            if (found <= columns) {
                throw MillraceException.user("bad-header", "The header of file " + file + " is malformed");
            }
            columns = found;
        }
    }

    private static List<String> names(Window window, CsvScanner scanner, Spans spans, int columns) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns && spans.count > 0; i++) {
            long span = spans.values[i * Spans.STRIDE];
            int start = Spans.start(span);
            int end = Spans.end(span);
            byte[] text = span == Spans.NULL ? new byte[0] : Arrays.copyOfRange(window.data, start, end);
            if (span != Spans.NULL && Spans.isEscaped(span)) {
                byte[] resolved = new byte[text.length];
                text = Arrays.copyOf(resolved, scanner.escapes().resolve(window.data, start, end, resolved));
            }
            names.add(new String(text, StandardCharsets.UTF_8).trim());
        }
        return names;
    }
}
