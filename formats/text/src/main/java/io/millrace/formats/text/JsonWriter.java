package io.millrace.formats.text;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Format.WriteRequest;
import io.millrace.dataflow.connector.FormatWriter;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a JSON object a line. */
final class JsonWriter implements FormatWriter {
    private final TextTarget target;
    private final Schema schema;
    private final JsonValueWriter values;

    /** What comes before each value: a brace or comma, its name and a colon. */
    private final byte[][] names;

    private final NullMembers nulls;

    /** What becomes of a missing value. */
    enum NullMembers {
        WRITTEN,
        LEFT_OUT
    }

    JsonWriter(OutputStream output, char separator, NullMembers nulls, WriteRequest request) {
        this.target = new TextTarget(output);
        this.schema = request.schema();
        this.values = new JsonValueWriter(separator);
        this.nulls = nulls;
        this.names = new byte[schema.size()][];
        for (int i = 0; i < names.length; i++) {
            ByteSink name = new ByteSink();
            byte[] text = schema.field(i).name().getBytes(StandardCharsets.UTF_8);
            JsonValueWriter.writeString(text, 0, text.length, name);
            name.writeByte(':');
            names[i] = name.toBytes();
        }
    }

    @Override
    public void write(Batch batch, int from, int to) {
        ByteSink sink = target.sink();
        for (int row = from; row < to; row++) {
            int position = batch.position(row);
            byte separator = '{';
            for (int i = 0; i < names.length; i++) {
                if (nulls == NullMembers.LEFT_OUT && batch.column(i).isNull(position)) {
                    continue;
                }
                sink.writeByte(separator);
                separator = ',';
                sink.write(names[i], 0, names[i].length);
                values.write(schema.type(i), batch.column(i), position, sink);
            }
            if (separator == '{') {
                sink.writeByte('{');
            }
            sink.writeByte('}');
            sink.writeByte('\n');
            target.flushWhenLarge();
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
}
