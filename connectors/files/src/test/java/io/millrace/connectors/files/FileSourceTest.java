package io.millrace.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    @TempDir Path folder;

    private final Tables tables = new Tables();

    @Test
    void folderIsReadInOrderOfNames() throws IOException {
        write("b.csv", "2,b\n");
        write("a.csv", "1,a\n");
        write("sub/c.csv", "3,c\n");
        write(".hidden.csv", "x");
        write("_temporary/d.csv", "x");
        write("empty.csv", "");
        assertThat(tables.readAll(source(folder))).containsExactly(row(1L, "a"), row(2L, "b"), row(3L, "c"));
    }

    @Test
    void patternsChooseFiles() throws IOException {
        write("a1.csv", "1,a\n");
        write("a2.csv", "2,b\n");
        write("b1.txt", "x");
        assertThat(tables.readAll(source(folder.resolve("a*.csv")))).hasSize(2);
        assertThat(tables.readAll(source(folder.resolve("{a1,zz}.csv")))).hasSize(1);
        assertThat(tables.readAll(source(folder.resolve("nothing*")))).isEmpty();
        assertThatThrownBy(() -> tables.readAll(source(folder.resolve("none.csv")))).hasMessageContaining("none.csv");
    }

    @Test
    void compressedFilesAreReadWhole() throws IOException {
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.csv.gz")))) {
            gzip.write(bytes("1,a\n".repeat(100_000)));
        }
        try (OutputStream zstd = new ZstdOutputStream(Files.newOutputStream(folder.resolve("b.csv.zst")))) {
            zstd.write(bytes("2,b\n".repeat(100_000)));
        }
        Files.write(folder.resolve("c.csv.gz"), new byte[0]);
        assertThat(tables.readAll(source(folder, "source.split-size", "1 kb"))).hasSize(200_000);
    }

    @Test
    void truncatedArchiveIsAnErrorWithItsName() throws IOException {
        for (String name : List.of("a.csv.gz", "a.csv.zst")) {
            Path whole = folder.resolve(name);
            try (OutputStream output =
                    name.endsWith("gz")
                            ? new GZIPOutputStream(Files.newOutputStream(whole))
                            : new ZstdOutputStream(Files.newOutputStream(whole))) {
                for (int i = 0; i < 10_000; i++) {
                    output.write(bytes(i + ",row " + i * 7919L + "\n"));
                }
            }
            byte[] content = Files.readAllBytes(whole);
            Files.write(whole, Arrays.copyOf(content, content.length / 2));
            assertThatThrownBy(() -> tables.readAll(source(whole)))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(MillraceException.Kind.USER))
                    .hasMessageContaining(name)
                    .hasMessageContaining("cut short");
            Files.delete(whole);
        }
    }

    @Test
    void fileIsReadInRanges() throws IOException {
        StringBuilder text = new StringBuilder("id,name\n");
        for (int i = 0; i < 1000; i++) {
            text.append(i).append(",\"name ").append(i).append("\"\n");
        }
        write("a.csv", text.toString());
        Source source = source(folder, "source.split-size", "1 kb", "csv.header", "true");
        List<Split> splits = splits(source);
        assertThat(splits).hasSizeGreaterThan(10);
        assertThat(tables.readAll(source)).hasSize(1000).doesNotHaveDuplicates();
        assertThat(tables.rows.get(999)).isEqualTo(row(999L, "name 999"));
    }

    @Test
    void badRecordEndsTheJobWithItsPlace() throws IOException {
        write("a.csv", "1,a\n2,b\nx,c\n");
        assertThatThrownBy(() -> tables.readAll(source(folder)))
                .hasMessageContaining("a.csv, line 3, column 1 (id): 'x' is not a value of type BIGINT")
                .hasMessageContaining("x,c")
                .hasMessageContaining("on-error");
    }

    @Test
    void badRecordCanBeSkippedOrKept() throws IOException {
        write("a.csv", "1,a\nx,b\n2,\"c\n3,d\n");
        for (Source skipping :
                List.of(source(folder, "on-error", "skip"), source(folder, "csv.ignore-parse-errors", "true"))) {
            tables.metrics.counts.clear();
            tables.metrics.notices.clear();
            assertThat(tables.readAll(skipping)).containsExactly(row(1L, "a"), row(3L, "d"));
            assertThat(tables.metrics.counts).containsEntry("rejected-records", 2L);
            assertThat(tables.metrics.notices).singleElement().satisfies(text -> assertThat(text).contains("line 2"));
        }
        Source keeping = source(folder, "on-error", "table:bad");
        assertThat(keeping.rejectTable()).contains("bad");
        assertThat(tables.readAll(keeping)).containsExactly(row(1L, "a"), row(3L, "d"));
        String file = folder.resolve("a.csv").toString();
        assertThat(tables.rejects)
                .containsExactly(
                        row(file, 2L, "1 (id)", "'x' is not a value of type BIGINT", "x,b"),
                        row(file, 3L, "", "the quote that opens field 2 is never closed", "2,\"c"));
    }

    @Test
    void changedFileIsAnErrorWithItsName() throws IOException {
        Path file = write("a.csv", "1,a\n2,b\n");
        Source source = source(folder);
        Split split = splits(source).getFirst();
        Files.writeString(file, "1,a\n");
        assertThatThrownBy(() -> tables.readSplit(source, split, ""))
                .hasMessageContaining("a.csv")
                .hasMessageContaining("shorter");
        Files.writeString(file, "1,a\n3,c\n");
        assertThatThrownBy(() -> tables.readSplit(source, split, "")).hasMessageContaining("was changed");
        Files.delete(file);
        assertThatThrownBy(() -> tables.readSplit(source, split, ""))
                .hasMessageContaining("a.csv is gone since the job began");
    }

    @Test
    void readingGoesOnAfterAnyPoll() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(i % 5 == 3 ? "x,bad\n" : i + ",\"two\nlines\"\n");
        }
        write("a.csv", text.toString());
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("b.csv.gz")))) {
            gzip.write(bytes(text.toString()));
        }
        Source source = source(folder, "on-error", "table:bad");
        List<List<Object>> all = List.copyOf(tables.readAll(source));
        List<List<Object>> allRejects = List.copyOf(tables.rejects);
        for (int stop = 0; stop < 6; stop++) {
            tables.rows.clear();
            tables.rejects.clear();
            for (Split split : splits(source)) {
                String position = "";
                try (SplitReader reader = source.reader(tables.context(source, split, ""))) {
                    for (int poll = 0; poll < stop && tables.take(source, reader.poll()); poll++) {
                        position = reader.position();
                    }
                }
                tables.readSplit(source, split, position);
            }
            assertThat(tables.rows).isEqualTo(all);
            assertThat(tables.rejects).isEqualTo(allRejects);
        }
    }

    @Test
    void enumeratorGoesOnFromItsSnapshot() throws IOException {
        write("a.csv", "1,a\n".repeat(1000));
        write("b c|d.csv", "2,b\n".repeat(1000));
        Source source = source(folder, "source.split-size", "1 kb");
        List<Split> all = splits(source);
        for (int dealt = 0; dealt <= all.size(); dealt++) {
            SplitEnumerator first = source.enumerator(new Source.EnumeratorContext(2, ""));
            List<Split> splits = new ArrayList<>();
            for (int i = 0; i < dealt; i++) {
                splits.add(first.next(0).orElseThrow());
            }
            SplitEnumerator second = source.enumerator(new Source.EnumeratorContext(3, first.snapshot()));
            second.next(0).ifPresent(splits::add);
            while (!second.isExhausted()) {
                splits.add(second.next(0).orElseThrow());
            }
            assertThat(splits).isEqualTo(all);
        }
    }

    @Test
    void newFilesAreFound() throws IOException {
        write("a.csv", "1,a\n");
        Source source = source(folder, "source.monitor-interval", "2 s");
        assertThat(source.boundedness()).isEqualTo(Source.Boundedness.UNBOUNDED);
        SplitEnumerator enumerator = source.enumerator(new Source.EnumeratorContext(1, ""));
        assertThat(enumerator.discoveryIntervalMillis()).isEqualTo(2000);
        tables.readSplits(source, enumerator);
        write("b.csv", "2,b\n");
        enumerator.discover();
        SplitEnumerator restored = source.enumerator(new Source.EnumeratorContext(1, enumerator.snapshot()));
        tables.readSplits(source, restored);
        restored.discover();
        tables.readSplits(source, restored);
        assertThat(tables.rows).containsExactly(row(1L, "a"), row(2L, "b"));
        assertThat(restored.isExhausted()).isFalse();
    }

    @Test
    void partitionsAreColumns() throws IOException {
        write("day=2024-01-31/name=a%2Fb/x.csv", "1\n2\n");
        write("day=__DEFAULT_PARTITION__/name=c/x.csv", "3\n");
        Schema schema = Schema.of(Field.of("day", Plain.DATE), Field.of("id", Plain.BIGINT), Tables.NAMED.field(1));
        Source source = Connectors.source(Tables.table(schema, List.of("day", "name"), folder));
        assertThat(tables.readAll(source))
                .containsExactly(
                        row(LocalDate.of(2024, 1, 31), 1L, "a/b"),
                        row(LocalDate.of(2024, 1, 31), 2L, "a/b"),
                        row(null, 3L, "c"));
    }

    @Test
    void columnsAreInferred() throws IOException {
        write("a.csv", "id,name\n1,x\n");
        assertThat(Connectors.infer(Tables.table(Schema.of(), List.of(), folder, "csv.header", "true")).toString())
                .isEqualTo("(id BIGINT, name STRING)");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> source(folder, "csv.heeder", "true"))
                .hasMessageContaining("did you mean 'csv.header'?");
        assertThatThrownBy(() -> source(folder, "format", "cvs"))
                .hasMessageContaining("did you mean 'csv'?")
                .hasMessageContaining("json");
        assertThatThrownBy(() -> source(folder, "connector", "filesytem"))
                .hasMessageContaining("did you mean 'filesystem'?");
        assertThatThrownBy(() -> source(folder, "max-record-bytes", "many")).hasMessageContaining("a size such as");
        assertThatThrownBy(() -> source(folder, "on-error", "panic")).hasMessageContaining("table:NAME");
        assertThatThrownBy(() -> source(folder, "path", "s3://bucket/x")).hasMessageContaining("local disk");
    }

    private static List<Split> splits(Source source) {
        SplitEnumerator enumerator = source.enumerator(new Source.EnumeratorContext(2, ""));
        List<Split> splits = new ArrayList<>();
        while (!enumerator.isExhausted()) {
            enumerator.next(0).ifPresent(splits::add);
        }
        return splits;
    }

    private Source source(Path path, String... options) {
        return Connectors.source(Tables.table(Tables.NAMED, List.of(), path, options));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }
}
