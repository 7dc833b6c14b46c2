package io.millrace.operators.rank;

import io.millrace.data.Batch;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.operators.Difference;
import io.millrace.operators.Drive;
import io.millrace.operators.Flow;
import io.millrace.operators.window.Windowing;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class WindowTopNTest {
    private static final DataType TIME = new DataType.Timestamp(3);
    private static final Schema INPUT =
            Schema.of(Field.of("s", TIME), Field.of("e", TIME), Field.of("k", Plain.INT), Field.of("v", Plain.BIGINT));
    private static final Schema OUTPUT =
            Schema.of(
                    Field.of("s", TIME),
                    Field.of("e", TIME),
                    Field.of("k", Plain.INT),
                    Field.of("v", Plain.BIGINT),
                    Field.of("n", Plain.BIGINT));

    private static LocalDateTime stamp(long second) {
        return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    }

    @Test
    void firstRowsOfEachWindowComeOnce() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            WindowTopN spec =
                    new WindowTopN(
                            Flow.append(INPUT),
                            new Windowing.Attached(0, 1, ZoneOffset.UTC),
                            seed % 2 == 0
                                    ? (seed % 4 == 0 ? List.of(2) : List.of(0, 1, 2))
                                    : (seed % 4 == 1 ? List.of() : List.of(0)),
                            new Ranking(List.of(SortKey.descending(3)), seed % 3, 2, Ranking.Numbering.SHOWN),
                            OUTPUT);
            Drive drive = new Drive(spec, random);
            Map<String, List<List<Object>>> groups = new TreeMap<>();
            for (int step = 0; step < 12; step++) {
                List<List<Object>> rows = new ArrayList<>();
                for (int i = 1 + random.nextInt(Math.min(Batch.MAX_ROWS, 20)); i > 0; i--) {
                    long end = 10L * (step + 1 + random.nextInt(2));
                    List<Object> row =
                            Arrays.asList(stamp(end - 10), stamp(end), random.nextInt(3), (long) random.nextInt(9));
                    rows.add(row);
                    groups.computeIfAbsent(end + "/" + (seed % 2 == 0 ? row.get(2) : ""), k -> new ArrayList<>())
                            .add(row);
                }
                drive.feed(0, drive.batch(INPUT, rows, rows.stream().mapToInt(row -> 1).toArray()));
                drive.watermark(0, 10_000_000L * (step + 1));
            }
            drive.end(0);
            List<List<Object>> expected = new ArrayList<>();
            groups.values()
                    .forEach(members -> {
                        members.sort(
                                Comparator.comparing((List<Object> row) -> (Long) row.get(3))
                                        .reversed()
                                        .thenComparing(row -> (Integer) row.get(2)));
                        for (int i = (int) spec.ranking().offset();
                                i < members.size() && i < spec.ranking().offset() + 2;
                                i++) {
                            List<Object> row = new ArrayList<>(members.get(i));
                            row.add(i + 1L);
                            expected.add(row);
                        }
                    });
            Difference.check("seed " + seed, drive.result(), Difference.bag(expected));
        }
    }
}
