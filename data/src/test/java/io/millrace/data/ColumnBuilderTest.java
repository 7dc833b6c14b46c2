package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnBuilderTest {

    @Test
    void everyWayToAppendGivesTheSameValues() {
        Seeds.run(
                500,
                random -> {
                    PoisoningPool pool = new PoisoningPool();
                    RandomData data = new RandomData(random);
                    DataType type = data.type();
                    ColumnBuilder builder = ColumnBuilder.of(type, pool);
                    for (int round = 0; round < 3; round++) {
                        appendInAllWays(builder, type, data, random, pool);
                    }
                    builder.close();
                    pool.assertNothingLent();
                });
    }

    private static void appendInAllWays(
            ColumnBuilder builder, DataType type, RandomData data, Random random, PoisoningPool pool) {
        List<@Nullable Object> expected = new ArrayList<>();
        for (int step = random.nextInt(6); step >= 0; step--) {
            List<@Nullable Object> values = data.values(type, random.nextInt(random.nextBoolean() ? 5 : 200));
            if (random.nextInt(5) == 0 && !values.isEmpty()) {
                @Nullable Object first = values.getFirst();
                values.replaceAll(value -> first);
            }
            Column from = data.column(type, values, pool);
            switch (random.nextInt(4)) {
                case 0 -> {
                    int start = random.nextInt(values.size() + 1);
                    int end = start + random.nextInt(values.size() + 1 - start);
                    builder.appendRange(from, start, end);
                    expected.addAll(values.subList(start, end));
                }
                case 1 -> {
                    int[] positions = random.ints(50, 0, Math.max(1, values.size())).toArray();
                    int end = values.isEmpty() ? 0 : random.nextInt(50);
                    int start = random.nextInt(end + 1);
                    builder.appendAll(from, positions, start, end);
                    for (int i = start; i < end; i++) {
                        expected.add(values.get(positions[i]));
                    }
                }
                case 2 -> {
                    for (int row = 0; row < values.size(); row++) {
                        builder.append(from, row);
                    }
                    expected.addAll(values);
                }
                default -> {
                    builder.appendNull();
                    expected.add(null);
                }
            }
            from.release();
            assertThat(builder.size()).isEqualTo(expected.size());
            assertColumn(builder.view(), type, expected);
            if (random.nextInt(10) == 0) {
                builder.reset();
                expected.clear();
            }
        }
        Column built = builder.build();
        assertThat(builder.size()).isZero();
        assertColumn(built, type, expected);
        built.release();
    }

    private static void assertColumn(Column column, DataType type, List<@Nullable Object> expected) {
        assertThat(column.size()).isEqualTo(expected.size());
        assertThat(column.validity().length == 0).isEqualTo(!expected.contains(null));
        for (int row = 0; row < expected.size(); row++) {
            assertThat(RandomData.key(Columns.value(column, type, row)))
                    .as("row %s of %s", row, type.sql())
                    .isEqualTo(RandomData.key(expected.get(row)));
        }
    }

    @Test
    void loopsWriteTheArraysDirectly() {
        LongBuilder builder = new LongBuilder(new PoisoningPool());
        builder.append(7);
        long[] values = builder.reserve(100);
        long[] validity = builder.reserveValidity(100);
        for (int row = 1; row < 100; row++) {
            assertThat(Validity.isNull(validity, row)).isFalse();
            values[row] = row;
        }
        Validity.clear(validity, 70);
        Validity.clear(validity, 99);
        builder.setSize(80);
        builder.append(1);
        for (int row = 81; row < 200; row++) {
            builder.append(2);
        }
        Column.LongColumn built = builder.build();
        assertThat(built.size()).isEqualTo(200);
        assertThat(built.values()[0]).isEqualTo(7);
        assertThat(built.values()[79]).isEqualTo(79);
        assertThat(built.values()[80]).isEqualTo(1);
        for (int row = 0; row < 200; row++) {
            assertThat(built.isNull(row)).isEqualTo(row == 70);
        }
    }

    @Test
    void bitmapWithoutNullsIsDropped() {
        PoisoningPool pool = new PoisoningPool();
        IntBuilder builder = new IntBuilder(pool);
        builder.reserve(3)[0] = 1;
        builder.reserveValidity(3);
        builder.setSize(3);
        Column built = builder.build();
        assertThat(built.validity()).isSameAs(Validity.ALL);
        built.release();
        builder.close();
        pool.assertNothingLent();
    }

    @Test
    void bytesAreWrittenInPlace() {
        BytesBuilder builder = new BytesBuilder(new PoisoningPool());
        for (int row = 0; row < 1000; row++) {
            byte[] room = builder.room(row);
            for (int i = 0; i < row; i++) {
                room[builder.position() + i] = (byte) row;
            }
            builder.commit(row);
        }
        Column.BytesColumn built = builder.build();
        for (int row = 0; row < 1000; row++) {
            assertThat(built.offsets()[row + 1] - built.offsets()[row]).isEqualTo(row);
            if (row > 0) {
                assertThat(built.data()[built.offsets()[row]]).isEqualTo((byte) row);
                assertThat(built.data()[built.offsets()[row + 1] - 1]).isEqualTo((byte) row);
            }
        }
    }

    @Test
    void mapsAreSortedAndOfEqualKeysTheLastStays() {
        DataType.Mapping type = new DataType.Mapping(DataType.Plain.DOUBLE, DataType.Plain.INT);
        MapBuilder builder = new MapBuilder(type, new PoisoningPool());
        double[] keys = {3, -0.0, Double.NaN, 1, 0.0, 3};
        for (int i = 0; i < keys.length; i++) {
            ((DoubleBuilder) builder.keys()).append(keys[i]);
            ((IntBuilder) builder.items()).append(i);
        }
        builder.endRow();
        builder.appendNull();
        builder.endRow();
        Column built = builder.build();
        assertThat(String.valueOf(Columns.value(built, type, 0))).isEqualTo("{0.0=4, 1.0=3, 3.0=5, NaN=2}");
        assertThat(built.isNull(1)).isTrue();
        assertThat(String.valueOf(Columns.value(built, type, 2))).isEqualTo("{}");
    }
}
