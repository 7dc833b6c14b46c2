package io.millrace.connectors.generators;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Columns;
import io.millrace.data.Schema;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import io.millrace.dataflow.source.SplitReader.Polled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads made-up tables, for tests. The clock stands still unless it is moved. */
public final class Generated {
    public long nanos = 1_000_000_000L;

    public static TableOptions table(Schema schema, String connector, String... options) {
        Map<String, String> map = new HashMap<>();
        map.put("connector", connector);
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new TableOptions("t", schema, TableOptions.Keys.NONE, map, Path.of("."));
    }

    public static Source source(Schema schema, String connector, String... options) {
        return Connectors.source(table(schema, connector, options));
    }

    public SplitReader reader(Source source, Split split, String position, List<FieldPath> fields) {
        ReaderContext.Services services =
                new ReaderContext.Services(BufferPool.HEAP, clock(), new NoMetrics(), SessionSettings.UTC);
        return source.reader(new ReaderContext(split, position, fields, List.of(), services));
    }

    public Clock clock() {
        return new Clock() {
            @Override
            public long millis() {
                return nanos / 1_000_000;
            }

            @Override
            public long nanos() {
                return nanos;
            }
        };
    }

    public static List<FieldPath> columns(Schema schema) {
        return IntStream.range(0, schema.size()).mapToObj(FieldPath::of).toList();
    }

    /** All rows; each reader is closed and opened anew at its position after so many polls. */
    public List<List<Object>> readAll(Source source, int parallelism, int pollsBetweenRestores) {
        List<List<Object>> rows = new ArrayList<>();
        SplitEnumerator enumerator = source.enumerator(new Source.EnumeratorContext(parallelism, ""));
        while (!enumerator.isExhausted()) {
            Split split = enumerator.next(0).orElseThrow();
            String position = "";
            boolean more = true;
            while (more) {
                try (SplitReader reader = reader(source, split, position, columns(source.schema()))) {
                    for (int poll = 0; more && poll < pollsBetweenRestores; poll++) {
                        more = reader.poll() instanceof Polled.Rows some && add(some.batch(), source.schema(), rows);
                        position = more ? reader.position() : position;
                    }
                }
            }
            enumerator = source.enumerator(new Source.EnumeratorContext(parallelism, enumerator.snapshot()));
        }
        return rows;
    }

    public static boolean add(Batch batch, Schema schema, List<List<Object>> into) {
        for (int row = 0; row < batch.size(); row++) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < batch.columnCount(); i++) {
                values.add(Columns.value(batch.column(i), schema.type(i), batch.position(row)));
            }
            into.add(values);
        }
        batch.release();
        return true;
    }

    /** Counts nothing. */
    private static final class NoMetrics implements Metrics {
        @Override
        public Counter counter(String name) {
            return new Counter() {
                @Override
                public void add(long amount) {}

                @Override
                public long value() {
                    return 0;
                }
            };
        }

        @Override
        public void notice(String code, String message) {}
    }
}
