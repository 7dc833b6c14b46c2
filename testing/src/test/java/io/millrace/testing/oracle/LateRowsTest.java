package io.millrace.testing.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.server.engine.EngineSettings.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows are late depends on the files alone: not on how many tasks read them, nor on which is faster. */
final class LateRowsTest {
    private static final LocalDateTime BEGIN = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final int FILES = 5;
    private static final int ROWS = 700;
    private static final int WAITED_SECONDS = 20;
    private static final int WINDOW_SECONDS = 60;
    private static final String TABLE =
            """
            CREATE TABLE e (id INT, k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '20' SECOND)
            WITH ('connector' = 'filesystem', 'path' = 'e', 'format' = 'csv', 'csv.header' = 'true'%s);
            """;
    private static final String COUNTED =
            "SELECT window_start, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                    + " GROUP BY window_start, window_end, k;";

    @TempDir Path folder;
    private final List<List<int[]>> files = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        Random random = new Random(Long.getLong("millrace.seed", 1L));
        Path data = Files.createDirectory(folder.resolve("e"));
        for (int file = 0; file < FILES; file++) {
            StringBuilder text = new StringBuilder("id,k,ts\n");
            List<int[]> rows = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                int late = random.nextInt(4) == 0 ? random.nextInt(300) : 0;
                int second = 1_000 * (file / 2) + 300 + 2 * row - late;
                int key = random.nextInt(4);
                rows.add(new int[] {key, second});
                text.append(row).append(',').append(key).append(',');
                text.append(BEGIN.plusSeconds(second).toString().replace('T', ' ')).append('\n');
            }
            files.add(rows);
            Files.writeString(data.resolve(file + ".csv"), text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRowIsJudgedByTheRowsBeforeItInItsSplit(int parallelism) {
        TreeMap<String, Integer> windows = new TreeMap<>();
        int dropped = 0;
        for (List<int[]> file : files) {
            int watermark = Integer.MIN_VALUE;
            for (int[] row : file) {
                int start = row[1] / WINDOW_SECONDS * WINDOW_SECONDS;
                if (start + WINDOW_SECONDS <= watermark) {
                    dropped++;
                } else {
                    windows.merge(start + " " + row[0], 1, Integer::sum);
                }
                watermark = Math.max(watermark, row[1] - WAITED_SECONDS);
            }
        }
        List<String> expected = new ArrayList<>();
        windows.forEach((window, count) -> {
            String[] parts = window.split(" ");
            String start = BEGIN.plusSeconds(Integer.parseInt(parts[0])).toString().replace('T', ' ');
            expected.add(start + ":00.000 | " + parts[1] + " | " + count);
        });
        expected.sort(null);
        assertEquals(true, dropped > FILES, "rows are late");
        assertEquals(expected, rows(parallelism, TABLE.formatted(""), COUNTED));
    }

    @Test
    void howManyTasksThereAreMakesNoDifference() {
        String table = TABLE.formatted(", 'source.split-size' = '3 kb'");
        for (String query :
                List.of(
                        COUNTED,
                        "SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(SESSION(TABLE e PARTITION BY k,"
                                + " DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, k;",
                        "SELECT a.ts, b.ts FROM e a LEFT JOIN e b ON a.k = b.k AND a.id = b.id + 1 AND a.ts BETWEEN"
                                + " b.ts AND b.ts + INTERVAL '30' SECOND;")) {
            List<String> alone = rows(1, table, query);
            assertEquals(alone, rows(3, table, query), query);
            assertEquals(alone, rows(4, table, query), query);
        }
    }

    private List<String> rows(int parallelism, String table, String query) {
        Rows rows =
                new EngineSession(folder, parallelism, Memory.ofHeap())
                        .execute(table + query, "late.sql")
                        .orElseThrow();
        return rows.rows().stream().map(Rows.Row::text).sorted().toList();
    }
}
