package io.millrace.operators.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Batch;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.operators.Drive;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WindowBestTest {
    private static final DataType TIME = new DataType.Timestamp(3);
    private static final Schema ROWS =
            Schema.of(
                    Field.of("id", Plain.INT),
                    Field.of("n", Plain.BIGINT),
                    Field.of("window_start", TIME),
                    Field.of("window_end", TIME));
    private static final WindowBest SPEC = new WindowBest(ROWS, new Windowing.Attached(2, 3, ZoneOffset.UTC), 1);

    private static List<Object> row(int id, Long n, int window) {
        return Arrays.asList(
                id, n, WindowAggregateTest.stamp(window * 1_000L), WindowAggregateTest.stamp(window / 2 * 1_000_000L));
    }

    /** Windows 0 and 1 have one end, as sessions may. */
    @Test
    void rowsThatAreLessThanOthersOfTheirWindowBeforeThemOrInTheirBatchAreLeftOut() {
        Drive drive = Drive.calm(SPEC);
        feed(drive, List.of(row(0, 3L, 0), row(1, 5L, 0), row(2, null, 0), row(3, 1L, 1), row(4, 1L, 1)));
        feed(drive, List.of(row(5, 0L, 1), row(6, 2L, 1), row(7, 2L, 1)));
        assertThat(drive.emitted).extracting(values -> values.get(0)).containsExactly(1, 3, 4, 6, 7);
    }

    @Test
    void theGreatestRowsAlwaysPassHoweverRowsCome() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Drive drive = new Drive(SPEC, random);
            List<List<Object>> all = new ArrayList<>();
            for (int batch = 0; batch < 8; batch++) {
                List<List<Object>> rows = new ArrayList<>();
                for (int i = random.nextInt(6); i >= 0; i--) {
                    Long n = random.nextInt(8) == 0 ? null : (Long) (long) (random.nextInt(9) - 4);
                    rows.add(row(all.size() + rows.size(), n, random.nextInt(3)));
                }
                feed(drive, rows);
                all.addAll(rows);
            }
            for (List<Object> row : all) {
                boolean isBest =
                        row.get(1) != null
                                && all.stream()
                                        .noneMatch(other ->
                                                other.get(2).equals(row.get(2))
                                                        && other.get(1) != null
                                                        && (long) other.get(1) > (long) row.get(1));
                if (isBest) {
                    assertThat(drive.emitted).as("seed %s", seed).contains(row);
                }
            }
            assertThat(drive.emitted).as("seed %s", seed).doesNotHaveDuplicates().isSubsetOf(all);
        }
    }

    /** Rows at 0 and 1000 ms begin a window, and end the one before it. */
    @Test
    void windowsThatFollowFromATimeKeepTheRowsAtTheirStart() {
        Windowing.Time time = new Windowing.Time.EventTime(2, ZoneOffset.UTC);
        Drive drive = Drive.calm(new WindowBest(ROWS, new Windowing.Tumble(time, 1_000_000, 0), 1));
        int[] millis = {0, 1, 2, 3, 999, 1000, 1001, 1000, 999, 1500, 1499, -1};
        long[] values = {1, 5, 4, 5, 3, 0, 7, 2, 1, 6, 9, 3};
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < millis.length; i++) {
            Object stamp = WindowAggregateTest.stamp(millis[i] * 1_000L);
            rows.add(Arrays.asList(i, values[i], stamp, stamp));
        }
        feed(drive, rows);
        // The row 8 comes back to a window that is forgotten; of 9 and 10, which come together, one is greater.
        if (Batch.MAX_ROWS >= rows.size()) {
            assertThat(drive.emitted).extracting(row -> row.get(0)).containsExactly(0, 1, 3, 5, 6, 7, 8, 10, 11);
        }
        assertThat(drive.emitted).extracting(row -> row.get(0)).contains(0, 1, 3, 5, 7, 10, 11);
    }

    private static void feed(Drive drive, List<List<Object>> rows) {
        for (int from = 0; from < rows.size(); from += Batch.MAX_ROWS) {
            List<List<Object>> some = rows.subList(from, Math.min(rows.size(), from + Batch.MAX_ROWS));
            Batch batch = drive.batch(ROWS, some, IntStream.generate(() -> 1).limit(some.size()).toArray());
            drive.feed(0, batch);
        }
    }
}
