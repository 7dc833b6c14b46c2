package io.millrace.formats.parquet;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Random rows with a column of every type. */
final class Rows {
    static final Schema ALL_TYPES =
            Schema.of(
                    Field.of("b", Plain.BOOLEAN),
                    Field.of("i8", Plain.TINYINT),
                    Field.of("i16", Plain.SMALLINT),
                    Field.of("i32", Plain.INT),
                    Field.of("i64", Plain.BIGINT),
                    Field.of("f", Plain.FLOAT),
                    Field.of("d", Plain.DOUBLE),
                    Field.of("small", new DataType.Decimal(10, 2)),
                    Field.of("large", new DataType.Decimal(38, 10)),
                    Field.of("s", DataType.STRING),
                    Field.of("v", new DataType.Varchar(20)),
                    Field.of("c", new DataType.Char(5)),
                    Field.of("bytes", DataType.BYTES),
                    Field.of("day", Plain.DATE),
                    Field.of("time", new DataType.Time(3)),
                    Field.of("millis", new DataType.Timestamp(3)),
                    Field.of("nanos", new DataType.Timestamp(9)),
                    Field.of("moment", new DataType.TimestampLtz(6)),
                    Field.of("months", new DataType.MonthInterval()),
                    Field.of("span", new DataType.TimeInterval()),
                    Field.of("array", new DataType.Array(DataType.STRING)),
                    Field.of("map", new DataType.Mapping(DataType.STRING, Plain.INT)),
                    Field.of(
                            "row",
                            new DataType.Row(
                                    List.of(
                                            Field.of("x", Plain.DOUBLE),
                                            Field.of(
                                                    "deep",
                                                    new DataType.Array(
                                                            new DataType.Row(
                                                                    List.of(
                                                                            Field.of(
                                                                                    "t",
                                                                                    new DataType.Timestamp(3))))))))));

    private static final String[] PIECES = {
        "a", "Z", " ", "\"", "'", ",", "\n", "\r", "\\", "\t", "é", "漢", "😀", "\u0001", "#", "null", "/", "{", "]"
    };

    private final Random random;

    Rows(Random random) {
        this.random = random;
    }

    List<List<Object>> some(int count) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Object> row = new ArrayList<>();
            for (Field field : ALL_TYPES.fields()) {
                row.add(random.nextInt(8) == 0 ? null : value(field.type()));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Rows that can be compared: arrays of bytes become texts. */
    static Object comparable(Object value) {
        return switch (value) {
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case List<?> list -> {
                List<Object> items = new ArrayList<>();
                list.forEach(item -> items.add(item == null ? null : comparable(item)));
                yield items;
            }
            default -> value;
        };
    }

    private Object value(DataType type) {
        return switch (type) {
            case Plain.BOOLEAN -> random.nextBoolean();
            case Plain.TINYINT -> (byte) random.nextInt();
            case Plain.SMALLINT -> (short) random.nextInt();
            case Plain.INT -> random.nextInt();
            case Plain.BIGINT -> random.nextInt(10) == 0 ? Long.MIN_VALUE : random.nextLong() >> random.nextInt(64);
            case Plain.FLOAT ->
                    random.nextInt(10) == 0 ? Float.NaN : Float.intBitsToFloat(random.nextInt() & 0xFF7FFFFF);
            case Plain.DOUBLE ->
                    random.nextInt(10) == 0
                            ? Double.NEGATIVE_INFINITY
                            : random.nextBoolean() ? random.nextInt(100000) / 100.0 : random.nextGaussian() * 1e200;
            case Plain.DATE -> LocalDate.of(1, 1, 1).plusDays(random.nextInt(3_600_000));
            case DataType.Decimal decimal when decimal.precision() == 10 -> BigDecimal.valueOf(random.nextInt(), 2);
            case DataType.Decimal decimal -> new BigDecimal(new BigInteger(120, random), 10);
            case DataType.Char text -> String.format("%-5s", text(3).replaceAll("[^a-zA-Z#]", "")).substring(0, 5);
            case DataType.Varchar text -> text(text.length() == DataType.Varchar.UNBOUNDED ? 12 : 4);
            case DataType.Varbinary bytes -> {
                byte[] some = new byte[random.nextInt(10)];
                random.nextBytes(some);
                yield some;
            }
            case DataType.Time time -> LocalTime.ofNanoOfDay(random.nextInt(86_400_000) * 1_000_000L);
            case DataType.Timestamp moment ->
                    LocalDateTime.ofEpochSecond(
                            random.nextInt() * 3L,
                            moment.precision() == 9 ? random.nextInt(1_000_000_000) : random.nextInt(1000) * 1_000_000,
                            ZoneOffset.UTC);
            case DataType.TimestampLtz moment ->
                    Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000L);
            case DataType.MonthInterval months -> Period.of(random.nextInt(100), random.nextInt(12), 0);
            case DataType.TimeInterval span -> Duration.ofMillis(random.nextInt());
            case DataType.Array array -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(random.nextInt(5) == 0 ? null : value(array.element()));
                }
                yield items;
            }
            case DataType.Mapping map -> {
                Map<Object, Object> items = new TreeMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.put("k" + random.nextInt(9) + "\"", random.nextInt(5) == 0 ? null : value(map.value()));
                }
                yield new LinkedHashMap<>(items);
            }
            case DataType.Row row -> {
                List<Object> values = new ArrayList<>();
                row.fields().forEach(field -> values.add(random.nextInt(5) == 0 ? null : value(field.type())));
                yield values;
            }
            default -> throw new IllegalArgumentException(type.sql());
        };
    }

    private String text(int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(pieces + 1); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
