package io.millrace.data;

import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Types, values, and batches of every encoding, with many nulls, zeros of both signs, NaN and empty strings, few of
 * them distinct.
 */
final class RandomData {
    /** A row as Java objects. */
    record Row(List<@Nullable Object> values, int weight) {}

    private static final List<DataType> FLAT_TYPES =
            List.of(
                    DataType.Plain.BOOLEAN,
                    DataType.Plain.TINYINT,
                    DataType.Plain.SMALLINT,
                    DataType.Plain.INT,
                    DataType.Plain.BIGINT,
                    DataType.Plain.FLOAT,
                    DataType.Plain.DOUBLE,
                    DataType.Plain.DATE,
                    new DataType.Decimal(10, 2),
                    new DataType.Decimal(38, 6),
                    DataType.STRING,
                    new DataType.Char(3),
                    DataType.BYTES,
                    new DataType.Time(3),
                    new DataType.Timestamp(3),
                    new DataType.Timestamp(9),
                    new DataType.TimestampLtz(6),
                    new DataType.MonthInterval(),
                    new DataType.TimeInterval());

    private final Random random;

    RandomData(Random random) {
        this.random = random;
    }

    static List<DataType> flatTypes() {
        return FLAT_TYPES;
    }

    DataType type() {
        return type(2);
    }

    private DataType type(int depth) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        return switch (kind) {
            case 0 -> new DataType.Array(type(depth - 1));
            case 1 -> new DataType.Mapping(type(0), type(depth - 1));
            case 2 -> new DataType.Row(List.of(Field.of("a", type(depth - 1)), Field.of("b", type(depth - 1))));
            default -> FLAT_TYPES.get(random.nextInt(FLAT_TYPES.size()));
        };
    }

    Schema schema() {
        Field[] fields = new Field[1 + random.nextInt(4)];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = Field.of("c" + i, type());
        }
        return Schema.of(fields);
    }

    @Nullable Object value(DataType type) {
        if (random.nextInt(4) == 0) {
            return null;
        }
        // Half of the values are from a handful, so that many are equal.
        long number = random.nextBoolean() ? random.nextInt(5) - 2 : random.nextLong() >> random.nextInt(64);
        return switch (type) {
            case DataType.Plain plain -> plainValue(plain, number);
            case DataType.Decimal decimal -> {
                BigInteger unscaled = BigInteger.valueOf(number);
                if (decimal.storage() == Storage.INT128 && random.nextBoolean()) {
                    unscaled = unscaled.multiply(BigInteger.valueOf(random.nextLong()));
                }
                yield new BigDecimal(unscaled.remainder(BigInteger.TEN.pow(decimal.precision())), decimal.scale());
            }
            case DataType.Varchar text -> text(random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(3));
            case DataType.Char text -> text(3);
            case DataType.Varbinary bytes -> bytes(random.nextInt(12));
            case DataType.Binary bytes -> bytes(bytes.length());
            case DataType.Time time -> LocalTime.ofSecondOfDay(Math.floorMod(number, 86_400L)).plusNanos(123_000_000);
            case DataType.Timestamp timestamp ->
                    LocalDateTime.of(1970, 1, 1, 0, 0)
                            .plusSeconds(number % 6_000_000_000L)
                            .plusNanos(fraction(timestamp));
            case DataType.TimestampLtz timestamp ->
                    Instant.ofEpochSecond(number % 6_000_000_000L).plusNanos(fraction(timestamp));
            case DataType.MonthInterval months -> Period.of((int) (number % 500), 0, 0).plusMonths(0);
            case DataType.TimeInterval interval -> Duration.ofMillis(number % (1L << 40));
            case DataType.Array array -> {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(value(array.element()));
                }
                yield values;
            }
            case DataType.Mapping map -> {
                Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.put(value(map.key()), value(map.value()));
                }
                yield values;
            }
            case DataType.Row row -> {
                List<@Nullable Object> values = new ArrayList<>();
                for (Field field : row.fields()) {
                    values.add(value(field.type()));
                }
                yield values;
            }
        };
    }

    private @Nullable Object plainValue(DataType.Plain type, long number) {
        return switch (type) {
            case BOOLEAN -> (number & 1) == 0;
            case TINYINT -> (byte) number;
            case SMALLINT -> (short) number;
            case INT -> (int) number;
            case BIGINT -> number;
            case FLOAT -> (float) floating(number);
            case DOUBLE -> floating(number);
            case DATE -> LocalDate.ofEpochDay(number % 700_000);
            case NULL -> null;
        };
    }

    private double floating(long number) {
        return switch (random.nextInt(8)) {
            case 0 -> -0.0;
            case 1 -> 0.0;
            case 2 -> Double.NaN;
            case 3 -> Double.POSITIVE_INFINITY;
            case 4 -> number;
            case 5 -> number / 100.0;
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    private long fraction(DataType.Instant type) {
        long unit = Decimals.powerOfTen(9 - type.precision());
        return random.nextInt(1_000_000_000) / unit * unit;
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    random.nextInt(5) == 0 ? "äß€𝄞".codePointAt(random.nextInt(3)) : 'a' + random.nextInt(2));
        }
        return text.toString();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    List<@Nullable Object> values(DataType type, int size) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(value(type));
        }
        return values;
    }

    List<Row> rows(Schema schema, int size) {
        List<Row> rows = new ArrayList<>();
        boolean weighted = random.nextBoolean();
        for (int i = 0; i < size; i++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (DataType type : schema.types()) {
                values.add(value(type));
            }
            int weight = weighted ? random.nextInt(3) - 3 : 1;
            rows.add(new Row(values, weight >= 0 ? weight + 1 : weight));
        }
        return rows;
    }

    int batchSize() {
        return 1 + random.nextInt(Math.min(Batch.MAX_ROWS, random.nextInt(10) == 0 ? Batch.MAX_ROWS : 150));
    }

    /** These values flat, in a dictionary or, if they are all alike, as a constant. */
    Column column(DataType type, List<@Nullable Object> values, BufferPool pool) {
        boolean alike =
                !values.isEmpty() && values.stream().allMatch(value -> key(value).equals(key(values.getFirst())));
        if (alike && random.nextBoolean()) {
            return new ConstantColumn(values.size(), flat(type, values.subList(0, 1), pool));
        }
        return random.nextInt(3) == 0 ? dictionary(type, values, pool) : flat(type, values, pool);
    }

    Column flat(DataType type, List<@Nullable Object> values, BufferPool pool) {
        ColumnBuilder builder = ColumnBuilder.of(type, pool);
        for (@Nullable Object value : values) {
            builder.appendValue(type, value);
        }
        return builder.build();
    }

    /** A dictionary with repeated and unused entries; nulls are an entry, or have no index but garbage. */
    Column dictionary(DataType type, List<@Nullable Object> values, BufferPool pool) {
        boolean nullIndices = random.nextBoolean();
        List<@Nullable Object> entries = new ArrayList<>();
        Map<Object, Integer> seen = new LinkedHashMap<>();
        int[] indices = pool.ints(Math.max(1, values.size()));
        long[] validity = nullIndices ? pool.longs(Validity.words(values.size()) + 1) : Validity.ALL;
        Arrays.fill(validity, -1L);
        for (int row = 0; row < values.size(); row++) {
            @Nullable Object value = values.get(row);
            if (value == null && nullIndices) {
                Validity.clear(validity, row);
                indices[row] = Integer.MIN_VALUE;
                continue;
            }
            @Nullable Integer known = random.nextInt(10) == 0 ? null : seen.get(key(value));
            if (known == null) {
                known = entries.size();
                seen.put(key(value), known);
                entries.add(value);
                if (random.nextInt(5) == 0) {
                    entries.add(value(type));
                }
            }
            indices[row] = known;
        }
        Column dictionary = flat(type, entries, pool);
        Lease lease = validity.length == 0 ? new Lease(pool, indices) : new Lease(pool, indices, validity);
        return new DictionaryColumn(values.size(), indices, dictionary, validity, lease);
    }

    /** Some rows, encoded in some way. */
    Batch batch(Schema schema) {
        return batch(schema, rows(schema, batchSize()), BufferPool.HEAP);
    }

    /** These rows, encoded in some way, perhaps selected from among others. */
    Batch batch(Schema schema, List<Row> rows, BufferPool pool) {
        boolean weighted = rows.stream().anyMatch(row -> row.weight() != 1);
        if (random.nextInt(3) == 0 || rows.size() >= Batch.MAX_ROWS) {
            return plainBatch(schema, rows, weighted, pool);
        }
        // The rows lie at random positions, in any order, among rows that don't count.
        int columnSize = rows.size() + random.nextInt(1 + Math.min(20, Batch.MAX_ROWS - rows.size()));
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < columnSize; i++) {
            places.add(i);
        }
        Collections.shuffle(places, random);
        List<Row> all = new ArrayList<>(rows(schema, columnSize));
        int[] selection = pool.ints(columnSize);
        for (int i = 0; i < rows.size(); i++) {
            selection[i] = places.get(i);
            all.set(places.get(i), rows.get(i));
        }
        Batch whole = plainBatch(schema, all, weighted, pool);
        Batch selected = whole.select(selection, rows.size(), new Lease(pool, selection));
        whole.release();
        return selected;
    }

    private Batch plainBatch(Schema schema, List<Row> rows, boolean weighted, BufferPool pool) {
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            int index = i;
            List<@Nullable Object> values = new ArrayList<>();
            rows.forEach(row -> values.add(row.values().get(index)));
            columns[i] = column(schema.type(i), values, pool);
        }
        if (!weighted) {
            return Batch.of(rows.size(), columns);
        }
        int[] weights = pool.ints(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            weights[i] = rows.get(i).weight();
        }
        return Batch.weighted(rows.size(), columns, weights, new Lease(pool, weights));
    }

    /** The rows of a batch as keys, each with its weight. */
    static List<Object> keys(Batch batch, Schema schema) {
        List<Object> keys = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            int position = batch.position(row);
            keys.add(List.of(rowKey(batch, schema, position), batch.weightAt(position)));
        }
        return keys;
    }

    static List<Object> keys(List<Row> rows) {
        List<Object> keys = new ArrayList<>();
        rows.forEach(row -> keys.add(List.of(key(row.values()), row.weight())));
        return keys;
    }

    static Object rowKey(Batch batch, Schema schema, int position) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            values.add(key(Columns.value(batch.column(i), schema.type(i), position)));
        }
        return values;
    }

    /** An object that equals another one exactly if the values are equal: the oracle of the equality of rows. */
    static Object key(@Nullable Object value) {
        return switch (value) {
            case null -> "the null";
            case Double number -> number + 0.0;
            case Float number -> number + 0.0f;
            case BigDecimal number -> number.stripTrailingZeros();
            case Period period -> period.toTotalMonths();
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case List<?> list -> {
                List<Object> keys = new ArrayList<>();
                list.forEach(item -> keys.add(key(item)));
                yield keys;
            }
            case Map<?, ?> map -> {
                Map<Object, Object> keys = new LinkedHashMap<>();
                map.forEach((key, item) -> keys.put(key(key), key(item)));
                yield keys;
            }
            default -> value;
        };
    }
}
