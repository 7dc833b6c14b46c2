package io.millrace.connectors.files;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Rejects;
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
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Tables over files, and what is read of them, for tests. */
final class Tables {
    static final Schema NAMED = Schema.of(Field.of("id", Plain.BIGINT), Field.of("name", DataType.STRING));

    final List<List<Object>> rows = new ArrayList<>();
    final List<List<Object>> rejects = new ArrayList<>();
    final Counters metrics = new Counters();
    long millis = 1000;

    static TableOptions table(Schema schema, List<String> partitions, Path path, String... options) {
        Map<String, String> map = new HashMap<>();
        map.put("connector", "filesystem");
        map.put("path", path.toString());
        map.put("format", "csv");
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new TableOptions("t", schema, new TableOptions.Keys(List.of(), partitions), map, Path.of("/"));
    }

    ReaderContext context(Source source, Split split, String position) {
        List<FieldPath> fields = IntStream.range(0, source.schema().size()).mapToObj(FieldPath::of).toList();
        return new ReaderContext(
                split,
                position,
                fields,
                List.of(),
                new ReaderContext.Services(BufferPool.HEAP, clock(), metrics, SessionSettings.UTC));
    }

    Clock clock() {
        return new Clock() {
            @Override
            public long millis() {
                return millis;
            }

            @Override
            public long nanos() {
                return millis * 1_000_000;
            }
        };
    }

    /** Reads all that is there now, split after split. */
    List<List<Object>> readAll(Source source) {
        rows.clear();
        rejects.clear();
        readSplits(source, source.enumerator(new Source.EnumeratorContext(2, "")));
        return rows;
    }

    void readSplits(Source source, SplitEnumerator enumerator) {
        for (var split = enumerator.next(0); split.isPresent(); split = enumerator.next(0)) {
            readSplit(source, split.get(), ReaderContext.START);
        }
    }

    void readSplit(Source source, Split split, String position) {
        try (SplitReader reader = source.reader(context(source, split, position))) {
            while (take(source, reader.poll())) {
                continue;
            }
        }
    }

    /** Keeps what a poll gave; whether there is more. */
    boolean take(Source source, Polled polled) {
        return switch (polled) {
            case Polled.Rows some -> {
                add(some.batch(), source.schema(), rows);
                yield true;
            }
            case Polled.RowsAndRejects both -> {
                both.rows().ifPresent(batch -> add(batch, source.schema(), rows));
                add(both.rejects(), Rejects.SCHEMA, rejects);
                yield true;
            }
            case Polled.NothingUntil later -> false;
            case Polled.End end -> false;
        };
    }

    static void add(Batch batch, Schema schema, List<List<Object>> into) {
        for (int row = 0; row < batch.size(); row++) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < batch.columnCount(); i++) {
                values.add(Columns.value(batch.column(i), schema.type(i), batch.position(row)));
            }
            into.add(values);
        }
        batch.release();
    }

    /** Counts and remembers notices. */
    static final class Counters implements Metrics {
        final Map<String, Long> counts = new TreeMap<>();
        final List<String> notices = new ArrayList<>();

        @Override
        public Counter counter(String name) {
            return new Counter() {
                @Override
                public void add(long amount) {
                    counts.merge(name, amount, Long::sum);
                }

                @Override
                public long value() {
                    return counts.getOrDefault(name, 0L);
                }
            };
        }

        @Override
        public void notice(String code, String message) {
            notices.add(message);
        }
    }
}
