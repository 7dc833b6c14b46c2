package io.millrace.operators.window;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.millrace.operators.aggregate.Phase;
import io.millrace.operators.window.Windowing.Time;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class WindowAggregateTest {
    private static final DataType TIME = new DataType.Timestamp(3);
    private static final Schema INPUT =
            Schema.of(Field.of("t", TIME), Field.of("k", Plain.INT), Field.of("v", Plain.BIGINT));
    private static final Time BY_T = new Time.EventTime(0, ZoneOffset.UTC);
    private static final long MILLI = 1_000;

    /** From before 1970 on. */
    private static final long ORIGIN = -50 * MILLI;

    private static AggregateCall call(AggregateFunction function, Distinctness distinctness, Integer... arguments) {
        return new AggregateCall(function, List.of(arguments), distinctness, Optional.empty(), Plain.BIGINT);
    }

    private static final List<AggregateCall> SPLITTABLE =
            List.of(
                    call(AggregateFunction.COUNT, Distinctness.ALL),
                    call(AggregateFunction.SUM, Distinctness.ALL, 2),
                    call(AggregateFunction.MAX, Distinctness.ALL, 2));

    /** What can be taken away again. */
    private static final List<AggregateCall> REVERSIBLE =
            List.of(
                    call(AggregateFunction.COUNT, Distinctness.ALL),
                    call(AggregateFunction.SUM, Distinctness.ALL, 2),
                    call(AggregateFunction.COUNT, Distinctness.ALL, 2));

    private static final List<AggregateCall> DISTINCT =
            List.of(
                    call(AggregateFunction.COUNT, Distinctness.ALL),
                    call(AggregateFunction.SUM, Distinctness.ALL, 2),
                    call(AggregateFunction.MAX, Distinctness.ALL, 2),
                    call(AggregateFunction.COUNT, Distinctness.DISTINCT, 2));

    private static Schema output(boolean keyed, int calls) {
        List<Field> fields = new ArrayList<>();
        if (keyed) {
            fields.add(INPUT.field(1));
        }
        for (int i = 0; i < calls; i++) {
            fields.add(Field.of("a" + i, Plain.BIGINT));
        }
        fields.add(Field.of("window_start", TIME));
        fields.add(Field.of("window_end", TIME));
        fields.add(Field.of("window_time", TIME));
        return new Schema(fields);
    }

    static LocalDateTime stamp(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000, ZoneOffset.UTC);
    }

    private record Event(long time, Integer key, Long value) {
        List<Object> row() {
            return Arrays.asList(stamp(time), key, value);
        }
    }

    /** All windows of a time, found by trying. */
    private static List<long[]> windows(Windowing windowing, long time) {
        List<long[]> windows = new ArrayList<>();
        switch (windowing) {
            case Windowing.Tumble tumble ->
                    addHops(windows, time, tumble.sizeMicros(), tumble.sizeMicros(), tumble.offsetMicros());
            case Windowing.Hop hop -> addHops(windows, time, hop.sizeMicros(), hop.slideMicros(), hop.offsetMicros());
            case Windowing.Cumulate cumulate -> {
                for (long[] whole : whole(time, cumulate.sizeMicros(), cumulate.offsetMicros())) {
                    for (long end = whole[0] + cumulate.stepMicros(); end <= whole[1]; end += cumulate.stepMicros()) {
                        if (time < end) {
                            windows.add(new long[] {whole[0], end});
                        }
                    }
                }
            }
            case Windowing.Attached attached -> throw new AssertionError();
        }
        return windows;
    }

    private static List<long[]> whole(long time, long size, long offset) {
        List<long[]> windows = new ArrayList<>();
        addHops(windows, time, size, size, offset);
        return windows;
    }

    private static void addHops(List<long[]> windows, long time, long size, long slide, long offset) {
        long near = Math.floorDiv(time - offset, slide);
        for (long n = near - size / slide - 1; n <= near + 1; n++) {
            long start = offset + n * slide;
            if (start <= time && time < start + size) {
                windows.add(new long[] {start, start + size});
            }
        }
    }

    private static WindowAggregate spec(Windowing windowing, boolean keyed, List<AggregateCall> calls) {
        return new WindowAggregate(
                Flow.append(INPUT),
                windowing,
                new Grouping(keyed ? List.of(1) : List.of(), calls),
                Phase.COMPLETE,
                output(keyed, calls.size()));
    }

    private static void check(long seed, Windowing windowing, boolean keyed, List<AggregateCall> calls, boolean split) {
        Random random = new Random(seed);
        WindowAggregate whole = spec(windowing, keyed, calls);
        Drive first = new Drive(split ? whole.local() : whole, random);
        Drive last = split ? new Drive(whole.global(), random) : first;
        Map<List<Object>, List<Long>> groups = new HashMap<>();
        long watermark = Long.MIN_VALUE;
        long now = ORIGIN;
        int passed = 0;
        for (int step = random.nextInt(40); step > 0; step--) {
            List<List<Object>> rows = new ArrayList<>();
            for (int i = 1 + random.nextInt(Math.min(Batch.MAX_ROWS, 20)); i > 0; i--) {
                now += random.nextInt(2) * MILLI;
                long time = now - random.nextInt(30) * MILLI;
                Event event =
                        new Event(
                                time,
                                random.nextInt(9) == 0 ? null : random.nextInt(4),
                                random.nextInt(9) == 0 ? null : (long) random.nextInt(5));
                rows.add(event.row());
                for (long[] window : windows(windowing, time)) {
                    // Only the windows that have not ended take the row.
                    if (window[1] > watermark) {
                        List<Object> group = Arrays.asList(keyed ? event.key() : null, window[0], window[1]);
                        groups.computeIfAbsent(group, k -> new ArrayList<>()).add(event.value());
                    }
                }
            }
            first.feed(0, first.batch(INPUT, rows, rows.stream().mapToInt(row -> 1).toArray()));
            if (random.nextInt(3) == 0) {
                watermark = Math.max(watermark, now - random.nextInt(15) * MILLI);
                first.watermark(0, watermark);
                if (split) {
                    passed = pass(first, last, passed);
                    last.watermark(0, watermark);
                }
            }
        }
        first.end(0);
        if (split) {
            pass(first, last, passed);
            last.end(0);
        }
        Difference.check("seed " + seed + " " + windowing, last.result(), expected(groups, keyed, calls));
    }

    private static Map<List<Object>, Integer> expected(
            Map<List<Object>, List<Long>> groups, boolean keyed, List<AggregateCall> calls) {
        List<List<Object>> rows = new ArrayList<>();
        groups.forEach((group, values) -> {
            List<Object> row = new ArrayList<>();
            if (keyed) {
                row.add(group.get(0));
            }
            long[] known = values.stream().filter(v -> v != null).mapToLong(v -> v).toArray();
            row.add((long) values.size());
            row.add(known.length == 0 ? null : LongStream.of(known).sum());
            if (calls.get(2).function() == AggregateFunction.COUNT) {
                row.add((long) known.length);
            } else {
                row.add(known.length == 0 ? null : LongStream.of(known).max().getAsLong());
            }
            if (calls.size() > 3) {
                row.add(LongStream.of(known).distinct().count());
            }
            row.add(stamp((Long) group.get(1)));
            row.add(stamp((Long) group.get(2)));
            row.add(stamp((Long) group.get(2) - MILLI));
            rows.add(row);
        });
        return Difference.bag(rows);
    }

    private static int pass(Drive from, Drive to, int passed) {
        Schema schema = ((WindowAggregate) from.spec()).output();
        for (List<Object> row : from.emitted.subList(passed, from.emitted.size())) {
            to.feed(0, to.batch(schema, List.of(row), new int[] {1}));
        }
        return from.emitted.size();
    }

    private static final List<Windowing> WINDOWINGS =
            List.of(
                    new Windowing.Tumble(BY_T, 10 * MILLI, 0),
                    new Windowing.Tumble(BY_T, 7 * MILLI, 3 * MILLI),
                    new Windowing.Hop(BY_T, 10 * MILLI, 5 * MILLI, 0),
                    new Windowing.Hop(BY_T, 10 * MILLI, 4 * MILLI, MILLI),
                    new Windowing.Hop(BY_T, 20 * MILLI, MILLI, 0),
                    new Windowing.Hop(BY_T, 3 * MILLI, 5 * MILLI, 0),
                    new Windowing.Cumulate(BY_T, 12 * MILLI, 3 * MILLI, 0));

    @Test
    void windowsAreEmittedWhenTheWatermarkHasPassedThem() {
        for (Windowing windowing : WINDOWINGS) {
            for (long seed = 0; seed < 40; seed++) {
                check(seed, windowing, true, SPLITTABLE, false);
                check(seed, windowing, true, REVERSIBLE, false);
                check(seed, windowing, false, REVERSIBLE, false);
                check(seed, windowing, false, SPLITTABLE, false);
                check(seed, windowing, true, DISTINCT, false);
            }
        }
    }

    @Test
    void localAndGlobalTogetherAreTheWhole() {
        for (Windowing windowing : WINDOWINGS) {
            for (long seed = 0; seed < 40; seed++) {
                check(seed, windowing, true, SPLITTABLE, true);
                check(seed, windowing, true, REVERSIBLE, true);
                check(seed, windowing, false, REVERSIBLE, true);
                check(seed, windowing, false, SPLITTABLE, true);
            }
        }
    }

    /** Tasks that were in the midst of different windows when they stopped become one. */
    @Test
    void groupsOfTasksAtDifferentWindowsMeet() {
        for (Windowing windowing : WINDOWINGS) {
            for (long seed = 0; seed < 60; seed++) {
                checkMeeting(seed, windowing, REVERSIBLE);
                checkMeeting(seed, windowing, SPLITTABLE);
            }
        }
    }

    private static void checkMeeting(long seed, Windowing windowing, List<AggregateCall> calls) {
        Random random = new Random(seed);
        Map<List<Object>, List<Long>> groups = new HashMap<>();
        List<Drive> tasks = Drive.two(spec(windowing, true, calls));
        long now = ORIGIN;
        for (int step = 0; step < 4; step++) {
            for (int i = 0; i < 30; i++) {
                now += random.nextInt(2) * MILLI;
                Event event = new Event(now, random.nextInt(30), (long) random.nextInt(5));
                Drive task = tasks.stream().filter(each -> each.owns(event.key())).findFirst().orElseThrow();
                task.feed(0, task.batch(INPUT, List.of(event.row()), new int[] {1}));
                for (long[] window : windows(windowing, now)) {
                    List<Object> group = Arrays.asList(event.key(), window[0], window[1]);
                    groups.computeIfAbsent(group, k -> new ArrayList<>()).add(event.value());
                }
            }
            long watermark = now;
            // One is through, the other one stopped on its way.
            List<Integer> room = random.nextBoolean() ? List.of(1_000, random.nextInt(8)) : List.of(0, 1_000);
            boolean all = true;
            for (int task = 0; task < tasks.size(); task++) {
                all &= tasks.get(task).watermarkInPart(0, watermark, room.get(task % room.size()));
            }
            if (tasks.size() > 1 && (!all || step == 2)) {
                tasks = List.of(Drive.joined(tasks));
            }
            tasks.forEach(task -> task.watermark(0, watermark));
        }
        Drive last = tasks.size() == 1 ? tasks.getFirst() : Drive.joined(tasks);
        last.end(0);
        Difference.check("seed " + seed + " " + windowing, last.result(), expected(groups, true, calls));
    }

    @Test
    void rowsMayCarryTheirWindow() {
        Schema schema =
                Schema.of(
                        Field.of("k", Plain.INT),
                        Field.of("s", TIME),
                        Field.of("e", TIME),
                        Field.of("v", Plain.BIGINT));
        WindowAggregate spec =
                new WindowAggregate(
                        Flow.append(schema),
                        new Windowing.Attached(1, 2, ZoneOffset.UTC),
                        new Grouping(List.of(0), List.of(call(AggregateFunction.SUM, Distinctness.ALL, 3))),
                        Phase.COMPLETE,
                        output(true, 1));
        Drive drive = new Drive(spec, new Random(3));
        for (long end = 10; end <= 50; end += 10) {
            for (int key = 0; key < 2; key++) {
                List<Object> row = List.of(key, stamp((end - 20) * MILLI), stamp(end * MILLI), end + key);
                drive.feed(0, drive.batch(schema, List.of(row), new int[] {1}));
                drive.feed(0, drive.batch(schema, List.of(row), new int[] {1}));
            }
            drive.watermark(0, (end - 5) * MILLI);
        }
        assertThat(drive.result()).hasSize(8);
        drive.feed(0, drive.batch(schema, List.of(List.of(7, stamp(0), stamp(20 * MILLI), 1L)), new int[] {1}));
        drive.end(0);
        assertThat(drive.result())
                .hasSize(10)
                .containsKey(List.of(1, 62L, stamp(10 * MILLI), stamp(30 * MILLI), stamp(29 * MILLI)));
        assertThat(drive.counters.get("late-rows")).isEqualTo(1);
    }
}
