package io.millrace.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.print.Screen;
import io.millrace.server.print.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that are stopped and gone on with, as a user does it. */
@Timeout(180)
class ResumeTest {
    private static final int ROWS = 60_000;

    /** A job that has begun to read its file, and goes no further: the other side of its join is slow. */
    private static final String WAITING =
            """
            CREATE TABLE lines (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = '%1$s/in', 'format' = '%2$s');
            CREATE TABLE slow (k BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '1', 'number-of-rows' = '1000');
            CREATE TABLE found (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = '%1$s/out', 'format' = 'csv');
            INSERT INTO found SELECT l.id, l.name FROM lines AS l JOIN slow AS s ON l.id = s.k;
            """;

    /** Two jobs, one after the other. */
    private static final String COPIES =
            """
            CREATE TABLE lines (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = '%1$s/in', 'format' = 'csv');
            CREATE TABLE copies (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = '%1$s/%2$s/one', 'format' = 'csv');
            CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'filesystem', 'path' = '%1$s/%2$s/two', 'format' = 'csv');
            INSERT INTO copies SELECT id, name FROM lines;
            INSERT INTO numbers SELECT id FROM lines;
            """;

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"csv", "csv.gz", "parquet"})
    void fileThatIsNotAsItWasIsNamedBeforeAnythingStarts(String kind) throws Exception {
        Path file = input(kind);
        String script = WAITING.formatted(folder, kind.replace(".gz", ""));
        assertThat(interrupted(script)).as(err()).isEqualTo(Status.INTERRUPTED);
        byte[] content = Files.readAllBytes(file);
        FileTime time = Files.getLastModifiedTime(file);

        Files.write(file, java.util.Arrays.copyOf(content, content.length - 100));
        assertRefused(script, "error [file-changed]: File " + file + " has become shorter since the job began");
        byte[] other = content.clone();
        other[content.length - 10] ^= 1;
        Files.write(file, other);
        Files.setLastModifiedTime(file, time);
        assertRefused(script, "error [file-changed]: File " + file + " was changed since the job began");
        Files.delete(file);
        assertRefused(script, "error [file-missing]: File " + file + " is gone since the job began");

        Files.write(file, content);
        Files.setLastModifiedTime(file, time);
        assertThat(interrupted(script)).as(err()).isEqualTo(Status.INTERRUPTED);
        assertThat(err()).contains("resuming from checkpoint");
    }

    private void assertRefused(String script, String message) {
        err.reset();
        assertThat(run("-e", script, "--checkpoint-dir", kept("ck"))).isEqualTo(Status.FAILED);
        assertThat(err()).contains(message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void finishedJobSaysSoAndFreshRunsItAgain() throws Exception {
        smallInput();
        String script = COPIES.formatted(folder, "out").replaceAll("INSERT INTO numbers.*", "");
        assertThat(run("-e", script, "--checkpoint-dir", kept("ck"))).as(err()).isEqualTo(Status.OK);
        List<String> rows = rows("out/one");
        assertThat(rows).hasSize(3);
        err.reset();
        assertThat(run("-e", script, "--checkpoint-dir", kept("ck"))).isEqualTo(Status.OK);
        assertThat(err()).contains("this job is finished").contains("--fresh runs it again");
        assertThat(rows("out/one")).isEqualTo(rows);
        err.reset();
        assertThat(run("-e", script, "--checkpoint-dir", kept("ck"), "--fresh")).as(err()).isEqualTo(Status.OK);
        // What a former run committed is the user's.
        assertThat(rows("out/one")).hasSize(6);
    }

    @Test
    void scriptWithSeveralJobsGoesOnWithEach() throws Exception {
        smallInput();
        assertThat(run("-e", COPIES.formatted(folder, "out"), "--checkpoint-dir", kept("ck"))).isEqualTo(Status.OK);
        assertThat(folder.resolve("ck/job-1/finished")).exists();
        assertThat(folder.resolve("ck/job-2/finished")).exists();

        // A copy of both, into a new folder: nothing is left to do, nothing is written.
        err.reset();
        assertThat(
                        run(
                                "-e",
                                COPIES.formatted(folder, "out"),
                                "--restore",
                                kept("ck"),
                                "--checkpoint-dir",
                                kept("copy")))
                .as(err())
                .isEqualTo(Status.OK);
        assertThat(rows("out/one")).hasSize(3);
        assertThat(rows("out/two")).hasSize(3);
    }

    @Test
    void whatIsRestoredOfOneOfSeveralJobsNamesItsFolder() throws Exception {
        smallInput();
        String script = COPIES.formatted(folder, "out");
        String single = script.replaceAll("INSERT INTO numbers.*", "");
        assertThat(run("-e", single, "--checkpoint-dir", kept("single"))).as(err()).isEqualTo(Status.OK);
        assertThat(run("-e", script, "--restore", kept("single"))).isEqualTo(Status.FAILED);
        assertThat(err())
                .contains("error [no-checkpoint]: this script has several jobs, and " + kept("single") + " is of one")
                .contains("job-1");
        err.reset();
        assertThat(run("-e", script, "--restore", kept("nowhere"))).isEqualTo(Status.FAILED);
        assertThat(err()).contains("error [no-checkpoint]").contains("nowhere");
    }

    /** Runs it until it has a checkpoint and waits, and interrupts it as Ctrl-C does. */
    private int interrupted(String script) throws Exception {
        err.reset();
        Interrupts interrupts = Interrupts.none();
        CompletableFuture<Integer> job =
                CompletableFuture.supplyAsync(() ->
                        run(
                                interrupts,
                                "-e",
                                script,
                                "--checkpoint-dir",
                                kept("ck"),
                                "--set",
                                "checkpoint.interval=100ms"));
        long before = checkpoints();
        while (checkpoints() < before + 4) {
            assertThat(job).as(err()).isNotDone();
            Thread.sleep(20);
        }
        interrupts.interrupt();
        return job.get(60, TimeUnit.SECONDS);
    }

    /** The number of the last checkpoint. */
    private long checkpoints() throws IOException {
        if (!Files.isDirectory(folder.resolve("ck/checkpoints"))) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder.resolve("ck/checkpoints"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]+"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(0);
        }
    }

    private Path input(String kind) throws IOException {
        Path in = Files.createDirectories(folder.resolve("in"));
        String text =
                IntStream.range(0, ROWS)
                        .mapToObj(id -> id + ",name " + id * 7919L % 100_003)
                        .collect(Collectors.joining("\n", "", "\n"));
        if (kind.equals("csv")) {
            return Files.writeString(in.resolve("a.csv"), text);
        }
        if (kind.equals("csv.gz")) {
            try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(in.resolve("a.csv.gz")))) {
                file.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return in.resolve("a.csv.gz");
        }
        Files.writeString(Files.createDirectories(folder.resolve("text")).resolve("a.csv"), text);
        String convert =
                """
                CREATE TABLE texts (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = '%1$s/text', 'format' = 'csv');
                CREATE TABLE lines (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = '%1$s/in', 'format' = 'parquet');
                INSERT INTO lines SELECT id, name FROM texts;
                """;
        assertThat(run("-e", convert.formatted(folder), "--parallelism", "1")).as(err()).isEqualTo(Status.OK);
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
        }
    }

    private void smallInput() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("in")).resolve("a.csv"), "1,a\n2,b\n3,c\n");
    }

    private List<String> rows(String path) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(path))) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("part-")).toList()) {
                rows.addAll(Files.readAllLines(file));
            }
        }
        rows.sort(null);
        return rows;
    }

    private String kept(String name) {
        return folder.resolve(name).toString();
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

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
