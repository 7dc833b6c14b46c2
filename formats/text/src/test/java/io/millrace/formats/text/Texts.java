package io.millrace.formats.text;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.Columns;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.connector.BadRecords;
import io.millrace.dataflow.connector.BadRecords.BadRecord;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.Format.Range;
import io.millrace.dataflow.connector.Format.ReadRequest;
import io.millrace.dataflow.connector.Format.Services;
import io.millrace.dataflow.connector.Format.WriteRequest;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.connector.FormatWriter;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Texts in memory, and the rows that formats make of them, for tests. */
final class Texts {
    final List<BadRecord> bad = new ArrayList<>();
    final List<List<Object>> rows = new ArrayList<>();
    private final Format format;
    private final Schema schema;
    int maxRecordBytes = 1 << 26;

    Texts(Format format, Schema schema) {
        this.format = format;
        this.schema = schema;
    }

    static Texts csv(Schema schema, String... options) {
        return new Texts(new CsvFormatFactory().format(table(schema, options)), schema);
    }

    static Texts json(Schema schema, String... options) {
        return new Texts(new JsonFormatFactory().format(table(schema, options)), schema);
    }

    static TableOptions table(Schema schema, String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new TableOptions("t", schema, TableOptions.Keys.NONE, map, Path.of("."));
    }

    Format format() {
        return format;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All rows of a text; what is bad is in {@link #bad}. */
    List<List<Object>> read(String text) {
        return read(bytes(text));
    }

    List<List<Object>> read(byte[] text) {
        return read(text, Range.WHOLE);
    }

    List<List<Object>> read(byte[] text, Range range) {
        rows.clear();
        bad.clear();
        try (FormatReader reader = reader(text, range, FormatReader.START)) {
            drain(reader);
        }
        return rows;
    }

    void drain(FormatReader reader) {
        while (!reader.isEnded()) {
            reader.next().ifPresent(this::add);
        }
    }

    FormatReader reader(byte[] text, Range range, long position) {
        return reader(text, range, position, IntStream.range(0, schema.size()).mapToObj(FieldPath::of).toList());
    }

    FormatReader reader(byte[] text, Range range, long position, List<FieldPath> fields) {
        BadRecords into = bad::add;
        Services services = new Services(BufferPool.HEAP, SessionSettings.UTC, maxRecordBytes);
        return format.reader(new Memory(text), range, position, new ReadRequest(fields, List.of(), into, services));
    }

    void add(Batch batch) {
        for (int row = 0; row < batch.size(); row++) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < batch.columnCount(); i++) {
                values.add(Columns.value(batch.column(i), schema.type(i), batch.position(row)));
            }
            rows.add(values);
        }
        batch.release();
    }

    /** The text of rows of Java values. */
    byte[] write(List<List<Object>> values) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        FormatWriter writer = format.writer(output, new WriteRequest(schema, SessionSettings.UTC));
        BatchBuilder builder = new BatchBuilder(schema, BufferPool.HEAP);
        for (List<Object> row : values) {
            for (int i = 0; i < schema.size(); i++) {
                if (row.get(i) == null) {
                    builder.column(i).appendNull();
                } else {
                    builder.column(i).appendValue(schema.type(i), row.get(i));
                }
            }
            builder.endRow(1);
            if (builder.isFull()) {
                flush(builder, writer);
            }
        }
        flush(builder, writer);
        writer.finish();
        return output.toByteArray();
    }

    private static void flush(BatchBuilder builder, FormatWriter writer) {
        if (!builder.isEmpty()) {
            Batch batch = builder.build();
            writer.write(batch, 0, batch.size());
            batch.release();
        }
    }

    static Optional<Object> none() {
        return Optional.empty();
    }

    /** A file in memory, which hands out a few bytes at a time. */
    record Memory(byte[] text) implements FileInput {
        @Override
        public String name() {
            return "memory.txt";
        }

        @Override
        public long size() {
            return text.length;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            if (position >= text.length) {
                return -1;
            }
            int count = (int) Math.min(text.length - position, length);
            System.arraycopy(text, (int) position, target, offset, count);
            return count;
        }

        @Override
        public void close() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Memory memory && Arrays.equals(text, memory.text);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(text);
        }
    }
}
