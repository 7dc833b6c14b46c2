package io.millrace.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for files of every format, written and read again. */
class FileFormatsTest {
    @TempDir Path folder;

    private final Tables tables = new Tables();

    @ParameterizedTest
    @CsvSource({
        "csv,none,.csv",
        "csv,gzip,.csv.gz",
        "csv,zstd,.csv.zst",
        "json,none,.json",
        "json,gzip,.json.gz",
        "json,ZSTD,.json.zst",
        "parquet,none,.parquet"
    })
    void filesAreSeenWhenTheyAreCommitted(String format, String compression, String extension) throws IOException {
        TableOptions table = table("format", format, "sink.compression", compression);
        SinkWriter writer = writer(table);
        write(writer, numbers(0, 10_000));
        List<String> first = writer.prepare(1);
        write(writer, numbers(10_000, 20_000));
        List<String> second = writer.prepare(2);
        write(writer, numbers(20_000, 20_010));
        assertThat(read(table)).isEmpty();
        writer.commit(first);
        assertThat(read(table)).isEqualTo(numbers(0, 10_000));
        writer.commit(second);
        assertThat(read(table)).isEqualTo(numbers(0, 20_000));
        writer.close();
        assertThat(names()).hasSize(2).allMatch(name -> name.endsWith(extension));
        assertThat(tables.readAll(Connectors.source(inferred(table)))).hasSize(20_000);
    }

    @ParameterizedTest
    @CsvSource({"csv,gzip,20 kb", "json,zstd,20 kb", "parquet,none,80 kb"})
    void largeFilesAreEnded(String format, String compression, String size) throws IOException {
        TableOptions table =
                table("format", format, "sink.compression", compression, "sink.rolling-policy.file-size", size);
        SinkWriter writer = writer(table);
        for (int i = 0; i < 100; i++) {
            write(writer, numbers(i * 1_000, i * 1_000 + 1_000));
        }
        List<String> tickets = writer.prepare(1);
        writer.commit(tickets);
        assertThat(tickets).hasSizeBetween(4, 50);
        assertThat(read(table)).isEqualTo(numbers(0, 100_000));
    }

    @ParameterizedTest
    @CsvSource({"csv,gzip", "json,none", "parquet,none"})
    void partitionsAreFolders(String format, String compression) throws IOException {
        TableOptions table =
                Tables.table(Tables.NAMED, List.of("name"), folder, "format", format, "sink.compression", compression);
        SinkWriter writer = writer(table);
        write(writer, List.of(row(1L, "a"), row(2L, "b/c"), row(3L, null), row(null, "a"), row(5L, "")));
        writer.commit(writer.prepare(1));
        assertThat(tables.readAll(Connectors.source(table)))
                .containsExactlyInAnyOrder(row(1L, "a"), row(2L, "b/c"), row(3L, null), row(null, "a"), row(5L, null));
        assertThat(Files.isDirectory(folder.resolve("name=b%2Fc"))).isTrue();
        assertThat(Files.isDirectory(folder.resolve("name=__DEFAULT_PARTITION__"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"csv", "json", "parquet"})
    void readingGoesOnAfterAnyPoll(String format) throws IOException {
        TableOptions table =
                format.equals("parquet")
                        ? table("format", format, "source.split-size", "30 kb", "parquet.block.size", "20 kb")
                        : table("format", format, "source.split-size", "30 kb");
        SinkWriter writer = writer(table);
        for (int i = 0; i < 20; i++) {
            write(writer, numbers(i * 2_000, i * 2_000 + 2_000));
        }
        writer.commit(writer.prepare(1));
        Source source = Connectors.source(table);
        SplitEnumerator splits = source.enumerator(new Source.EnumeratorContext(3, ""));
        List<List<Object>> all = new ArrayList<>();
        int count = 0;
        for (var split = splits.next(0); split.isPresent(); split = splits.next(0)) {
            count++;
            readByPolls(source, split.get(), all);
        }
        assertThat(count).isGreaterThan(2);
        assertThat(all).isEqualTo(numbers(0, 40_000));
    }

    private void readByPolls(Source source, Split split, List<List<Object>> all) {
        String position = ReaderContext.START;
        boolean more = true;
        while (more) {
            tables.rows.clear();
            try (SplitReader reader = source.reader(tables.context(source, split, position))) {
                more = tables.take(source, reader.poll());
                position = reader.position();
            }
            all.addAll(tables.rows);
        }
    }

    @Test
    void newFilesOfAFolderAreFound() throws IOException {
        TableOptions table = table("format", "parquet", "source.monitor-interval", "1 s");
        Source source = Connectors.source(table);
        SplitEnumerator splits = source.enumerator(new Source.EnumeratorContext(1, ""));
        assertThat(splits.next(0)).isEmpty();
        SinkWriter writer = writer(table);
        write(writer, numbers(0, 3));
        writer.commit(writer.prepare(1));
        splits.discover();
        tables.rows.clear();
        tables.readSplits(source, splits);
        assertThat(tables.rows).isEqualTo(numbers(0, 3));
        splits.discover();
        assertThat(splits.next(0)).isEmpty();
        assertThat(splits.isExhausted()).isFalse();
    }

    @Test
    void badValueOfParquetNamesFileRowAndColumn() throws IOException {
        SinkWriter writer = writer(table("format", "parquet"));
        write(writer, List.of(row(1L, "a"), row(3_000_000_000L, "b")));
        writer.commit(writer.prepare(1));
        Schema narrow = Schema.of(Field.of("id", Plain.INT));
        assertThatThrownBy(() ->
                        tables.readAll(Connectors.source(Tables.table(narrow, List.of(), folder, "format", "parquet"))))
                .hasMessageContaining(names().getFirst())
                .hasMessageContaining("row 2, column 1 (id): 3000000000 does not fit INT. To go on");
        Source skipping =
                Connectors.source(Tables.table(narrow, List.of(), folder, "format", "parquet", "on-error", "skip"));
        assertThat(tables.readAll(skipping)).containsExactly(row(1));
        assertThat(tables.metrics.counts).containsEntry("rejected-records", 2L);
    }

    @Test
    void filesThatAreNoParquetAreNamed() throws IOException {
        Source source = Connectors.source(table("format", "parquet"));
        Path file = folder.resolve("a.parquet");
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> tables.readAll(source)).hasMessageContaining("a.parquet is empty");
        Files.writeString(file, "id,name\n1,a\n");
        assertThatThrownBy(() -> tables.readAll(source))
                .hasMessageContaining("a.parquet is not a Parquet file")
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(MillraceException.Kind.USER));
        Files.delete(file);
        SinkWriter writer = writer(table("format", "parquet"));
        write(writer, numbers(0, 1000));
        writer.commit(writer.prepare(1));
        Path whole = folder.resolve(names().getFirst());
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, bytes.length - 100));
        assertThatThrownBy(() -> tables.readAll(source))
                .hasMessageContaining(whole.toString())
                .hasMessageContaining("cut short");
        Files.write(folder.resolve("b.parquet.gz"), bytes);
        Files.delete(whole);
        assertThatThrownBy(() -> tables.readAll(source)).hasMessageContaining("compressed as a whole");
    }

    @Test
    void parquetIsNotCompressedTwice() {
        assertThatThrownBy(() -> Connectors.sink(table("format", "parquet", "sink.compression", "gzip")))
                .hasMessageContaining("'parquet.compression'");
        assertThatThrownBy(() -> Connectors.sink(table("sink.compression", "zip")))
                .hasMessageContaining("none, gzip, zstd");
    }

    /** All rows, by their first column: the order of files is not that of their rows. */
    private List<List<Object>> read(TableOptions table) {
        List<List<Object>> rows = new ArrayList<>(tables.readAll(Connectors.source(table)));
        rows.sort(Comparator.comparing(row -> (Long) row.getFirst()));
        return rows;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private TableOptions table(String... options) {
        return Tables.table(Tables.NAMED, List.of(), folder, options);
    }

    private TableOptions inferred(TableOptions table) {
        return new TableOptions(table.name(), Connectors.infer(table), table.keys(), table.options(), table.folder());
    }

    private SinkWriter writer(TableOptions table) {
        SinkWriter writer =
                Connectors.sink(table)
                        .writer(
                                new Sink.WriterContext(
                                        new JobRun("job", JobRun.Durability.RESUMABLE, 0, ""),
                                        "sink",
                                        0,
                                        1,
                                        new Sink.Services(
                                                BufferPool.HEAP, tables.clock(), tables.metrics, SessionSettings.UTC)));
        writer.recover(List.of());
        return writer;
    }

    private static void write(SinkWriter writer, List<List<Object>> rows) {
        BatchBuilder builder = new BatchBuilder(Tables.NAMED, BufferPool.HEAP);
        for (List<Object> row : rows) {
            builder.column(0).appendValue(Tables.NAMED.type(0), row.get(0));
            builder.column(1).appendValue(Tables.NAMED.type(1), row.get(1));
            builder.endRow(1);
            if (builder.isFull()) {
                flush(writer, builder);
            }
        }
        if (!builder.isEmpty()) {
            flush(writer, builder);
        }
    }

    private static void flush(SinkWriter writer, BatchBuilder builder) {
        Batch batch = builder.build();
        writer.write(batch, 0);
        batch.release();
    }

    private static List<List<Object>> numbers(int from, int to) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(row((long) i, "name " + (i * 7919L) % 10007));
        }
        return rows;
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }
}
