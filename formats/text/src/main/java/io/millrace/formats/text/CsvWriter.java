package io.millrace.formats.text;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Format.WriteRequest;
import io.millrace.dataflow.connector.FormatWriter;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes CSV: quotes only where they are needed, lines end with a line feed. Nested values are JSON. */
final class CsvWriter implements FormatWriter {
    private final TextTarget target;
    private final CsvDialect dialect;
    private final Schema schema;
    private final byte[] nullLiteral;
    private final ValueWriter values = new ValueWriter(' ');
    private final JsonValueWriter nested = new JsonValueWriter(' ');
    private final ByteSink field = new ByteSink();

    CsvWriter(OutputStream output, CsvDialect dialect, WriteRequest request) {
        this.target = new TextTarget(output);
        this.dialect = dialect;
        this.schema = request.schema();
        this.nullLiteral = dialect.nullLiteral().getBytes(StandardCharsets.UTF_8);
        if (dialect.hasHeader()) {
            for (int i = 0; i < schema.size(); i++) {
                separate(i);
                field.write(schema.field(i).name());
                writeField();
            }
            target.sink().writeByte('\n');
        }
    }

    @Override
    public void write(Batch batch, int from, int to) {
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Columns.flat(batch.column(i), BufferPool.HEAP);
        }
        for (int row = from; row < to; row++) {
            int position = batch.position(row);
            for (int i = 0; i < columns.length; i++) {
                separate(i);
                writeValue(schema.type(i), columns[i], position);
            }
            target.sink().writeByte('\n');
            target.flushWhenLarge();
        }
        for (Column column : columns) {
            column.release();
        }
    }

    @Override
    public long sizeBytes() {
        return target.sizeBytes();
    }

    @Override
    public void finish() {
        target.flush();
    }

    private void separate(int column) {
        if (column > 0) {
            target.sink().writeByte(dialect.delimiter());
        }
    }

    private void writeValue(DataType type, Column column, int position) {
        if (column.isNull(position)) {
            target.sink().write(nullLiteral, 0, nullLiteral.length);
            return;
        }
        switch (type.storage()) {
            case ARRAY, MAP, ROW -> nested.write(type, column, position, field);
            default -> values.write(type, column, position, field);
        }
        writeField();
    }

    /** Writes what is in {@link #field}, in quotes where it could be read as something else. */
    private void writeField() {
        byte[] data = field.array();
        int length = field.size();
        ByteSink sink = target.sink();
        if (dialect.quote() == CsvDialect.NO_QUOTE || !needsQuotes(data, length)) {
            sink.write(data, 0, length);
        } else {
            byte quote = (byte) dialect.quote();
            sink.writeByte(quote);
            for (int i = 0; i < length; i++) {
                if (data[i] == quote) {
                    sink.writeByte(quote);
                }
                sink.writeByte(data[i]);
            }
            sink.writeByte(quote);
        }
        field.reset();
    }

    private boolean needsQuotes(byte[] data, int length) {
        if (length == 0 || Arrays.equals(data, 0, length, nullLiteral, 0, nullLiteral.length)) {
            return true;
        }
        boolean edges = data[0] == '#' || data[0] == ' ' || data[length - 1] == ' ';
        for (int i = 0; i < length; i++) {
            byte b = data[i];
            edges |= b == dialect.delimiter() || b == dialect.quote() || b == '\n' || b == '\r';
        }
        return edges;
    }
}
