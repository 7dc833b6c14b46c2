package io.millrace.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.PoisoningPool;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Format.Range;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.expression.Expression.Call;
import io.millrace.dataflow.expression.Expression.Function.Named;
import io.millrace.dataflow.expression.Expression.Input;
import io.millrace.dataflow.expression.Expression.Literal;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final Schema NUMBERS =
            Schema.of(
                    Field.of("id", Plain.BIGINT),
                    Field.of("name", DataType.STRING),
                    Field.of("value", Plain.DOUBLE),
                    Field.of(
                            "inner",
                            new DataType.Row(List.of(Field.of("a", Plain.INT), Field.of("b", DataType.STRING)))));

    private static List<List<Object>> numbers(int count) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Object inner = i % 5 == 0 ? null : row(i % 3 == 0 ? null : (Object) i, "b" + i);
            rows.add(row((long) i, i % 7 == 0 ? null : "name " + i, i * 0.5, inner));
        }
        return rows;
    }

    @Test
    void onlyTheColumnsAskedForAreRead() {
        Tables tables = new Tables(NUMBERS, "parquet.compression", "uncompressed");
        byte[] bytes = tables.write(numbers(50_000));
        List<FieldPath> fields = List.of(new FieldPath(List.of(3, 0)), FieldPath.of(0));
        Tables.Memory file = new Tables.Memory(bytes);
        List<List<Object>> rows = new ArrayList<>();
        try (FormatReader reader = tables.reader(file, Range.WHOLE, FormatReader.START, fields)) {
            tables.drain(reader, fields, rows);
        }
        assertThat(rows).hasSize(50_000);
        assertThat(rows.subList(0, 4)).containsExactly(row(null, 0L), row(1, 1L), row(2, 2L), row(null, 3L));
        assertThat(file.bytesRead).isLessThan(bytes.length / 2);
    }

    @Test
    void rowsAreCountedWithoutColumns() {
        Tables tables = new Tables(NUMBERS);
        assertThat(tables.read(tables.write(numbers(10_000)), Range.WHOLE, List.of())).hasSize(10_000);
    }

    @Test
    void fileIsCutIntoRowGroups() {
        Tables tables = new Tables(NUMBERS, "parquet.block.size", "64 kb");
        byte[] file = tables.write(numbers(50_000));
        List<Range> ranges = tables.format().cut(new Tables.Memory(file), 100_000);
        assertThat(ranges).hasSizeBetween(3, 30);
        List<List<Object>> rows = new ArrayList<>();
        for (Range range : ranges) {
            List<List<Object>> some = tables.read(file, range, tables.all());
            assertThat(some).isNotEmpty();
            rows.addAll(some);
        }
        assertThat(rows).isEqualTo(numbers(50_000));
    }

    @Test
    void readingGoesOnAtAnyPosition() {
        Tables tables = new Tables(Rows.ALL_TYPES, "parquet.block.size", "64 kb", "parquet.page.size", "1 kb");
        List<List<Object>> rows = new Rows(new Random(8)).some(12_000);
        byte[] file = tables.write(rows);
        List<List<Object>> all = new ArrayList<>();
        long position = FormatReader.START;
        boolean ended = false;
        while (!ended) {
            try (FormatReader reader = tables.reader(new Tables.Memory(file), Range.WHOLE, position, tables.all())) {
                reader.next().ifPresent(batch -> tables.add(batch, tables.all(), all));
                position = reader.position();
                ended = reader.isEnded();
            }
            assertThat(position).isEqualTo(all.size());
        }
        assertThat(Rows.comparable(all)).isEqualTo(Rows.comparable(rows));
        for (long from : new long[] {1, 999, 5_000, 11_999, 12_000}) {
            List<List<Object>> rest = new ArrayList<>();
            try (FormatReader reader = tables.reader(new Tables.Memory(file), Range.WHOLE, from, tables.all())) {
                tables.drain(reader, tables.all(), rest);
            }
            assertThat(Rows.comparable(rest)).isEqualTo(Rows.comparable(rows.subList((int) from, rows.size())));
        }
    }

    @Test
    void buffersGoBackToTheirPool() {
        Tables tables = new Tables(Rows.ALL_TYPES, "parquet.page.size", "1 kb");
        List<List<Object>> rows = new Rows(new Random(9)).some(9_000);
        byte[] file = tables.write(rows);
        PoisoningPool pool = new PoisoningPool();
        tables.pool = pool;
        assertThat(Rows.comparable(tables.read(file))).isEqualTo(Rows.comparable(rows));
        pool.assertNothingLent();
    }

    @Test
    void rowGroupsThatCannotMatchAreNotRead() {
        Tables tables = new Tables(NUMBERS, "parquet.block.size", "64 kb", "parquet.page.size", "8 kb");
        byte[] file = tables.write(numbers(50_000));
        assertThat(found(tables, file, ">=", 0, Plain.BIGINT, 49_990L)).endsWith(49_999L).hasSizeLessThan(6_000);
        assertThat(found(tables, file, "<", 0, Plain.BIGINT, 10L)).startsWith(0L).hasSizeLessThan(6_000);
        assertThat(found(tables, file, "=", 0, Plain.BIGINT, 25_000L)).contains(25_000L).hasSizeLessThan(6_000);
        assertThat(found(tables, file, ">", 0, Plain.BIGINT, 50_000L)).isEmpty();
        assertThat(found(tables, file, "=", 1, DataType.STRING, "zzz")).isEmpty();
        assertThat(found(tables, file, "=", 1, DataType.STRING, "name 123")).contains(123L);
        assertThat(found(tables, file, "<", 2, Plain.DOUBLE, 0.0)).isEmpty();
        assertThat(found(tables, file, "<=", 2, Plain.DOUBLE, 0.0)).contains(0L).hasSizeLessThan(6_000);
    }

    @Test
    void pagesThatCannotMatchAreNotRead() {
        Tables tables = new Tables(NUMBERS, "parquet.page.size", "8 kb");
        byte[] file = tables.write(numbers(50_000));
        assertThat(found(tables, file, "=", 0, Plain.BIGINT, 25_000L)).contains(25_000L).hasSizeLessThan(2_000);
        tables.filters =
                List.of(
                        call(">=", new Input(0, Plain.BIGINT), new Literal(20_000L, Plain.BIGINT)),
                        call("<", new Input(0, Plain.BIGINT), new Literal(20_010L, Plain.BIGINT)));
        List<List<Object>> rows = tables.read(file);
        assertThat(rows).hasSizeLessThan(2_000).containsAll(numbers(50_000).subList(20_000, 20_010));
        long first = (long) rows.getFirst().getFirst();
        assertThat(rows).isEqualTo(numbers(50_000).subList((int) first, (int) first + rows.size()));
    }

    @Test
    void conditionsAreReadAsFarAsTheyAreUnderstood() {
        Tables tables = new Tables(NUMBERS);
        byte[] file = tables.write(numbers(100));
        Expression id = new Input(0, Plain.BIGINT);
        Expression never = call(">", id, new Literal(100L, Plain.BIGINT));
        Expression maybe = call("LIKE", new Input(1, DataType.STRING), new Literal("%x%", DataType.STRING));
        assertThat(rowsWhere(tables, file, call("OR", never, never))).isZero();
        assertThat(rowsWhere(tables, file, call("OR", never, maybe))).isEqualTo(100);
        assertThat(rowsWhere(tables, file, call("AND", never, maybe))).isZero();
        assertThat(rowsWhere(tables, file, call("NOT", never))).isEqualTo(100);
        assertThat(rowsWhere(tables, file, call("IS NULL", id))).isZero();
        assertThat(rowsWhere(tables, file, call("IS NOT NULL", id))).isEqualTo(100);
        assertThat(rowsWhere(tables, file, call("<", new Literal(100L, Plain.BIGINT), id))).isZero();
        assertThat(rowsWhere(tables, file, call("=", id, new Literal(null, Plain.BIGINT)))).isZero();
    }

    private static int rowsWhere(Tables tables, byte[] file, Expression filter) {
        tables.filters = List.of(filter);
        return tables.read(file).size();
    }

    private static Expression call(String name, Expression... arguments) {
        return new Call(new Named(name), List.of(arguments), Plain.BOOLEAN);
    }

    /** The ids of the rows that come where a column is compared with a value. */
    private static List<Object> found(
            Tables tables, byte[] file, String operator, int column, DataType type, Object value) {
        tables.filters = List.of(call(operator, new Input(column, type), new Literal(value, type)));
        return tables.read(file).stream().map(List::getFirst).toList();
    }

    @Test
    void columnsAreFoundByNameAndWidened() {
        byte[] file =
                new Tables(
                                Schema.of(
                                        Field.of("A", Plain.INT),
                                        Field.of("b", new DataType.Decimal(9, 2)),
                                        Field.of("c", Plain.FLOAT)))
                        .write(List.of(row(7, new BigDecimal("1.25"), 0.5f)));
        Tables wider =
                new Tables(
                        Schema.of(
                                Field.of("c", Plain.DOUBLE),
                                Field.of("a", Plain.BIGINT),
                                Field.of("B", new DataType.Decimal(30, 4))));
        assertThat(wider.read(file)).containsExactly(row(0.5, 7L, new BigDecimal("1.2500")));
    }

    @Test
    void missingColumnIsNamed() {
        byte[] file = new Tables(NUMBERS).write(numbers(1));
        assertThatThrownBy(() -> new Tables(Schema.of(Field.of("other", Plain.INT))).read(file))
                .hasMessageContaining("memory.parquet")
                .hasMessageContaining("'other'")
                .hasMessageContaining("id, name, value, inner");
        Schema deep = Schema.of(Field.of("inner", new DataType.Row(List.of(Field.of("z", Plain.INT)))));
        assertThatThrownBy(() -> new Tables(deep).read(file)).hasMessageContaining("'inner.z'");
    }

    @Test
    void typeThatDoesNotFitNamesBoth() {
        byte[] file = new Tables(NUMBERS).write(numbers(1));
        assertThatThrownBy(() -> new Tables(Schema.of(Field.of("name", Plain.INT))).read(file))
                .hasMessageContaining("memory.parquet")
                .hasMessageContaining("'name'")
                .hasMessageContaining("STRING")
                .hasMessageContaining("cannot be read as INT");
        assertThatThrownBy(() -> new Tables(Schema.of(Field.of("inner", DataType.STRING))).read(file))
                .hasMessageContaining("'inner'");
        assertThatThrownBy(() -> new Tables(Schema.of(Field.of("id", new DataType.Array(Plain.BIGINT)))).read(file))
                .hasMessageContaining("ARRAY<BIGINT>");
    }

    @Test
    void valuesThatDoNotFitAreBadRecords() {
        byte[] file =
                new Tables(
                                Schema.of(
                                        Field.of("n", Plain.BIGINT),
                                        Field.of("s", DataType.STRING),
                                        Field.of("a", new DataType.Array(Plain.BIGINT))))
                        .write(
                                List.of(
                                        row(1L, "one", List.of(1L)),
                                        row(null, "two", List.of(2L, 2L)),
                                        row(3_000_000_000L, "three", List.of(3L)),
                                        row(4L, "toolong", null),
                                        row(5L, "five", row(5L, null, 5_000_000_000L)),
                                        row(6L, "six", List.of())));
        Tables narrow =
                new Tables(
                        Schema.of(
                                Field.of("n", Plain.INT),
                                Field.of("s", new DataType.Varchar(5)),
                                Field.of("a", new DataType.Array(Plain.INT))));
        assertThat(narrow.read(file))
                .containsExactly(row(1, "one", List.of(1)), row(null, "two", List.of(2, 2)), row(6, "six", List.of()));
        assertThat(narrow.bad).extracting(bad -> bad.position()).containsExactly(2L, 3L, 4L);
        assertThat(narrow.bad)
                .extracting(bad -> bad.column() + ": " + bad.reason())
                .containsExactly(
                        "1 (n): 3000000000 does not fit INT",
                        "2 (s): 'toolong' does not fit VARCHAR(5)",
                        "3 (a): 5000000000 does not fit INT");
    }

    @Test
    void textThatIsNotUtf8IsABadRecord() {
        byte[] broken = {'a', (byte) 0xC3};
        byte[] file =
                new Tables(Schema.of(Field.of("s", DataType.BYTES)))
                        .write(List.of(row("é".getBytes(StandardCharsets.UTF_8)), row(broken)));
        Tables texts = new Tables(Schema.of(Field.of("s", DataType.STRING)));
        assertThat(texts.read(file)).containsExactly(row("é"));
        assertThat(texts.bad.getFirst().reason()).isEqualTo("it is not UTF-8");
    }

    @Test
    void momentsAndClocksMeetInTheSessionsZone() {
        Schema moments = Schema.of(Field.of("t", new DataType.TimestampLtz(6)));
        Schema clocks = Schema.of(Field.of("t", new DataType.Timestamp(3)));
        byte[] moment = new Tables(moments).write(List.of(row(Instant.parse("2024-07-01T10:00:00.123456Z"))));
        Tables berlin = new Tables(clocks);
        berlin.zone = ZoneId.of("Europe/Berlin");
        assertThat(berlin.read(moment)).containsExactly(row(LocalDateTime.parse("2024-07-01T12:00:00.123")));
        Tables utc = new Tables(clocks, "parquet.utc-timezone", "true");
        utc.zone = ZoneId.of("Europe/Berlin");
        assertThat(utc.read(moment)).containsExactly(row(LocalDateTime.parse("2024-07-01T10:00:00.123")));
        byte[] clock = new Tables(clocks).write(List.of(row(LocalDateTime.parse("2024-01-01T12:00:00"))));
        Tables back = new Tables(moments);
        back.zone = ZoneId.of("Europe/Berlin");
        assertThat(back.read(clock)).containsExactly(row(Instant.parse("2024-01-01T11:00:00Z")));
    }

    @Test
    void timestampsBeyondNanosecondsAreBadRecords() {
        byte[] file =
                new Tables(Schema.of(Field.of("t", new DataType.Timestamp(6))))
                        .write(List.of(row(LocalDateTime.of(1, 1, 1, 0, 0)), row(LocalDateTime.of(2000, 1, 1, 0, 0))));
        Tables nanos = new Tables(Schema.of(Field.of("t", new DataType.Timestamp(9))));
        assertThat(nanos.read(file)).containsExactly(row(LocalDateTime.of(2000, 1, 1, 0, 0)));
        assertThat(nanos.bad.getFirst().reason()).contains("TIMESTAMP(9)");
    }

    @Test
    void whatIsNoParquetIsNamed() {
        Tables tables = new Tables(NUMBERS);
        assertThatThrownBy(() -> tables.read(new byte[0]))
                .hasMessage("File memory.parquet is empty: a Parquet file has at least a footer");
        assertThatThrownBy(() -> tables.read("id,name\n1,a\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("memory.parquet is not a Parquet file");
        assertThatThrownBy(() -> tables.read("PARE-encrypted-PARE".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("encrypted");
        assertThatThrownBy(() -> tables.read("PAR1".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("memory.parquet is cut short");
    }

    /** Whatever happens to the bytes, the error is one that names the file, or the rows that were not touched come. */
    @Test
    void damagedFilesAreNamed() {
        Tables tables = new Tables(Rows.ALL_TYPES, "parquet.page.size", "1 kb");
        byte[] file = tables.write(new Rows(new Random(10)).some(300));
        Random random = new Random(11);
        int failures = 0;
        for (int round = 0; round < 1_200; round++) {
            byte[] damaged = Arrays.copyOf(file, round % 3 == 0 ? 4 + random.nextInt(file.length - 4) : file.length);
            for (int i = 0; i < 1 + round % 4; i++) {
                damaged[4 + random.nextInt(damaged.length - 4)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                tables.read(damaged);
            } catch (MillraceException e) {
                failures++;
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(MillraceException.Kind.USER);
                assertThat(e.getMessage()).contains("memory.parquet");
            }
        }
        assertThat(failures).isGreaterThan(800);
    }

    @Test
    void truncatedFileIsNamed() {
        Tables tables = new Tables(NUMBERS);
        byte[] file = tables.write(numbers(1000));
        assertThatThrownBy(() -> tables.read(Arrays.copyOf(file, file.length / 2)))
                .hasMessageContaining("memory.parquet is cut short or damaged: it does not end with a footer");
    }

    @Test
    void flippedBitIsFoundByItsChecksum() {
        Tables tables = new Tables(NUMBERS);
        byte[] file = tables.write(numbers(1000));
        file[200] ^= 1;
        assertThatThrownBy(() -> tables.read(file))
                .hasMessageContaining("column 'id'")
                .hasMessageContaining("checksum");
    }

    @Test
    void fileWithoutRowsHasColumnsAlone() {
        Tables tables = new Tables(NUMBERS);
        byte[] file = tables.write(List.of());
        assertThat(tables.read(file)).isEmpty();
        assertThat(Tables.infer(file).toString()).isEqualTo(NUMBERS.toString());
    }

    @SafeVarargs
    private static <T> List<T> row(T... values) {
        return Collections.unmodifiableList(Arrays.asList(values));
    }
}
