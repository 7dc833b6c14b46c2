package io.millrace.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.Schema;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.doors.Executor;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    @TempDir Path folder;

    private final Tables tables = new Tables();

    @Test
    void nothingIsSeenBeforeItIsCommitted() throws IOException {
        try (SinkWriter writer = writer("job", 0, 1)) {
            writer.recover(List.of());
            write(writer, row(1L, "a"), row(2L, null));
            assertThat(read()).isEmpty();
            List<String> tickets = writer.prepare(1);
            assertThat(tickets).hasSize(1);
            assertThat(read()).isEmpty();
            writer.commit(tickets);
            writer.commit(tickets);
            assertThat(read()).containsExactly(row(1L, "a"), row(2L, null));
            assertThat(writer.prepare(2)).isEmpty();
        }
        assertThat(hidden()).isEmpty();
    }

    @Test
    void recoveryCommitsTicketsAndRemovesTheRest() throws IOException {
        SinkWriter crashed = writer("job", 0, 2);
        crashed.recover(List.of());
        SinkWriter other = writer("other job", 0, 2);
        other.recover(List.of());
        write(other, row(9L, "other"));
        write(crashed, row(1L, "a"));
        List<String> kept = crashed.prepare(1);
        write(crashed, row(2L, "lost"));
        List<String> lost = crashed.prepare(2);
        write(crashed, row(3L, "in progress"));
        SinkWriter gone = writer("job", 1, 2);
        gone.recover(List.of());
        write(gone, row(4L, "also lost"));

        tables.millis++;
        SinkWriter restored = writer("job", 0, 1);
        restored.recover(kept);
        assertThat(read()).containsExactly(row(1L, "a"));
        write(restored, row(5L, "anew"));
        restored.commit(restored.prepare(3));
        assertThat(read()).containsExactly(row(1L, "a"), row(5L, "anew"));
        assertThat(lost).hasSize(1);
        assertThat(hidden()).singleElement().satisfies(name -> assertThat(name).endsWith(PartNames.IN_PROGRESS));
        restored.close();
        other.commit(other.prepare(1));
        assertThat(read()).contains(row(9L, "other"));
    }

    @Test
    void whoHasNothingToCommitRemovesWhatIsLeftAllTheSame() throws IOException {
        SinkWriter crashed = writer("job", 0, 1);
        crashed.recover(List.of());
        write(crashed, row(1L, "lost"));
        crashed.prepare(1);
        tables.millis++;
        SinkWriter restored = writer("job", 0, 1);
        restored.recover(List.of());
        assertThat(hidden()).hasSize(1);
        restored.commit(List.of());
        assertThat(hidden()).isEmpty();
    }

    @Test
    void goingBackWithdrawsWhatWasCommittedSince() throws IOException {
        SinkWriter first = writer("job", 0, 2);
        first.recover(List.of());
        write(first, row(1L, "a"));
        List<String> one = first.prepare(1);
        first.commit(one);
        write(first, row(2L, "b"));
        first.commit(first.prepare(2));
        SinkWriter second = writer("job", 1, 2);
        second.recover(List.of());
        write(second, row(3L, "before any barrier"));
        List<String> three = second.prepare(Operator.END_OF_JOB);
        second.commit(three);

        tables.millis++;
        SinkWriter resumed = resumed("job", 2, "");
        resumed.recover(List.of());
        assertThat(read()).containsExactlyInAnyOrder(row(1L, "a"), row(2L, "b"), row(3L, "before any barrier"));
        tables.millis++;
        SinkWriter back = resumed("job", 1, "");
        back.recover(one);
        assertThat(read()).containsExactlyInAnyOrder(row(1L, "a"), row(3L, "before any barrier"));
        assertThat(hidden()).singleElement().satisfies(name -> assertThat(name).endsWith(PartNames.WITHDRAWN));
        write(back, row(2L, "again"));
        back.commit(back.prepare(3));
        assertThat(read()).containsExactlyInAnyOrder(row(1L, "a"), row(2L, "again"), row(3L, "before any barrier"));
        assertThat(hidden()).isEmpty();
    }

    @Test
    void aCopiedCheckpointIsRefusedWhereTheFormerRunWentOn() throws IOException {
        SinkWriter former = writer("job", 0, 1);
        former.recover(List.of());
        write(former, row(1L, "a"));
        List<String> one = former.prepare(1);
        former.commit(one);
        resumed("copy", 1, "job").recover(one);
        write(former, row(2L, "b"));
        former.commit(former.prepare(2));
        assertThatThrownBy(() -> resumed("copy", 1, "job").recover(one))
                .hasMessageContaining("written twice:\n  " + folder + "/part-");
        assertThat(read()).containsExactly(row(1L, "a"), row(2L, "b"));
    }

    @Test
    void whatAKilledPassingRunLeftIsRemovedByTheNextWriter() throws IOException {
        SinkWriter alive = Connectors.sink(table()).writer(context(JobRun.passing("alive"), 0, 1));
        alive.recover(List.of());
        write(alive, row(1L, "a"));
        alive.prepare(1);
        write(alive, row(2L, "b"));
        assertThat(hidden()).hasSize(3);
        Files.createFile(folder.resolve(".part-x-y-0-z-.lock"));
        Files.createFile(folder.resolve(".part-x-y-0-z-0-0.csv" + PartNames.PREPARED));
        Files.createFile(folder.resolve(".part-x-y-0-z-0-1.csv" + PartNames.IN_PROGRESS));
        Files.createFile(folder.resolve(".part-x-y-0-zz-0-1.csv" + PartNames.IN_PROGRESS));
        writer("job", 0, 1).recover(List.of());
        assertThat(hidden()).hasSize(4).contains(".part-x-y-0-zz-0-1.csv" + PartNames.IN_PROGRESS);
        alive.close();
        assertThat(hidden()).hasSize(1);
    }

    private SinkWriter resumed(String job, long barrier, String former) {
        return Connectors.sink(table())
                .writer(context(new JobRun(job, JobRun.Durability.RESUMABLE, barrier, former), 0, 1));
    }

    @Test
    void anyInstanceCanCommitAnyTicket() throws IOException {
        SinkWriter first = writer("job", 0, 2);
        SinkWriter second = writer("job", 1, 2);
        write(first, row(1L, "a"));
        write(second, row(2L, "b"));
        List<String> one = first.prepare(1);
        List<String> two = second.prepare(1);
        tables.millis++;
        SinkWriter swappedFirst = writer("job", 0, 2);
        swappedFirst.recover(two);
        SinkWriter swappedSecond = writer("job", 1, 2);
        swappedSecond.recover(one);
        assertThat(read()).containsExactlyInAnyOrder(row(1L, "a"), row(2L, "b"));
    }

    @Test
    void largeFilesAreEnded() throws IOException {
        try (SinkWriter writer = writer("job", 0, 1, "sink.rolling-policy.file-size", "100 b", "csv.header", "true")) {
            writer.recover(List.of());
            for (int i = 0; i < 100; i++) {
                write(writer, row((long) i, "name " + i));
            }
            List<String> tickets = writer.prepare(1);
            assertThat(tickets).hasSizeBetween(10, 100);
            writer.commit(tickets);
        }
        assertThat(tables.readAll(Connectors.source(table("csv.header", "true")))).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void partitionsBecomeFolders() throws IOException {
        TableOptions table = Tables.table(Tables.NAMED, List.of("name"), folder);
        try (SinkWriter writer = Connectors.sink(table).writer(context("job", 0, 1))) {
            writer.recover(List.of());
            write(writer, row(1L, "a/b"), row(2L, "c"), row(3L, null), row(4L, "a/b"));
            writer.commit(writer.prepare(1));
        }
        assertThat(Files.isDirectory(folder.resolve("name=a%2Fb"))).isTrue();
        assertThat(Files.isDirectory(folder.resolve("name=__DEFAULT_PARTITION__"))).isTrue();
        assertThat(tables.readAll(Connectors.source(table)))
                .containsExactlyInAnyOrder(row(1L, "a/b"), row(4L, "a/b"), row(2L, "c"), row(3L, null));
    }

    @Test
    void weightsRepeatRows() throws IOException {
        try (SinkWriter writer = writer("job", 0, 1)) {
            writer.recover(List.of());
            BatchBuilder builder = new BatchBuilder(Tables.NAMED, BufferPool.HEAP);
            builder.column(0).appendValue(Tables.NAMED.type(0), 1L);
            builder.column(1).appendValue(Tables.NAMED.type(1), "a");
            builder.endRow(3);
            Batch batch = builder.build();
            writer.write(batch, 0);
            batch.release();
            writer.commit(writer.prepare(1));
        }
        assertThat(read()).hasSize(3);
    }

    @Test
    void rowsGoOnWhileTheDiskWorks() throws IOException {
        Deque<Runnable> waiting = new ArrayDeque<>();
        try (SinkWriter writer = Connectors.sink(table()).writer(context(resumable("job"), 0, 1, waiting::add))) {
            writer.recover(List.of());
            write(writer, row(1L, "a"));
            List<String> tickets = writer.prepare(1);
            assertThat(tickets).hasSize(1);
            assertThat(writer.isSettled()).isFalse();
            assertThat(hidden()).singleElement().satisfies(name -> assertThat(name).endsWith(PartNames.IN_PROGRESS));
            write(writer, row(2L, "b"));
            writer.commit(tickets);
            assertThat(read()).isEmpty();
            waiting.forEach(Runnable::run);
            assertThat(writer.isSettled()).isTrue();
            assertThat(read()).containsExactly(row(1L, "a"));
            writer.commit(writer.prepare(2));
            assertThat(writer.isSettled()).isFalse();
        }
        assertThat(read()).as("closing does what was begun").containsExactly(row(1L, "a"), row(2L, "b"));
    }

    @Test
    void whatTheDiskRefusesIsNoCheckpoint() throws IOException {
        Deque<Runnable> waiting = new ArrayDeque<>();
        SinkWriter writer = Connectors.sink(table()).writer(context(resumable("job"), 0, 1, waiting::add));
        writer.recover(List.of());
        write(writer, row(1L, "a"));
        writer.prepare(1);
        Files.delete(folder.resolve(hidden().getFirst()));
        waiting.forEach(Runnable::run);
        for (int asked = 0; asked < 2; asked++) {
            assertThatThrownBy(writer::isSettled).hasMessageContaining("Writing").hasMessageContaining("failed");
        }
        writer.close();
        assertThat(read()).isEmpty();
    }

    private List<List<Object>> read() throws IOException {
        return Files.exists(folder) ? tables.readAll(Connectors.source(table())) : List.of();
    }

    private List<String> hidden() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".")).toList();
        }
    }

    private TableOptions table(String... options) {
        return Tables.table(Tables.NAMED, List.of(), folder, options);
    }

    private SinkWriter writer(String job, int index, int parallelism, String... options) {
        return Connectors.sink(table(options)).writer(context(job, index, parallelism));
    }

    private Sink.WriterContext context(String job, int index, int parallelism) {
        return context(resumable(job), index, parallelism);
    }

    private static JobRun resumable(String job) {
        return new JobRun(job, JobRun.Durability.RESUMABLE, 0, "");
    }

    private Sink.WriterContext context(JobRun run, int index, int parallelism) {
        return context(run, index, parallelism, Runnable::run);
    }

    private Sink.WriterContext context(JobRun run, int index, int parallelism, Executor executor) {
        return new Sink.WriterContext(
                run,
                "sink vertex/1",
                index,
                parallelism,
                new Sink.Services(BufferPool.HEAP, tables.clock(), tables.metrics, SessionSettings.UTC, executor));
    }

    @SafeVarargs
    private static void write(SinkWriter writer, List<Object>... rows) {
        Schema schema = Tables.NAMED;
        BatchBuilder builder = new BatchBuilder(schema, BufferPool.HEAP);
        for (List<Object> row : rows) {
            for (int i = 0; i < schema.size(); i++) {
                if (row.get(i) == null) {
                    builder.column(i).appendNull();
                } else {
                    builder.column(i).appendValue(schema.type(i), row.get(i));
                }
            }
            builder.endRow(1);
        }
        Batch batch = builder.build();
        writer.write(batch, 0);
        batch.release();
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }
}
