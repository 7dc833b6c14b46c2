package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.ValueText.Outcome;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueTextTest {

    @Test
    void textReadsAsTheValueItWasWrittenFrom() {
        Seeds.run(
                100,
                random -> {
                    RandomData data = new RandomData(random);
                    for (DataType type : RandomData.flatTypes()) {
                        if (type instanceof DataType.MonthInterval || type instanceof DataType.TimeInterval) {
                            continue;
                        }
                        List<@Nullable Object> values = data.values(type, 50);
                        Column column = data.column(type, values, BufferPool.HEAP);
                        for (int row = 0; row < 50; row++) {
                            if (!column.isNull(row)) {
                                String text = text(column, type, row);
                                ColumnBuilder builder = ColumnBuilder.of(type, BufferPool.HEAP);
                                assertThat(parse(text, type, builder)).as(text).isEqualTo(Outcome.OK);
                                assertThat(RowEquality.equal(builder.build(), 0, column, row)).as(text).isTrue();
                            }
                        }
                    }
                });
    }

    @Test
    void doublesAreJavasShortest() {
        Seeds.run(
                1000,
                random -> {
                    for (int i = 0; i < 100; i++) {
                        double value =
                                switch (random.nextInt(4)) {
                                    case 0 -> random.nextInt(2_000_000) / 100.0;
                                    case 1 -> random.nextInt() / Math.pow(10, random.nextInt(12));
                                    case 2 -> Double.longBitsToDouble(random.nextLong());
                                    default -> random.nextLong() >> random.nextInt(64);
                                };
                        assertThat(text(DataType.Plain.DOUBLE, value)).isEqualTo(Double.toString(value));
                        String text =
                                random.nextBoolean()
                                        ? Double.toString(value)
                                        : (random.nextInt() / 1000.0) + "e" + random.nextInt(30);
                        assertThat(parsed(text, DataType.Plain.DOUBLE)).isEqualTo(Double.parseDouble(text));
                        assertThat(parsed(text, DataType.Plain.FLOAT)).isEqualTo(Float.parseFloat(text));
                    }
                });
    }

    @Test
    void everyTypeHasItsForm() {
        assertThat(text(DataType.Plain.BOOLEAN, true)).isEqualTo("true");
        assertThat(text(DataType.Plain.BIGINT, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(text(new DataType.Decimal(5, 2), "-0.05")).isEqualTo("-0.05");
        assertThat(text(new DataType.Decimal(5, 5), "0.00001")).isEqualTo("0.00001");
        assertThat(text(new DataType.Decimal(38, 3), "12345678901234567890123456789.5"))
                .isEqualTo("12345678901234567890123456789.500");
        assertThat(text(DataType.Plain.DOUBLE, -0.0)).isEqualTo("-0.0");
        assertThat(text(DataType.Plain.DOUBLE, 0.001)).isEqualTo("0.001");
        assertThat(text(DataType.Plain.DATE, LocalDate.of(2024, 1, 31))).isEqualTo("2024-01-31");
        assertThat(text(new DataType.Time(0), LocalTime.of(1, 2, 3))).isEqualTo("01:02:03");
        LocalDateTime moment = LocalDateTime.of(2024, 1, 31, 12, 0, 0, 123_000_000);
        assertThat(text(new DataType.Timestamp(3), moment)).isEqualTo("2024-01-31 12:00:00.123");
        assertThat(text(new DataType.Timestamp(0), LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000)))
                .isEqualTo("1969-12-31 23:59:59");
        DataType ltz = new DataType.TimestampLtz(3);
        assertThat(text(ltz, Instant.ofEpochMilli(-1))).isEqualTo("1969-12-31 23:59:59.999Z");
        ByteSink sink = new ByteSink();
        Column column = Columns.of(ltz, Instant.parse("2024-07-01T12:00:00Z"));
        ValueText.append(column, ltz, 0, ZoneId.of("Europe/Berlin"), sink);
        assertThat(sink).hasToString("2024-07-01 14:00:00.000");
        assertThat(text(DataType.BYTES, new byte[] {(byte) 0xca, (byte) 0xfe})).isEqualTo("cafe");
        assertThat(text(new DataType.MonthInterval(), Period.of(-1, -2, 0))).isEqualTo("-1-02");
        assertThat(text(new DataType.TimeInterval(), Duration.ofMillis(-90_061_001))).isEqualTo("-1 01:01:01.001000");
        assertThat(text(new DataType.Array(DataType.STRING), Arrays.asList("a", null, ""))).isEqualTo("[a, NULL, ]");
        assertThat(text(new DataType.Mapping(DataType.STRING, DataType.Plain.INT), Map.of("k", 1))).isEqualTo("{k=1}");
        DataType row = new DataType.Row(List.of(Field.of("x", DataType.Plain.INT), Field.of("y", DataType.STRING)));
        assertThat(text(row, List.of(1, "b"))).isEqualTo("(1, b)");
        assertThat(text(row, null)).isEqualTo("NULL");
    }

    @Test
    void datesAgreeWithTheJdk() {
        for (int day = -1_000_000; day < 1_000_000; day += 97) {
            LocalDate date = LocalDate.ofEpochDay(day);
            String text = text(DataType.Plain.DATE, date);
            if (date.getYear() >= 0 && date.getYear() < 10_000) {
                assertThat(text).isEqualTo(date.toString());
                assertThat(parsed(text, DataType.Plain.DATE)).isEqualTo(date);
            }
        }
    }

    @Test
    void otherFormsAreRead() {
        DataType timestamp = new DataType.Timestamp(3);
        LocalDateTime expected = LocalDateTime.of(2024, 2, 29, 1, 2, 3, 456_000_000);
        assertThat(parsed("2024-02-29T01:02:03.456789", timestamp)).isEqualTo(expected);
        assertThat(parsed(" 2024-02-29 01:02 ", timestamp)).isEqualTo(LocalDateTime.of(2024, 2, 29, 1, 2));
        assertThat(parsed("2024-02-29", timestamp)).isEqualTo(LocalDateTime.of(2024, 2, 29, 0, 0));
        DataType ltz = new DataType.TimestampLtz(3);
        Instant moment = Instant.parse("2024-02-29T01:02:03.456Z");
        assertThat(parsed("2024-02-29T01:02:03.456Z", ltz)).isEqualTo(moment);
        assertThat(parsed("2024-02-29 01:02:03.456", ltz)).isEqualTo(moment);
        assertThat(parsed("2024-02-29 03:32:03.456+02:30", ltz)).isEqualTo(moment);
        assertThat(parsed("2024-02-28 23:02:03.456-0200", ltz)).isEqualTo(moment);
        assertThat(parsed("TRUE", DataType.Plain.BOOLEAN)).isEqualTo(true);
        assertThat(parsed("+7", DataType.Plain.INT)).isEqualTo(7);
        assertThat(parsed("1e3", new DataType.Decimal(10, 2))).isEqualTo(new BigDecimal("1000.00"));
        assertThat(parsed(".5", new DataType.Decimal(10, 0))).isEqualTo(new BigDecimal("1"));
        assertThat(parsed("-Infinity", DataType.Plain.DOUBLE)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(parsed(" 1.5 ", DataType.Plain.DOUBLE)).isEqualTo(1.5);
    }

    @Test
    void whatIsWrongIsSaidAndNothingAppended() {
        refused(Outcome.MALFORMED, DataType.Plain.INT, "", " ", "-", "+", "1.0", "x", "1 2", "--1", "0x1");
        refused(Outcome.OUT_OF_RANGE, DataType.Plain.INT, "2147483648", "-2147483649", "99999999999999999999999");
        refused(Outcome.OUT_OF_RANGE, DataType.Plain.TINYINT, "128", "-129");
        refused(
                Outcome.OUT_OF_RANGE,
                DataType.Plain.BIGINT,
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999");
        refused(
                Outcome.MALFORMED,
                DataType.Plain.DOUBLE,
                "",
                ".",
                "1d",
                "1f",
                "0x1p3",
                "e5",
                "1e",
                "1..2",
                "nanx",
                "1e+");
        refused(Outcome.MALFORMED, DataType.Plain.FLOAT, "", ".", "1d", "NaNs");
        refused(Outcome.MALFORMED, new DataType.Decimal(5, 2), "", ".", "1.2.3", "abc", "1e");
        refused(
                Outcome.OUT_OF_RANGE,
                new DataType.Decimal(5, 2),
                "1000",
                "999.995",
                "1e999999999",
                "123456789012345678901234567890");
        refused(Outcome.OUT_OF_RANGE, new DataType.Decimal(38, 0), "1e38", "123456789012345678901234567890123456789");
        refused(
                Outcome.MALFORMED,
                DataType.Plain.DATE,
                "2023-02-29",
                "2024-13-01",
                "2024-1-1",
                "2024-01-00",
                "2024/01/01",
                "2024-01-01x");
        refused(
                Outcome.MALFORMED,
                new DataType.Time(3),
                "24:00:00",
                "1:00:00",
                "12:60",
                "12:00:00.",
                "12:00:00,1",
                "12:00:0");
        refused(
                Outcome.MALFORMED,
                new DataType.Timestamp(3),
                "2024-01-01X00:00",
                "2024-01-01 25:00",
                "2024-01-01 00:00Z");
        refused(
                Outcome.MALFORMED,
                new DataType.TimestampLtz(3),
                "2024-01-01 00:00+",
                "2024-01-01 00:00+1",
                "2024-01-01 00:00ZZ");
        refused(Outcome.OUT_OF_RANGE, new DataType.Timestamp(9), "1600-01-01 00:00:00", "2300-01-01 00:00:00");
        refused(Outcome.MALFORMED, DataType.BYTES, "abc", "zz");
        refused(Outcome.MALFORMED, DataType.Plain.BOOLEAN, "yes", "1", "tru");
        refused(Outcome.UNSUPPORTED, new DataType.Array(DataType.STRING), "[a]");
    }

    @Test
    void garbageNeverThrows() {
        Seeds.run(
                2000,
                random -> {
                    String alphabet = "0123456789-+.:eETZ /ni";
                    StringBuilder text = new StringBuilder();
                    for (int i = random.nextInt(32); i > 0; i--) {
                        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                    }
                    for (DataType type : RandomData.flatTypes()) {
                        ColumnBuilder builder = ColumnBuilder.of(type, new PoisoningPool());
                        Outcome outcome = parse(text.toString(), type, builder);
                        assertThat(builder.size()).isEqualTo(outcome == Outcome.OK ? 1 : 0);
                    }
                });
    }

    private static void refused(Outcome expected, DataType type, String... texts) {
        for (String text : texts) {
            ColumnBuilder builder = ColumnBuilder.of(type, BufferPool.HEAP);
            assertThat(parse(text, type, builder)).as("'%s' as %s", text, type.sql()).isEqualTo(expected);
            assertThat(builder.size()).isZero();
        }
    }

    private static Outcome parse(String text, DataType type, ColumnBuilder builder) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        return ValueText.parse(bytes, 1, bytes.length - 1, type, builder);
    }

    private static @Nullable Object parsed(String text, DataType type) {
        ColumnBuilder builder = ColumnBuilder.of(type, BufferPool.HEAP);
        assertThat(parse(text, type, builder)).as("'%s' as %s", text, type.sql()).isEqualTo(Outcome.OK);
        return Columns.value(builder.build(), type, 0);
    }

    private static String text(DataType type, @Nullable Object value) {
        return text(Columns.constant(type, value, 1), type, 0);
    }

    private static String text(Column column, DataType type, int row) {
        ByteSink sink = new ByteSink();
        ValueText.append(column, type, row, sink);
        return sink.toString();
    }
}
