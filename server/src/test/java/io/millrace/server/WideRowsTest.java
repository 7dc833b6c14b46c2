package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of 200,000 characters, more of them than fit the heap, in a process of its own: the right rows come, or one
 * error that says what to do. Never an {@code OutOfMemoryError}.
 */
class WideRowsTest {
    private static final int TIMEOUT_SECONDS = 120;
    private static final String TABLES =
            """
            CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '1500',
              'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '1500');
            CREATE VIEW wide AS SELECT id, LPAD(CAST(id AS STRING), 200000, 'x') AS txt FROM numbers;
            """;

    @TempDir Path folder;

    /** What a process printed, in both ways, and how it ended. */
    private record Ran(int status, List<String> rows, String errors) {}

    @Test
    void aJoinKeepsThemOnDisk() throws Exception {
        assertThat(
                        rows(
                                "SELECT COUNT(*), SUM(CHAR_LENGTH(a.txt)), COUNT(b.txt) FROM wide a JOIN wide b ON a.id = b.id;"))
                .containsExactly("1500,300000000,1500");
    }

    @Test
    void manyPairsShareTheRowInHand() throws Exception {
        assertThat(
                        rows(
                                """
                                SELECT COUNT(*), SUM(CHAR_LENGTH(a.txt)) FROM (SELECT * FROM wide WHERE id <= 60) a
                                JOIN numbers b ON MOD(a.id, 3) = MOD(b.id, 3);
                                """))
                .containsExactly("30000,6000000000");
    }

    @Test
    void groupsKeepTheirGreatestText() throws Exception {
        assertThat(
                        rows(
                                "SELECT COUNT(*), SUM(n) FROM"
                                        + " (SELECT id, CHAR_LENGTH(MAX(txt)) AS n FROM wide GROUP BY id);"))
                .containsExactly("1500,300000000");
    }

    @Test
    void theFirstRowsOfPartitionsAreKept() throws Exception {
        assertThat(
                        rows(
                                """
                                SELECT COUNT(*), SUM(CHAR_LENGTH(txt)) FROM
                                  (SELECT *, ROW_NUMBER() OVER (PARTITION BY MOD(id, 600) ORDER BY txt DESC) AS place
                                   FROM wide) WHERE place <= 2;
                                """))
                .containsExactly("1200,240000000");
    }

    @Test
    void rowsOfPartitionsAreCompared() throws Exception {
        assertThat(
                        rows(
                                """
                                SELECT COUNT(*), SUM(CHAR_LENGTH(longest)) FROM
                                  (SELECT MAX(txt) OVER (PARTITION BY MOD(id, 500) ORDER BY id) AS longest FROM wide);
                                """))
                .containsExactly("1500,300000000");
    }

    @Test
    void whatIsWrittenToFilesIsReadAgain() throws Exception {
        for (String format : List.of("csv", "json", "parquet")) {
            String table =
                    "CREATE TABLE copy (id BIGINT, txt STRING) WITH ('connector' = 'filesystem', 'path' = '"
                            + folder.resolve(format)
                            + "', 'format' = '"
                            + format
                            + "');";
            Ran written =
                    run(
                            table + "INSERT INTO copy SELECT id, txt FROM wide;",
                            "--checkpoint-dir",
                            folder.resolve("checkpoints-" + format).toString(),
                            "--set",
                            "checkpoint.interval=200ms");
            assertThat(written.errors()).doesNotContain("error");
            assertThat(written.status()).isZero();
            assertThat(rows(table + "SELECT COUNT(*), SUM(CHAR_LENGTH(txt)) FROM copy;"))
                    .as(format)
                    .containsExactly("1500,300000000");
        }
    }

    @Test
    void rowsArePrintedAsTheyCome() throws Exception {
        Ran ran = run("SELECT id, txt FROM wide;");
        assertThat(ran.status()).isZero();
        assertThat(ran.rows())
                .hasSize(1501)
                .allSatisfy(row -> assertThat(row.length()).isIn(6, 200_002, 200_003, 200_004, 200_005));
    }

    @Test
    void aRowOfThirtyMegabytesPasses() throws Exception {
        assertThat(rows("SELECT CHAR_LENGTH(MAX(LPAD('a', 30000000, 'b'))) FROM numbers WHERE id = 1;"))
                .containsExactly("30000000");
    }

    @Test
    void whatCannotGoToDiskEndsInAnError() throws Exception {
        assertThat(run("SELECT CHAR_LENGTH(txt) FROM wide ORDER BY txt;").errors())
                .contains("error [state-memory-exceeded]", "--set state.memory=");
        assertThat(run("SELECT CHAR_LENGTH(LISTAGG(txt)) FROM wide;").errors())
                .contains("error [value-too-long]", "group by more");
        assertThat(run("SELECT id, MAX(txt) FROM wide GROUP BY id;").errors())
                .contains("error [result-too-large]", "INSERT INTO");
        assertThat(run("SELECT CHAR_LENGTH(MAX(txt) OVER (ORDER BY id)) FROM wide;").errors())
                .containsPattern("error \\[(partition-too-large|state-memory-exceeded)]");
    }

    private List<String> rows(String script) throws IOException, InterruptedException {
        Ran ran = run(script);
        assertThat(ran.errors()).isEmpty();
        assertThat(ran.status()).isZero();
        return ran.rows().subList(1, ran.rows().size());
    }

    private Ran run(String script, String... options) throws IOException, InterruptedException {
        Path file = folder.resolve("script.sql");
        Files.writeString(file, TABLES + script);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseG1GC",
                                "-XX:+UseCompactObjectHeaders",
                                "-Djava.io.tmpdir=" + folder,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Millrace.class.getName(),
                                "run",
                                file.toString(),
                                "--parallelism",
                                "2"));
        command.addAll(List.of(options));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Ran(
                process.exitValue(),
                Files.readAllLines(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
