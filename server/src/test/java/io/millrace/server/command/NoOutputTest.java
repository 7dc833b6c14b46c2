package io.millrace.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.print.Screen;
import io.millrace.server.print.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever gets no rows is told why. */
final class NoOutputTest {
    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("a.csv"),
                """
                id,name,ts
                1,x,2024-01-01 00:00:10
                2,y,2024-01-01 00:05:00
                3,z,2024-01-01 00:00:20
                """);
        Files.writeString(folder.resolve("b.csv"), "id,name,ts\n7,q,2024-01-01 00:00:10\n");
        Files.writeString(folder.resolve("empty.csv"), "id,name,ts\n");
    }

    @Test
    void aFilterThatLetsNothingPassIsNamed() {
        assertThat(told("SELECT * FROM a WHERE id > 5 AND name = 'x'"))
                .isEqualTo("note: no output: none of the 3 rows of table a fulfils id > 5 AND name = 'x'\n");
        assertThat(told("SELECT * FROM a WHERE id > 2")).isEmpty();
    }

    @Test
    void anEmptyTableIsNamed() {
        assertThat(told("SELECT * FROM e")).contains("table e is empty: no rows in").contains("empty.csv");
    }

    @Test
    void aJoinWithoutMatchNamesBothSidesAndTheCondition() {
        assertThat(told("SELECT a.id FROM a JOIN b ON a.name = b.name"))
                .contains("a join found no match between 3 rows from a and 1 row from b by name = name");
        assertThat(told("SELECT a.id FROM a JOIN e ON a.name = e.name"))
                .contains("a join gives nothing without rows from e; table e is empty");
    }

    @Test
    void lateRowsAreCounted() {
        assertThat(
                        told(
                                "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '1'"
                                        + " MINUTE)) GROUP BY window_start, window_end"))
                .isEqualTo(
                        "note: 1 row of table a came too late and was left out; the worst lay 4:35 min behind the"
                                + " watermark. A longer interval in WATERMARK FOR waits for them\n");
    }

    private String told(String query) {
        StringBuilder script = new StringBuilder();
        for (String table : new String[] {"a", "b", "empty"}) {
            script.append("CREATE TABLE ")
                    .append(table.charAt(0))
                    .append(
                            " (id INT, name STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH")
                    .append(" ('connector' = 'filesystem', 'format' = 'csv', 'csv.header' = 'true', 'path' = '")
                    .append(folder.resolve(table + ".csv"))
                    .append("');");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(stream(out), stream(err), Terminal.NONE);
        CommandLine.run(new String[] {"run", "-e", script + query}, screen, Interrupts.none());
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
