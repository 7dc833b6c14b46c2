package io.millrace.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.coordinator.JobOutcome;
import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.IntBuilder;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression.Literal;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.SplitReader;
import io.millrace.operators.Flow;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.scan.Scan;
import io.millrace.operators.scan.ValuesSource;
import io.millrace.operators.write.Write;
import io.millrace.state.LocalFileStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedEngineTest {
    private static final Schema SCHEMA = Schema.of(Field.of("x", DataType.Plain.INT));
    private static final EngineSettings.Retention EACH = new EngineSettings.Retention(1, 0);
    private static final EngineSettings TWO_TASKS =
            new EngineSettings(
                    2, EngineSettings.Consistency.EVENTUAL, new EngineSettings.Checkpoints(Optional.empty(), 0, EACH));
    private static final List<Object> ROWS = Collections.synchronizedList(new ArrayList<>());

    /** Keeps what it is given. */
    record ListSink() implements Sink {
        @Override
        public SinkWriter writer(WriterContext context) {
            return new SinkWriter() {
                @Override
                public void recover(List<String> tickets) {}

                @Override
                public void write(Batch batch, int from) {
                    for (int row = from; row < batch.size(); row++) {
                        ROWS.add(Columns.value(batch.column(0), DataType.Plain.INT, batch.position(row)));
                    }
                }

                @Override
                public List<String> prepare(long barrier) {
                    return List.of();
                }

                @Override
                public void commit(List<String> tickets) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public Accepts accepts() {
            return Accepts.WEIGHTS;
        }

        @Override
        public String describe() {
            return "list";
        }
    }

    @Test
    void valuesReachTheSink() {
        ROWS.clear();
        try (EmbeddedEngine engine =
                new EmbeddedEngine(TWO_TASKS, (code, message) -> System.err.println(code + message))) {
            ValuesSource values = new ValuesSource(SCHEMA, Stream.of(1, 2, 3).map(EmbeddedEngineTest::row).toList());
            JobOutcome outcome = engine.run("job", graph(values, Spread.SINGLE, new Exchange.Forward()));
            assertThat(outcome)
                    .describedAs(() ->
                            outcome instanceof JobOutcome.Failed failed
                                    ? io.millrace.server.engine.EmbeddedEngineTest.trace(failed.cause())
                                    : "")
                    .isInstanceOf(JobOutcome.Finished.class);
        }
        assertThat(ROWS).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void aStopTakesALastCheckpointAtOnce(@TempDir Path folder) {
        EngineSettings settings =
                new EngineSettings(
                        1,
                        EngineSettings.Consistency.EVENTUAL,
                        new EngineSettings.Checkpoints(Optional.of(folder), 3_600_000, EACH));
        try (CheckpointFolder kept = CheckpointFolder.open(folder, new LocalFileStorage(folder));
                EmbeddedEngine engine = new EmbeddedEngine(settings, (code, message) -> {})) {
            JobGraph endless = graph(new EndlessSource(), Spread.SINGLE, new Exchange.Forward());
            Thread stopper =
                    new Thread(() -> {
                        while (engine.board().figures().isEmpty()) {
                            Thread.onSpinWait();
                        }
                        engine.stop();
                    });
            stopper.start();
            JobOutcome outcome = engine.run("job", endless, kept, Optional.empty());
            assertThat(outcome).isInstanceOf(JobOutcome.Stopped.class);
            assertThat(kept.latest(warning -> {})).isPresent();
        }
    }

    /** A task that never comes to an end of its work sends on few rows, too. */
    @Test
    void fewRowsDoNotWaitForMore() {
        ROWS.clear();
        try (EmbeddedEngine engine = new EmbeddedEngine(TWO_TASKS, (code, message) -> {})) {
            JobGraph graph = graph(new BusySource(), Spread.PARALLEL, new Exchange.Hash(List.of(0)));
            assertThat(engine.run("job", graph)).isInstanceOf(JobOutcome.Finished.class);
        }
        assertThat(BusySource.seen).containsAll(BusySource.FEW);
    }

    /** What the source gives, written. */
    private static JobGraph graph(Source source, Spread spread, Exchange exchange) {
        Scan scan = new Scan(source, List.of(FieldPath.of(0)), List.of(), Calc.identity(SCHEMA), Optional.empty());
        return new JobGraph(
                "written",
                List.of(
                        new Vertex("scan", scan, Spread.SINGLE),
                        new Vertex("write", new Write(new ListSink(), Flow.append(SCHEMA)), spread)),
                List.of(new Edge(0, 0, 1, 0, exchange, Changes.APPEND)),
                SessionSettings.UTC);
    }

    /**
     * Gives some rows for all tasks, and then always one for the same task, until the others have written theirs, or
     * ten seconds are over.
     */
    record BusySource() implements OneSplitSource {
        static final List<Integer> FEW = List.of(1, 2, 3, 4, 5, 6, 7, 8);
        private static final long PATIENCE_NANOS = 10_000_000_000L;

        /** What was written before the end. */
        static volatile List<Object> seen = List.of();

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public SplitReader reader(ReaderContext context) {
            long begun = System.nanoTime();
            return new SplitReader() {
                private int next;

                @Override
                public Polled poll() {
                    if (System.nanoTime() - begun > PATIENCE_NANOS || next > FEW.size() && ROWS.containsAll(FEW)) {
                        seen = List.copyOf(ROWS);
                        return new Polled.End();
                    }
                    LockSupport.parkNanos(100_000);
                    int value = next < FEW.size() ? FEW.get(next) : 0;
                    next++;
                    IntBuilder values = new IntBuilder(BufferPool.HEAP);
                    values.append(value);
                    return new Polled.Rows(Batch.of(1, values.build()));
                }

                @Override
                public String position() {
                    return Integer.toString(next);
                }

                @Override
                public void close() {}
            };
        }
    }

    /** A table that nobody adds rows to, and that might get some. */
    record EndlessSource() implements OneSplitSource {
        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public Boundedness boundedness() {
            return Boundedness.UNBOUNDED;
        }

        @Override
        public SplitReader reader(ReaderContext context) {
            return new SplitReader() {
                @Override
                public Polled poll() {
                    return new Polled.NothingUntil(context.services().clock().millis() + 5);
                }

                @Override
                public String position() {
                    return "0";
                }

                @Override
                public void close() {}
            };
        }
    }

    private static List<Literal> row(int value) {
        return List.of(new Literal(value, DataType.Plain.INT));
    }

    static String trace(Throwable cause) {
        java.io.StringWriter text = new java.io.StringWriter();
        cause.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
