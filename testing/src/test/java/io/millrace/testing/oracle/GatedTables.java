package io.millrace.testing.oracle;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.SourceSpec;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import io.millrace.sql.TableConnector;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Tables whose rows are made of their number, and are read up to a gate: so a job can be stopped where a test wants it.
 * A column's value depends on its name and the number alone. The option {@code stream} names what is read: tables with
 * the same one read the same. With one split their rows come in order. With {@code once} nothing can be read again, and
 * {@code lasting} is a sink whose rows stay once they are committed.
 */
final class GatedTables implements TableConnector {
    /** Readers give rows before this one, and then wait. */
    private static volatile int gate;

    /** There are so many rows. */
    private static volatile int total;

    private static final Map<String, LongAdder> BEFORE_BARRIER = new ConcurrentHashMap<>();
    private static final Set<Object> WAITING = ConcurrentHashMap.newKeySet();

    private final String prefix;

    /**
     * @param prefix of the names under which rows are gathered
     */
    GatedTables(String prefix) {
        this.prefix = prefix;
    }

    static void open(int rows, int ofRows) {
        WAITING.clear();
        gate = rows;
        total = ofRows;
    }

    /** Waits until the scans of a job have read all that they may. */
    static void awaitGate(JobGraph graph) throws InterruptedException {
        int readers =
                graph.vertices().stream()
                        .filter(vertex -> vertex.spec() instanceof SourceSpec)
                        .mapToInt(vertex -> ((GatedSource) ((SourceSpec) vertex.spec()).source()).splits())
                        .sum();
        for (int tries = 0; WAITING.size() < readers; tries++) {
            if (tries > 12_000) {
                throw new AssertionError(WAITING.size() + " readers came to the gate of " + readers);
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void check(TableDefinition table) {}

    @Override
    public Schema infer(TableDefinition table) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Source source(TableDefinition table) {
        return new GatedSource(
                table.options().getOrDefault("stream", ""),
                table.readSchema(),
                Integer.parseInt(table.options().getOrDefault("splits", "2")),
                Boolean.parseBoolean(table.options().getOrDefault("once", "false")));
    }

    @Override
    public Sink sink(TableDefinition table) {
        return new NamedSink(
                table.name(),
                new GatheringSink(prefix + table.name(), table.writeSchema()),
                Boolean.parseBoolean(table.options().getOrDefault("lasting", "false"))
                        ? Sink.Visibility.COMMITTED
                        : Sink.Visibility.AT_ONCE);
    }

    @Override
    public Sink results(Schema schema, Changes changes) {
        return new NamedSink("", new GatheringSink(prefix, schema), Sink.Visibility.AT_ONCE);
    }

    /** A gathering sink whose target is a table, whatever run it is. */
    record NamedSink(String table, GatheringSink gathering, Visibility visibility) implements Sink {
        @Override
        public SinkWriter writer(WriterContext context) {
            return new CountingWriter(gathering.name(), gathering.writer(context));
        }

        @Override
        public Accepts accepts() {
            return gathering.accepts();
        }

        @Override
        public String describe() {
            return "table " + table;
        }
    }

    /** How many rows came before the first barrier, by the names under which they are gathered. */
    static int rowsBeforeBarrier(String name) {
        LongAdder rows = BEFORE_BARRIER.get(name);
        return rows == null ? 0 : rows.intValue();
    }

    private static final class CountingWriter implements SinkWriter {
        private final String name;
        private final SinkWriter writer;
        private int rows;
        private boolean isCounted;

        CountingWriter(String name, SinkWriter writer) {
            this.name = name;
            this.writer = writer;
        }

        @Override
        public void recover(List<String> tickets) {
            writer.recover(tickets);
        }

        @Override
        public void write(Batch batch, int from) {
            rows += batch.size() - from;
            writer.write(batch, from);
        }

        @Override
        public List<String> prepare(long barrier) {
            if (!isCounted) {
                BEFORE_BARRIER.computeIfAbsent(name, ignored -> new LongAdder()).add(rows);
                isCounted = true;
            }
            return writer.prepare(barrier);
        }

        @Override
        public void commit(List<String> tickets) {
            writer.commit(tickets);
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    record GatedSource(String stream, Schema schema, int splits, boolean once) implements Source {
        @Override
        public Boundedness boundedness() {
            return Boundedness.UNBOUNDED;
        }

        @Override
        public SplitEnumerator enumerator(EnumeratorContext context) {
            List<Split> all = new ArrayList<>();
            for (int split = 0; split < splits; split++) {
                all.add(new Split(stream + split, Integer.toString(split)));
            }
            return Source.fixed(all, context);
        }

        @Override
        public SplitReader reader(ReaderContext context) {
            return new Reader(this, context);
        }

        @Override
        public void requireRereadable(String enumerated) {
            if (once) {
                throw MillraceException.user("read-once", "what was read of it is gone");
            }
        }

        @Override
        public String describe() {
            return "stream " + stream;
        }
    }

    private static final class Reader implements SplitReader {
        private final GatedSource source;
        private final ReaderContext context;
        private final BatchBuilder builder;
        private final List<Field> fields = new ArrayList<>();
        private int next;

        Reader(GatedSource source, ReaderContext context) {
            this.source = source;
            this.context = context;
            context.fields().forEach(path -> fields.add(source.schema().field(path.indices().getFirst())));
            this.builder = new BatchBuilder(new Schema(fields), context.services().buffers());
            this.next =
                    context.position().isEmpty()
                            ? Integer.parseInt(context.split().descriptor())
                            : Integer.parseInt(context.position());
        }

        @Override
        public Polled poll() {
            if (next >= total) {
                return new Polled.End();
            }
            if (next >= gate) {
                WAITING.add(this);
                return new Polled.NothingUntil(context.services().clock().millis() + 2);
            }
            for (int rows = 0; rows < 50 && next < Math.min(gate, total) && builder.room() > 0; rows++) {
                for (int i = 0; i < fields.size(); i++) {
                    builder.column(i).appendValue(fields.get(i).type(), value(fields.get(i)));
                }
                builder.endRow(1);
                next += source.splits();
            }
            return new Polled.Rows(builder.build());
        }

        private @Nullable Object value(Field field) {
            int row = next;
            int salt = source.stream().length();
            return switch (field.name()) {
                case "id" -> number(field.type(), row);
                case "customer" -> number(field.type(), (row * 7 + salt) % 11);
                case "city" -> "city " + (row / 3 % 5);
                case "amount" -> row % 17 == 0 ? null : number(field.type(), row * 31 % 101);
                case "price" -> (double) (row * 13 % 97) / 4;
                case "ts" -> LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(row);
                default -> number(field.type(), row % 5);
            };
        }

        private static Object number(DataType type, int value) {
            return type == DataType.Plain.BIGINT ? (Object) (long) value : (Object) value;
        }

        @Override
        public String position() {
            return Integer.toString(next);
        }

        @Override
        public void close() {
            builder.close();
        }
    }
}
