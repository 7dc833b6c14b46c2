package io.millrace.formats.parquet;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
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
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Parquet files in memory, and the rows that are in them, for tests. */
final class Tables {
    final List<BadRecord> bad = new ArrayList<>();
    ZoneId zone = ZoneId.of("UTC");
    List<Expression> filters = List.of();
    BufferPool pool = BufferPool.HEAP;
    private final Format format;
    private final Schema schema;

    Tables(Schema schema, String... options) {
        this.format = format(schema, options);
        this.schema = schema;
    }

    static Format format(Schema schema, String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new ParquetFormatFactory()
                .format(new TableOptions("t", schema, TableOptions.Keys.NONE, map, Path.of(".")));
    }

    /** The columns that a file says it has. */
    static Schema infer(byte[] file) {
        return format(new Schema(List.of())).infer(new Memory(file));
    }

    Format format() {
        return format;
    }

    List<List<Object>> read(byte[] file) {
        return read(file, Range.WHOLE, all());
    }

    List<FieldPath> all() {
        return IntStream.range(0, schema.size()).mapToObj(FieldPath::of).toList();
    }

    List<List<Object>> read(byte[] file, Range range, List<FieldPath> fields) {
        List<List<Object>> rows = new ArrayList<>();
        bad.clear();
        try (FormatReader reader = reader(new Memory(file), range, FormatReader.START, fields)) {
            drain(reader, fields, rows);
        }
        return rows;
    }

    void drain(FormatReader reader, List<FieldPath> fields, List<List<Object>> rows) {
        while (!reader.isEnded()) {
            reader.next().ifPresent(batch -> add(batch, fields, rows));
        }
    }

    FormatReader reader(FileInput file, Range range, long position, List<FieldPath> fields) {
        Services services = new Services(pool, new SessionSettings(zone), 1 << 26);
        return format.reader(file, range, position, new ReadRequest(fields, filters, bad::add, services));
    }

    void add(Batch batch, List<FieldPath> fields, List<List<Object>> rows) {
        for (int row = 0; row < batch.size(); row++) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < batch.columnCount(); i++) {
                values.add(Columns.value(batch.column(i), type(fields.get(i)), batch.position(row)));
            }
            rows.add(values);
        }
        batch.release();
    }

    private DataType type(FieldPath path) {
        DataType type = new DataType.Row(schema.fields());
        for (int index : path.indices()) {
            Field field = ((DataType.Row) type).fields().get(index);
            type = field.type();
        }
        return type;
    }

    /** The file of rows of Java values. */
    byte[] write(List<List<Object>> values) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        FormatWriter writer = format.writer(output, new WriteRequest(schema, SessionSettings.UTC));
        BatchBuilder builder = new BatchBuilder(schema, BufferPool.HEAP);
        for (List<Object> row : values) {
            for (int i = 0; i < schema.size(); i++) {
                builder.column(i).appendValue(schema.type(i), row.get(i));
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

    /** A file in memory that counts what is read of it. */
    static final class Memory implements FileInput {
        private final byte[] bytes;
        long bytesRead;

        Memory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return "memory.parquet";
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            if (position >= bytes.length) {
                return -1;
            }
            int count = (int) Math.min(bytes.length - position, Math.min(length, 100_000));
            System.arraycopy(bytes, (int) position, target, offset, count);
            bytesRead += count;
            return count;
        }

        @Override
        public void close() {}
    }
}
