package io.millrace.testing.oracle;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Schema;
import io.millrace.data.ValueText;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import io.millrace.testing.oracle.Rows.Row;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps the changes it is given under a name, for a test to take. */
record GatheringSink(String name, Schema schema) implements Sink {
    private static final Map<String, List<Change>> GATHERED = new ConcurrentHashMap<>();

    /** A row that came or went, so many times. */
    record Change(Row row, int weight) {}

    /** Makes room for the rows of a job. */
    static void begin(String name) {
        GATHERED.put(name, new ArrayList<>());
    }

    /** What came since {@link #begin}, in the order in which it came. */
    static List<Change> take(String name) {
        List<Change> changes = GATHERED.remove(name);
        if (changes == null) {
            throw new IllegalStateException("nothing was begun under " + name);
        }
        return changes;
    }

    @Override
    public SinkWriter writer(WriterContext context) {
        List<Change> changes = GATHERED.get(name);
        if (changes == null) {
            throw new IllegalStateException("nothing was begun under " + name);
        }
        return new Writer(schema, context.services().session().timeZone(), changes);
    }

    @Override
    public Accepts accepts() {
        return Accepts.WEIGHTS;
    }

    @Override
    public String describe() {
        return "gathered";
    }

    private record Writer(Schema schema, ZoneId zone, List<Change> changes) implements SinkWriter {
        @Override
        public void recover(List<String> tickets) {}

        @Override
        public void write(Batch batch, int from) {
            for (int row = from; row < batch.size(); row++) {
                int position = batch.position(row);
                Change change = new Change(row(batch, position), batch.isWeighted() ? batch.weightAt(position) : 1);
                synchronized (changes) {
                    changes.add(change);
                }
            }
        }

        private Row row(Batch batch, int position) {
            List<@Nullable Object> values = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            ByteSink bytes = new ByteSink();
            for (int i = 0; i < schema.size(); i++) {
                DataType type = schema.type(i);
                @Nullable Object value = Columns.value(batch.column(i), type, position);
                values.add(value);
                bytes.reset();
                if (value != null) {
                    ValueText.append(batch.column(i), type, position, zone, bytes);
                }
                texts.add(value == null ? "NULL" : quoted(bytes.toString()));
            }
            return new Row(values, String.join(" | ", texts));
        }

        /** Quotes around a text that would be taken for something else, or not be seen. */
        private static String quoted(String text) {
            boolean plain =
                    !text.isEmpty()
                            && !text.equals("NULL")
                            && text.equals(text.strip())
                            && text.chars().noneMatch(c -> c == '|' || c == '\n' || c == '\r' || c == '"');
            return plain ? text : '"' + text.replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r") + '"';
        }

        @Override
        public List<String> prepare(long barrier) {
            return List.of();
        }

        @Override
        public void commit(List<String> tickets) {}

        @Override
        public void close() {}
    }
}
