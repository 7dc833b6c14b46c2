package io.millrace.connectors.generators.sinks;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Schema;
import io.millrace.data.ValueText;
import io.millrace.dataflow.sink.SinkWriter;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints lines once they are committed. So much as is held back for that is bounded: beyond it lines are printed as
 * they come, and after a failure some of them are printed again.
 */
final class PrintWriter implements SinkWriter {
    private static final int MAX_HELD_BYTES = 1 << 20;

    private final Schema schema;
    private final String prefix;
    private final PrintStream stream;
    private final ByteSink lines = new ByteSink();
    private final Map<String, byte[]> prepared = new LinkedHashMap<>();
    private int preparedBytes;

    PrintWriter(Schema schema, String prefix, PrintStream stream) {
        this.schema = schema;
        this.prefix = prefix;
        this.stream = stream;
    }

    @Override
    public void recover(List<String> tickets) {}

    @Override
    public void write(Batch batch, int from) {
        for (int row = from; row < batch.size(); row++) {
            int position = batch.position(row);
            int weight = batch.weightAt(position);
            for (int i = Math.abs(weight); i > 0; i--) {
                writeLine(batch, position, weight);
            }
            if (lines.size() + preparedBytes > MAX_HELD_BYTES) {
                printAll();
            }
        }
    }

    @Override
    public List<String> prepare(long barrier) {
        if (lines.size() == 0) {
            return List.of();
        }
        String ticket = Long.toString(barrier);
        prepared.put(ticket, lines.toBytes());
        preparedBytes += lines.size();
        lines.reset();
        return List.of(ticket);
    }

    @Override
    public void commit(List<String> tickets) {
        for (String ticket : tickets) {
            byte[] text = prepared.remove(ticket);
            if (text != null) {
                preparedBytes -= text.length;
                stream.write(text, 0, text.length);
            }
        }
        stream.flush();
    }

    @Override
    public void close() {}

    private void printAll() {
        for (byte[] text : prepared.values()) {
            stream.write(text, 0, text.length);
        }
        prepared.clear();
        preparedBytes = 0;
        stream.write(lines.array(), 0, lines.size());
        lines.reset();
    }

    private void writeLine(Batch batch, int position, int weight) {
        lines.write(prefix);
        lines.write(weight > 0 ? "+I[" : "-D[");
        for (int i = 0; i < schema.size(); i++) {
            if (i > 0) {
                lines.write(", ");
            }
            if (batch.column(i).isNull(position)) {
                lines.write("null");
            } else {
                ValueText.append(batch.column(i), schema.type(i), position, lines);
            }
        }
        lines.write("]\n");
    }
}
