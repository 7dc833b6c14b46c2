package io.millrace.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Format.Range;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of the reference implementation, in both versions of pages, with several row groups and pages each: they have
 * what the other database does not write (moments of 96 bits, shared prefixes, booleans in runs, lists of two levels).
 * {@code Gen.txt} beside them made them.
 */
class ForeignFilesTest {
    private static final int ROWS = 300;

    @ParameterizedTest
    @ValueSource(strings = {"v1-snappy", "v1-plain", "v2-zstd", "v2-dictionary", "v2-split"})
    void everyValueIsRead(String name) throws IOException {
        byte[] file = bytes(name);
        Schema schema = Tables.infer(file);
        assertThat(schema.types().stream().map(DataType::sql))
                .containsExactly(
                        "BOOLEAN",
                        "INT",
                        "BIGINT",
                        "FLOAT",
                        "DOUBLE",
                        "STRING",
                        "TIMESTAMP(9)",
                        "DECIMAL(16, 3)",
                        "DECIMAL(30, 5)",
                        "DATE",
                        "TIMESTAMP_LTZ(3)",
                        "STRING",
                        "FLOAT",
                        "INT",
                        "ARRAY<INT>",
                        "ARRAY<ROW<`a` INT, `b` STRING>>",
                        "ARRAY<BIGINT>",
                        "MAP<STRING, ARRAY<BIGINT>>",
                        "ROW<`x` INT, `in` ROW<`y` INT>>");
        assertThat(schema.field(2).presence()).isEqualTo(Field.Presence.REQUIRED);
        List<List<Object>> rows = new Tables(schema).read(file);
        assertThat(rows).hasSize(ROWS);
        for (int i = 0; i < ROWS; i++) {
            assertThat(rows.get(i)).as("row " + i).isEqualTo(row(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1-snappy", "v2-zstd"})
    void readingBeginsAtAnyRow(String name) throws IOException {
        byte[] file = bytes(name);
        Tables tables = new Tables(Tables.infer(file));
        List<FieldPath> fields = tables.all();
        for (int from : new int[] {1, 96, 97, 98, 150, 299}) {
            List<List<Object>> rows = new ArrayList<>();
            try (FormatReader reader = tables.reader(new Tables.Memory(file), Range.WHOLE, from, fields)) {
                tables.drain(reader, fields, rows);
            }
            assertThat(rows).hasSize(ROWS - from);
            assertThat(rows.getFirst()).isEqualTo(row(from));
        }
    }

    private static List<Object> row(int i) {
        LocalDateTime moment =
                LocalDate.of(1970, 1, 1).plusDays(i - 10).atStartOfDay().plusHours(i % 24).plusNanos(123_456_789);
        return list(
                when(i % 4 != 0, i % 3 == 0),
                when(i % 5 != 0, i * 31 - 2000),
                (long) i * i * i * 1_000_003L,
                when(i % 6 != 1, i / 4f),
                when(i % 7 != 2, i * 1e10 / 3),
                when(i % 8 != 3, "prefix/" + i / 10 + "/é" + i),
                when(i % 9 != 4, moment),
                when(i % 10 != 5, BigDecimal.valueOf((i - 150) * 1001L, 3)),
                when(i % 11 != 6, BigDecimal.valueOf((i - 150) * 100_000_000_000L, 5)),
                LocalDate.of(1970, 1, 1).plusDays(i - 100),
                Instant.ofEpochMilli(1_600_000_000_000L + i),
                new UUID(0x0123456789abcdefL, i).toString(),
                i / 2f,
                65000 + i,
                when(i % 3 != 0, numbers(i % 4, k -> i + k)),
                when(i % 4 != 1, numbers(i % 3, k -> list(k, k == 1 ? "b" + i : null))),
                numbers(i % 3, k -> i * 10L + k),
                when(i % 5 != 2, map(i)),
                when(i % 6 != 0, list(when(i % 2 == 0, i), when(i % 7 != 0, list(-i)))));
    }

    private static Map<String, Object> map(int i) {
        Map<String, Object> map = new TreeMap<>();
        for (int k = 0; k < i % 3; k++) {
            map.put("k" + (2 - k), k == 1 ? null : numbers(i % 2 + k, z -> z == 1 ? null : (long) z + i));
        }
        return map;
    }

    /** What is made of a number. */
    private interface Made {
        Object of(int number);
    }

    private static List<Object> numbers(int count, Made made) {
        List<Object> all = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            all.add(made.of(k));
        }
        return all;
    }

    private static Object when(boolean there, Object value) {
        return there ? value : null;
    }

    private static List<Object> list(Object... values) {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream stream = ForeignFilesTest.class.getResourceAsStream("/parquet-java/" + name + ".parquet")) {
            return Objects.requireNonNull(stream).readAllBytes();
        }
    }
}
