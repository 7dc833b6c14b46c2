package io.millrace.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that we and another database exchange. */
class ExchangeTest {
    @TempDir Path folder;
    private DuckDb duck;

    @BeforeEach
    void open() {
        duck = new DuckDb(folder);
    }

    @AfterEach
    void close() {
        duck.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd", "gzip", "lz4_raw", "uncompressed"})
    void rowsOfAllTypesComeBack(String codec) {
        Tables tables = new Tables(Rows.ALL_TYPES, "parquet.compression", codec, "parquet.page.size", "2 kb");
        List<List<Object>> rows = new Rows(new Random(3)).some(5_000);
        byte[] file = tables.write(rows);
        assertThat(comparable(tables.read(file))).isEqualTo(comparable(rows));
        assertThat(tables.bad).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd", "gzip", "lz4_raw", "uncompressed"})
    void otherDatabaseReadsWhatWeWrite(String codec) {
        Tables tables = new Tables(Rows.ALL_TYPES, "parquet.compression", codec, "parquet.page.size", "2 kb");
        List<List<Object>> rows = new Rows(new Random(4)).some(5_000);
        String file = duck.file(tables.write(rows));
        byte[] again = duck.write("SELECT * FROM " + file, "CODEC uncompressed");
        assertThat(comparable(tables.read(again))).isEqualTo(comparable(rows));
        assertThat(duck.query("SELECT COUNT(*), COUNT(s) FROM " + file))
                .containsExactly(
                        List.of("5000", Long.toString(rows.stream().filter(row -> row.get(9) != null).count())));
    }

    @Test
    void otherDatabaseSeesOurTypes() {
        Tables tables = new Tables(Rows.ALL_TYPES);
        String file = duck.file(tables.write(new Rows(new Random(5)).some(3)));
        List<String> types = duck.query("DESCRIBE SELECT * FROM " + file).stream().map(row -> row.get(1)).toList();
        assertThat(types)
                .startsWith("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE")
                .contains("DECIMAL(10,2)", "DECIMAL(38,10)", "VARCHAR", "BLOB", "DATE", "TIME", "TIMESTAMP")
                .contains("TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "VARCHAR[]", "MAP(VARCHAR, INTEGER)");
    }

    @Test
    void otherDatabaseSeesOurValues() {
        Schema schema =
                Schema.of(
                        Field.of("i", Plain.INT),
                        Field.of("d", new DataType.Decimal(30, 3)),
                        Field.of("t", new DataType.Timestamp(6)),
                        Field.of("m", new DataType.TimestampLtz(9)),
                        Field.of("c", new DataType.Time(3)),
                        Field.of("s", DataType.STRING),
                        Field.of("a", new DataType.Array(Plain.BIGINT)));
        byte[] file =
                new Tables(schema)
                        .write(
                                List.of(
                                        row(
                                                -7,
                                                new BigDecimal("-12345678901234567890.125"),
                                                LocalDateTime.of(1903, 2, 1, 3, 4, 5, 678_901_000),
                                                Instant.parse("2024-06-01T12:00:00.123456789Z"),
                                                LocalTime.of(23, 59, 58, 7_000_000),
                                                "é漢😀",
                                                Arrays.asList(1L, null, 3L)),
                                        row(null, null, null, null, null, null, null),
                                        row(0, BigDecimal.ZERO, null, null, null, "", List.of())));
        assertThat(duck.query("SELECT i, d, t, CAST(m AS VARCHAR), c, s, CAST(a AS VARCHAR) FROM " + duck.file(file)))
                .containsExactly(
                        row(
                                "-7",
                                "-12345678901234567890.125",
                                "1903-02-01 03:04:05.678901",
                                "2024-06-01 12:00:00.123456789+00",
                                "23:59:58.007",
                                "é漢😀",
                                "[1, NULL, 3]"),
                        row(null, null, null, null, null, null, null),
                        row("0", "0.000", null, null, null, "", "[]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CODEC uncompressed",
                "CODEC zstd",
                "CODEC gzip",
                "CODEC lz4_raw",
                "PARQUET_VERSION V2",
                "PARQUET_VERSION V2, CODEC zstd, DICTIONARY_SIZE_LIMIT 1",
                "DICTIONARY_SIZE_LIMIT 1, ROW_GROUP_SIZE 2048"
            })
    void weReadWhatTheOtherDatabaseWrites(String options) {
        String query =
                """
                SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE i * 37 - 100000 END AS l,
                       CAST(i % 100 AS INTEGER) AS small,
                       CASE WHEN i % 5 = 0 THEN NULL ELSE CAST(i * 3 % 201 - 100 AS TINYINT) END AS tiny,
                       CAST(i * i * 0.37 AS DOUBLE) AS d,
                       CAST(i / 3.0 AS FLOAT) AS f,
                       i % 3 = 0 AS b,
                       CASE WHEN i % 11 = 0 THEN NULL ELSE 'text ' || (i * 7919 % 10007) END AS s,
                       'é' || (i % 5) AS few,
                       CAST(i * 1.25 AS DECIMAL(9, 2)) AS d9,
                       CAST(i * 1000001 * 0.001 AS DECIMAL(18, 4)) AS d18,
                       CAST(-i * 100000000000.0000001 AS DECIMAL(38, 7)) AS d38,
                       DATE '1960-01-01' + CAST(i AS INTEGER) AS day,
                       TIMESTAMP '1965-01-01 00:00:00.000001' + INTERVAL (i * 977) MINUTE AS t,
                       CAST(TIMESTAMP '2001-01-01' + INTERVAL (i) SECOND AS TIMESTAMPTZ) AS m,
                       CAST(TIMESTAMP '2001-01-01' + INTERVAL (i) SECOND AS TIMESTAMP_MS) AS ms,
                       CAST(TIMESTAMP '2001-01-01' + INTERVAL (i) SECOND AS TIMESTAMP_NS) AS ns,
                       TIME '00:00:00' + INTERVAL (i) SECOND AS clock,
                       CAST('blob' || i AS BLOB) AS bytes,
                       CASE WHEN i % 4 = 0 THEN NULL WHEN i % 4 = 1 THEN [] ELSE [i, NULL, i * 2] END AS list,
                       MAP {'k' || (i % 3): i, 'a': NULL} AS map,
                       CASE WHEN i % 6 = 0 THEN NULL
                            ELSE {'x': i, 'deep': [{'t': 'v' || i, 'u': [i % 2, 7]}, NULL]} END AS row,
                       CAST(i AS UTINYINT) AS u8, CAST(i AS UINTEGER) + 3000000000 AS u32, CAST(i AS UBIGINT) AS u64,
                       uuid() IS NOT NULL AS yes
                FROM (SELECT range AS i FROM range(0, 250)) ORDER BY i
                """;
        byte[] file = duck.write(query, options);
        Schema schema = Tables.infer(file);
        assertThat(schema.toString())
                .contains("l BIGINT", "small INT", "tiny TINYINT", "d18 DECIMAL(18, 4)", "d38 DECIMAL(38, 7)")
                .contains("t TIMESTAMP(6)", "m TIMESTAMP_LTZ(6)", "ms TIMESTAMP(3)", "ns TIMESTAMP(9)")
                .contains("list ARRAY<BIGINT>", "map MAP<STRING, BIGINT>", "u8 SMALLINT", "u32 BIGINT");
        List<List<Object>> rows = new Tables(schema).read(file);
        assertThat(rows).hasSize(250);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(comparable(rows.get(i).subList(0, 23))).as("row " + i).isEqualTo(expected(i));
        }
    }

    private static List<Object> expected(int i) {
        LocalDateTime second = LocalDateTime.of(2001, 1, 1, 0, 0).plusSeconds(i);
        Map<String, Object> map = new TreeMap<>();
        map.put("k" + i % 3, (long) i);
        map.put("a", null);
        Object list = i % 4 == 0 ? null : i % 4 == 1 ? List.of() : row((long) i, null, 2L * i);
        Object deep = row(row("v" + i, List.of(i % 2L, 7L)), null);
        return comparable(
                row(
                        i % 7 == 0 ? null : (Object) (i * 37L - 100000),
                        i % 100,
                        i % 5 == 0 ? null : (Object) (byte) (i * 3 % 201 - 100),
                        new BigDecimal(i * i).multiply(new BigDecimal("0.37")).doubleValue(),
                        (float) (i / 3.0),
                        i % 3 == 0,
                        i % 11 == 0 ? null : "text " + i * 7919 % 10007,
                        "é" + i % 5,
                        new BigDecimal("1.25").multiply(BigDecimal.valueOf(i)).setScale(2),
                        new BigDecimal("1000.001").multiply(BigDecimal.valueOf(i)).setScale(4),
                        new BigDecimal("-100000000000.0000001").multiply(BigDecimal.valueOf(i)).setScale(7),
                        LocalDate.of(1960, 1, 1).plusDays(i),
                        LocalDateTime.of(1965, 1, 1, 0, 0, 0, 1000).plusMinutes(i * 977L),
                        second.atOffset(java.time.ZoneOffset.UTC).toInstant(),
                        second,
                        second,
                        LocalTime.MIDNIGHT.plusSeconds(i),
                        ("blob" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        list,
                        map,
                        i % 6 == 0 ? null : row(i * 1L, deep),
                        (short) i,
                        i + 3000000000L));
    }

    @Test
    void largeColumnsOfManyPagesComeBack() {
        Schema schema = Schema.of(Field.of("id", Plain.BIGINT), Field.of("name", DataType.STRING));
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            rows.add(row(i % 10 == 3 ? null : (Object) (long) i, "name " + i % 1000));
        }
        Tables tables = new Tables(schema, "parquet.page.size", "64 kb", "parquet.block.size", "1 mb");
        byte[] file = tables.write(rows);
        assertThat(tables.read(file)).isEqualTo(rows);
        assertThat(
                        duck.query(
                                "SELECT COUNT(*), SUM(id), MIN(name), MAX(name), COUNT(DISTINCT name) FROM "
                                        + duck.file(file)))
                .containsExactly(List.of("300000", "40499910000", "name 0", "name 999", "1000"));
        assertThat(duck.query("SELECT COUNT(*) FROM " + duck.file(file) + " WHERE id BETWEEN 1000 AND 1999"))
                .containsExactly(List.of("900"));
    }

    private static List<Object> comparable(List<?> rows) {
        return (List<Object>) Rows.comparable(rows);
    }

    @SafeVarargs
    private static <T> List<T> row(T... values) {
        return Collections.unmodifiableList(Arrays.asList(values));
    }
}
