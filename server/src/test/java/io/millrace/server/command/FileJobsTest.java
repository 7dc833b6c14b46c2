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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts over files, as a user runs them. */
@Timeout(120)
class FileJobsTest {
    private static final String INPUT =
            "CREATE TABLE lines (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = '%s/in', 'format' = 'csv'%s);";
    private static final String COUNTS =
            "CREATE TABLE counts (name STRING, n BIGINT) WITH ('connector' = 'filesystem', 'path' = '%s/out', 'format' = '%s');";

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void input() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/a.csv"), "1,a\n2,b\n3,a\n");
    }

    @Test
    void anEndlessJobEndsWithTheRowsOfItsLimit() {
        String lines = INPUT.formatted(folder, ", 'source.monitor-interval' = '100 ms'");
        String kept = folder.resolve("kept").toString();
        assertThat(run(Interrupts.none(), "-e", lines + "SELECT name FROM lines WHERE id > 0 LIMIT 2"))
                .isEqualTo(Status.OK);
        assertThat(out().lines()).hasSize(3);
        String last = lines + "SELECT id + 1 FROM lines LIMIT 2 OFFSET 1";
        assertThat(run(Interrupts.none(), "-e", last, "--checkpoint-dir", kept)).isEqualTo(Status.OK);
        assertThat(run(Interrupts.none(), "-e", last, "--checkpoint-dir", kept)).isEqualTo(Status.OK);
        assertThat(err()).contains("this job is finished");
        assertThat(out().lines()).hasSize(6);
    }

    @Test
    void endlessJobWithoutAFolderCommitsAndSaysWhatACrashLoses() throws Exception {
        String script =
                INPUT.formatted(folder, ", 'source.monitor-interval' = '100 ms'")
                        + "CREATE TABLE copy (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = '"
                        + folder
                        + "/out', 'format' = 'parquet');"
                        + "INSERT INTO copy SELECT id, name FROM lines;";
        Interrupts interrupts = Interrupts.none();
        CompletableFuture<Integer> job = CompletableFuture.supplyAsync(() -> run(interrupts, "-e", script));
        awaitFiles(1, job);
        Files.writeString(folder.resolve("in/b.csv"), "4,d\n");
        awaitFiles(2, job);
        interrupts.interrupt();
        assertThat(job.get(60, TimeUnit.SECONDS)).isEqualTo(Status.INTERRUPTED);
        assertThat(err().split("without a checkpoint folder rows are committed every 1000 ms", -1)).hasSize(2);
        assertThat(err()).contains("a new start reads everything from the beginning").contains("--checkpoint-dir");
        assertThat(query("SELECT id, name FROM copy ORDER BY id", "parquet"))
                .isEqualTo("id,name\n1,a\n2,b\n3,a\n4,d\n");
    }

    @Test
    void boundedJobSaysNothingOfCrashes() {
        assertThat(run("-e", INPUT.formatted(folder, "") + "SELECT COUNT(*) AS n FROM lines")).isEqualTo(Status.OK);
        assertThat(out()).isEqualTo("n\n3\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void updatingResultOfABoundedInputIsWrittenAsItsFinalRows() throws IOException {
        for (String format : List.of("csv", "json", "parquet")) {
            String script =
                    INPUT.formatted(folder, "")
                            + COUNTS.formatted(folder, format)
                            + "INSERT INTO counts SELECT name, COUNT(*) FROM lines GROUP BY name;";
            assertThat(run("-e", script)).as(err()).isEqualTo(Status.OK);
            out.reset();
            assertThat(run("-e", COUNTS.formatted(folder, format) + "SELECT * FROM counts ORDER BY name"))
                    .isEqualTo(Status.OK);
            assertThat(out()).isEqualTo("name,n\na,2\nb,1\n");
            removeOutput();
            out.reset();
        }
    }

    @Test
    void updatingResultWithoutEndIsRefused() {
        String script =
                INPUT.formatted(folder, ", 'source.monitor-interval' = '1 s'")
                        + COUNTS.formatted(folder, "parquet")
                        + "INSERT INTO counts SELECT name, COUNT(*) FROM lines GROUP BY name;";
        assertThat(run("-e", script)).isEqualTo(Status.FAILED);
        assertThat(err()).contains("error [updating-result]").contains("counts");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void badValueOfParquetEndsTheJobWithItsPlace() throws IOException {
        String write =
                INPUT.formatted(folder, "")
                        + "CREATE TABLE copy (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = '"
                        + folder
                        + "/out', 'format' = 'parquet'); INSERT INTO copy SELECT id + 3000000000, name FROM lines;";
        assertThat(run("-e", write)).isEqualTo(Status.OK);
        String read =
                "CREATE TABLE narrow (name STRING, id INT) WITH ('connector' = 'filesystem', 'path' = '"
                        + folder
                        + "/out', 'format' = 'parquet'); SELECT id FROM narrow;";
        assertThat(run("-e", read)).isEqualTo(Status.FAILED);
        assertThat(err())
                .contains("error [bad-record]: File " + folder.resolve("out"))
                .contains(".parquet, row 1, column 2 (id): 3000000001 does not fit INT");
    }

    private String query(String sql, String format) {
        out.reset();
        String table =
                "CREATE TABLE copy WITH ('connector' = 'filesystem', 'path' = '"
                        + folder
                        + "/out', 'format' = '"
                        + format
                        + "');";
        assertThat(run("-e", table + sql)).as(err()).isEqualTo(Status.OK);
        return out();
    }

    private void awaitFiles(int count, CompletableFuture<Integer> job) throws Exception {
        while (outputFiles() < count) {
            assertThat(job).as(err()).isNotDone();
            Thread.sleep(20);
        }
    }

    private long outputFiles() throws IOException {
        if (!Files.isDirectory(folder.resolve("out"))) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-")).count();
        }
    }

    private void removeOutput() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private int run(String... words) {
        return run(Interrupts.none(), words);
    }

    private int run(Interrupts interrupts, String... words) {
        RunOptions options = RunOptions.withScript(Words.of("run", new ArrayList<>(List.of(words)), RunOptions.RUN));
        Screen screen = new Screen(stream(out), stream(err), Terminal.NONE);
        return new RunCommand(options, SqlLanguage::begin, screen, interrupts).run();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
