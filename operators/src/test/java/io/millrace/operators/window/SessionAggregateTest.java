package io.millrace.operators.window;

import io.millrace.data.Batch;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.operators.Difference;
import io.millrace.operators.Drive;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.AggregateCall;
import io.millrace.operators.aggregate.AggregateCall.Distinctness;
import io.millrace.operators.aggregate.AggregateFunction;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.window.Windowing.Time;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SessionAggregateTest {
    private static final DataType TIME = new DataType.Timestamp(3);
    private static final Schema INPUT =
            Schema.of(Field.of("t", TIME), Field.of("k", Plain.INT), Field.of("v", Plain.BIGINT));
    private static final Schema OUTPUT =
            Schema.of(
                    Field.of("k", Plain.INT),
                    Field.of("c", Plain.BIGINT),
                    Field.of("m", Plain.BIGINT),
                    Field.of("window_start", TIME),
                    Field.of("window_end", TIME),
                    Field.of("window_time", TIME));
    private static final long MILLI = 1_000;
    private static final long GAP = 10 * MILLI;

    /** A session of the model. */
    private static final class Session {
        private final Integer key;
        private long start;
        private long end;
        private long count;
        private long max;

        private Session(Integer key, long time, long value) {
            this.key = key;
            this.start = time;
            this.end = time + GAP;
            this.count = 1;
            this.max = value;
        }

        private void merge(Session other) {
            start = Math.min(start, other.start);
            end = Math.max(end, other.end);
            count += other.count;
            max = Math.max(max, other.max);
        }

        private List<Object> row() {
            return Arrays.asList(
                    key,
                    count,
                    max,
                    WindowAggregateTest.stamp(start),
                    WindowAggregateTest.stamp(end),
                    WindowAggregateTest.stamp(end - MILLI));
        }
    }

    @Test
    void rowsAtMostAGapApartAreOneSession() {
        for (long seed = 0; seed < 200; seed++) {
            check(seed);
        }
    }

    private static void check(long seed) {
        Random random = new Random(seed);
        SessionAggregate spec =
                new SessionAggregate(
                        Flow.append(INPUT),
                        new Time.EventTime(0, ZoneOffset.UTC),
                        GAP,
                        new Grouping(
                                List.of(1),
                                List.of(
                                        new AggregateCall(
                                                AggregateFunction.COUNT,
                                                List.of(),
                                                Distinctness.ALL,
                                                Optional.empty(),
                                                Plain.BIGINT),
                                        new AggregateCall(
                                                AggregateFunction.MAX,
                                                List.of(2),
                                                Distinctness.ALL,
                                                Optional.empty(),
                                                Plain.BIGINT))),
                        OUTPUT);
        Drive drive = new Drive(spec, random);
        List<Session> open = new ArrayList<>();
        List<List<Object>> expected = new ArrayList<>();
        long now = 0;
        long watermark = Long.MIN_VALUE;
        int keys = 1 + random.nextInt(5);
        for (int step = random.nextInt(30); step > 0; step--) {
            List<List<Object>> rows = new ArrayList<>();
            List<Session> arrived = new ArrayList<>();
            for (int i = 1 + random.nextInt(Math.min(Batch.MAX_ROWS, 12)); i > 0; i--) {
                now += random.nextInt(6) * MILLI;
                long time = now - random.nextInt(40) * MILLI;
                Integer key = random.nextInt(9) == 0 ? null : random.nextInt(keys);
                long value = random.nextInt(50);
                rows.add(Arrays.asList(WindowAggregateTest.stamp(time), key, value));
                arrived.add(new Session(key, time, value));
            }
            drive.feed(0, drive.batch(INPUT, rows, rows.stream().mapToInt(row -> 1).toArray()));
            add(arrived, open, watermark);
            if (random.nextInt(3) == 0) {
                watermark = Math.max(watermark, now - random.nextInt(30) * MILLI);
                drive.watermark(0, watermark);
                end(open, watermark, expected);
            }
        }
        drive.end(0);
        end(open, Long.MAX_VALUE, expected);
        Difference.check("seed " + seed, drive.result(), Difference.bag(expected));
    }

    /** A row that touches no open session is late when its own one has ended. */
    private static void add(List<Session> arrived, List<Session> open, long watermark) {
        for (Session session : arrived) {
            if (session.end >= watermark || open.stream().anyMatch(other -> touch(session, other))) {
                insert(session, open);
            }
        }
    }

    private static boolean touch(Session a, Session b) {
        return Objects.equals(a.key, b.key) && a.start <= b.end && b.start <= a.end;
    }

    private static void insert(Session session, List<Session> into) {
        boolean merged = true;
        while (merged) {
            merged = false;
            for (Iterator<Session> others = into.iterator(); others.hasNext(); ) {
                Session other = others.next();
                if (touch(session, other)) {
                    session.merge(other);
                    others.remove();
                    merged = true;
                }
            }
        }
        into.add(session);
    }

    private static void end(List<Session> open, long watermark, List<List<Object>> into) {
        for (Iterator<Session> sessions = open.iterator(); sessions.hasNext(); ) {
            Session session = sessions.next();
            if (session.end < watermark || watermark == Long.MAX_VALUE) {
                into.add(session.row());
                sessions.remove();
            }
        }
    }
}
