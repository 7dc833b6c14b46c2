package io.millrace.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.coordinator.JobOutcome;
import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.LongBuilder;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import io.millrace.operators.Flow;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.scan.EventTime;
import io.millrace.operators.scan.Scan;
import io.millrace.operators.write.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sources whose rows meet go together in event time; those of pipelines of their own do not wait for one another. */
class SourcesThatMeetTest {
    private static final DataType TIME = new DataType.Timestamp(6);
    private static final Schema SCHEMA = Schema.of(Field.of("t", TIME));
    private static final long SLOW = 10;
    private static final long FAST = 300;
    private static final int POLLS = 3_000;
    private static final List<Read> READ = Collections.synchronizedList(new ArrayList<>());

    private record Read(long step, long time) {}

    @BeforeEach
    void nothingIsRead() {
        READ.clear();
    }

    @Test
    void whatIsBehindGoesFirst() {
        assertThat(apart(1, 0)).isLessThan(20 * FAST);
    }

    /** What has no row yet, since its split has not come, is behind all others. */
    @Test
    void whatBeginsLaterGoesFirst() {
        assertThat(apart(1, 20)).isLessThan(20 * FAST);
    }

    @Test
    void pipelinesOfTheirOwnDoNotWait() {
        assertThat(apart(2, 0)).isGreaterThan(POLLS / 2 * (FAST - SLOW));
    }

    /**
     * How far the two were ever apart while both had rows.
     *
     * @param delayMillis how long the slow one waits for its split
     */
    private static long apart(int sinks, long delayMillis) {
        List<Vertex> vertices = new ArrayList<>(List.of(scan(SLOW, delayMillis), scan(FAST, 0)));
        List<Edge> edges = new ArrayList<>();
        for (int source = 0; source < 2; source++) {
            if (source < sinks) {
                Write write = new Write(new EmbeddedEngineTest.ListSink(), Flow.append(SCHEMA));
                vertices.add(new Vertex("write" + source, write, Spread.SINGLE));
            }
            edges.add(new Edge(source, 0, vertices.size() - 1, 0, new Exchange.Rebalance(), Changes.APPEND));
        }
        EngineSettings settings =
                new EngineSettings(
                        1,
                        EngineSettings.Consistency.EVENTUAL,
                        new EngineSettings.Checkpoints(Optional.empty(), 0, new EngineSettings.Retention(1, 0)));
        try (EmbeddedEngine engine = new EmbeddedEngine(settings, (code, message) -> {})) {
            JobOutcome outcome = engine.run("job", new JobGraph("two", vertices, edges, SessionSettings.UTC));
            assertThat(outcome).isInstanceOf(JobOutcome.Finished.class);
        }
        long slow = 0;
        long fast = 0;
        long most = 0;
        for (Read read : READ) {
            slow = read.step == SLOW ? read.time : slow;
            fast = read.step == FAST ? read.time : fast;
            boolean both = slow < POLLS * SLOW && fast < POLLS * FAST;
            most = both ? Math.max(most, Math.abs(fast - slow)) : most;
        }
        return most;
    }

    private static Vertex scan(long step, long delayMillis) {
        Expression time = new Expression.Input(0, TIME);
        Scan scan =
                new Scan(
                        new SteppingSource(step, delayMillis),
                        List.of(FieldPath.of(0)),
                        List.of(),
                        Calc.identity(SCHEMA),
                        Optional.of(new EventTime(time, time, EventTime.NEVER_IDLE, List.of(Optional.empty()))));
        return new Vertex("scan-" + step, scan, Spread.SINGLE);
    }

    /** Gives a row a poll, each so much later than the one before. */
    record SteppingSource(long step, long delayMillis) implements OneSplitSource {
        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public SplitEnumerator enumerator(EnumeratorContext context) {
            return new Late(OneSplitSource.super.enumerator(context), delayMillis);
        }

        @Override
        public SplitReader reader(ReaderContext context) {
            return new SplitReader() {
                private long polls;

                @Override
                public Polled poll() {
                    if (polls == POLLS) {
                        return new Polled.End();
                    }
                    polls++;
                    READ.add(new Read(step, polls * step));
                    LongBuilder times = new LongBuilder(BufferPool.HEAP);
                    times.append(polls * step);
                    return new Polled.Rows(Batch.of(1, times.build()));
                }

                @Override
                public String position() {
                    return Long.toString(polls);
                }

                @Override
                public void close() {}
            };
        }
    }

    /** Deals out its splits after a while. */
    private record Late(SplitEnumerator splits, long delayMillis) implements SplitEnumerator {
        @Override
        public Optional<Split> next(int instance) {
            LockSupport.parkNanos(delayMillis * 1_000_000);
            return splits.next(instance);
        }

        @Override
        public boolean isExhausted() {
            return splits.isExhausted();
        }

        @Override
        public String snapshot() {
            return splits.snapshot();
        }
    }
}
