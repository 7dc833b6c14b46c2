package io.millrace.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.connector.TableOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that is wrong: each message names file, line, column and reason; input that only looks odd is read. */
class BadInputTest {
    private static final Schema TYPES =
            Schema.of(
                    Field.of("small", Plain.TINYINT),
                    Field.of("large", Plain.BIGINT),
                    Field.of("money", new DataType.Decimal(5, 2)),
                    Field.of("name", new DataType.Varchar(5)),
                    Field.of("day", Plain.DATE));

    @TempDir Path folder;

    private final Tables tables = new Tables();

    @Test
    void numbersThatOverflowAreNamed() throws IOException {
        failsCsv(
                "1,1,1,a,2020-01-01\n128,1,1,a,\n",
                "a.csv, line 2, column 1 (small): '128' is not a value of type TINYINT");
        failsCsv(
                "1,9223372036854775808,1,a,\n",
                "line 1, column 2 (large): '9223372036854775808' is not a value of type BIGINT");
        failsCsv("1,1,1000.00,a,\n", "line 1, column 3 (money): '1000.00' is not a value of type DECIMAL(5, 2)");
        failsCsv("1,1,1,toolong,\n", "line 1, column 4 (name): 'toolong' is not a value of type VARCHAR(5)");
        failsCsv("1,1,1,a,2021-02-29\n", "line 1, column 5 (day): '2021-02-29' is not a value of type DATE");
        failsJson(
                "{\"small\":1}\n{\"small\":128}\n",
                "a.json, line 2, column 1 (small): '128' is not a value of type TINYINT");
        failsJson("{\"large\":1e30}\n", "line 1, column 2 (large): '1e30' is not a value of type BIGINT");
        failsJson("{\"money\":1000}\n", "line 1, column 3 (money): '1000' is not a value of type DECIMAL(5, 2)");
    }

    @Test
    void bytesThatAreNoTextAreNamed() throws IOException {
        byte[] csv = bytes("1,1,1,a,\n2,1,1,?,\n");
        csv[new String(csv, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xFF;
        fails("csv", "a.csv", csv, "a.csv, line 2, column 4 (name): it is not UTF-8");
        byte[] json = bytes("{\"name\":\"a\"}\n{\"name\":\"?\"}\n");
        json[new String(json, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xC0;
        fails("json", "a.json", json, "a.json, line 2, column 4 (name): it is not UTF-8");
    }

    @Test
    void malformedRecordsAreNamed() throws IOException {
        failsCsv("1,1,1,a,\n2,1,1,\"b,\n3,1,1,c,\n", "a.csv, line 2: the quote that opens field 4 is never closed");
        failsCsv("1,1,1,a,\n1,2\n", "a.csv, line 2: ");
        failsJson("{\"small\":1}\n{\"small\":\n", "a.json, line 2: ");
        failsJson("{\"small\":1}\n[1,2]\n", "a.json, line 2: ");
    }

    @Test
    void recordsThatAreTooLongAreNamed() throws IOException {
        String name = "x".repeat(500_000);
        failsCsv(
                "1,1,1,a,\n1,1,1," + name + ",\n2,1,1,b,\n",
                "a.csv, line 2: the record is longer than 300000 bytes (raise 'max-record-bytes'",
                "max-record-bytes",
                "300000");
        failsJson(
                "{\"small\":1}\n{\"name\":\"" + name + "\"}\n",
                "a.json, line 2: the record is longer than 300000 bytes",
                "max-record-bytes",
                "300000");
    }

    @Test
    void archivesThatAreCutShortAreNamed() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(archive)) {
            for (int i = 0; i < 10_000; i++) {
                gzip.write(bytes("{\"large\":" + i * 7919L + "}\n"));
            }
        }
        byte[] half = Arrays.copyOf(archive.toByteArray(), archive.size() / 2);
        fails("json", "a.json.gz", half, "a.json.gz is cut short or damaged after ");
        fails(
                "json",
                "a.json.gz",
                bytes("{\"large\":1}\n"),
                "a.json.gz is cut short or damaged after 0 uncompressed bytes");
    }

    @Test
    void oddTextIsRead() throws IOException {
        assertThat(rows("csv", "a.csv", bytes("\uFEFF1,2,3.5,a,2020-01-01\r\n2,3,4,\"b\r\n\",\r\n")))
                .extracting(row -> row.get(3))
                .containsExactly("a", "b\r\n");
        assertThat(rows("json", "a.json", bytes("\uFEFF{\"small\":1}\r\n\r\n{\"small\":2}\r\n")))
                .extracting(row -> row.get(0))
                .containsExactly((byte) 1, (byte) 2);
    }

    @Test
    void filesWithoutRecordsGiveNoRows() throws IOException {
        for (String text : List.of("", "\n", "small,large,money,name,day", "small,large,money,name,day\n")) {
            assertThat(rows("csv", "a.csv", bytes(text), "csv.header", "true")).as(text).isEmpty();
        }
        assertThat(rows("csv", "a.csv", new byte[0])).isEmpty();
        assertThat(rows("json", "a.json", new byte[0])).isEmpty();
        assertThat(rows("json", "a.json", bytes("\n\n"))).isEmpty();
    }

    @Test
    void headerWithoutTheColumnIsNamed() throws IOException {
        assertThatThrownBy(() -> rows("csv", "a.csv", bytes("small,large\n1,2\n"), "csv.header", "true"))
                .hasMessageContaining("a.csv has no column 'money'");
    }

    @Test
    void missingValuesAreNulls() throws IOException {
        assertThat(rows("csv", "a.csv", bytes(",,,,\n"))).containsExactly(Arrays.asList(null, null, null, null, null));
        assertThat(rows("json", "a.json", bytes("{\"small\":null}\n{}\n")))
                .hasSize(2)
                .allMatch(row -> row.stream().allMatch(Objects::isNull));
    }

    @Test
    void folderThatIsNoPartitionIsNamed() throws IOException {
        Files.createDirectories(folder.resolve("day=2020-13-01"));
        Files.write(folder.resolve("day=2020-13-01/a.csv"), bytes("1,1,1,a\n"));
        TableOptions table = Tables.table(TYPES, List.of("day"), folder);
        assertThatThrownBy(() -> tables.readAll(Connectors.source(table)))
                .hasMessageContaining("day=2020-13-01/a.csv: '2020-13-01' is not a value of type DATE for column day");
        Files.move(folder.resolve("day=2020-13-01"), folder.resolve("other"));
        assertThatThrownBy(() -> tables.readAll(Connectors.source(table)))
                .hasMessageContaining("other/a.csv is in no folder 'day=...'");
    }

    private void failsCsv(String text, String message, String... options) throws IOException {
        fails("csv", "a.csv", bytes(text), message, options);
    }

    private void failsJson(String text, String message, String... options) throws IOException {
        fails("json", "a.json", bytes(text), message, options);
    }

    private void fails(String format, String name, byte[] content, String message, String... options) {
        assertThatThrownBy(() -> rows(format, name, content, options))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(MillraceException.Kind.USER))
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message);
    }

    private List<List<Object>> rows(String format, String name, byte[] content, String... options) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, content);
        TableOptions plain = Tables.table(TYPES, List.of(), file, options);
        Map<String, String> map = new HashMap<>(plain.options());
        map.put("format", format);
        return tables.readAll(Connectors.source(new TableOptions("t", TYPES, plain.keys(), map, plain.folder())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
