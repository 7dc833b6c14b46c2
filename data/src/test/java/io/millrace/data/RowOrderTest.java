package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.RowOrder.Direction;
import io.millrace.data.RowOrder.NullPlacement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowOrderTest {

    @Test
    void equalityIsThatOfTheValues() {
        Seeds.run(
                300,
                random -> {
                    RandomData data = new RandomData(random);
                    DataType type = data.type();
                    List<@Nullable Object> values = data.values(type, 40);
                    Column one = data.column(type, values, BufferPool.HEAP);
                    Column other = data.column(type, values, BufferPool.HEAP);
                    for (int i = 0; i < 40; i++) {
                        for (int j = 0; j < 40; j++) {
                            boolean equal = RandomData.key(values.get(i)).equals(RandomData.key(values.get(j)));
                            assertThat(RowEquality.equal(one, i, other, j)).isEqualTo(equal);
                            int order = RowOrder.compareValues(one, i, other, j);
                            assertThat(order == 0).isEqualTo(equal);
                            assertThat(RowOrder.compareValues(other, j, one, i)).isEqualTo(-order);
                        }
                    }
                    narrowAgrees(one, other);
                });
    }

    private static void narrowAgrees(Column one, Column other) {
        int[] rowsA = new int[40];
        int[] rowsB = new int[40];
        boolean[] equal = new boolean[40];
        for (int i = 0; i < 40; i++) {
            rowsA[i] = i * 7 % 40;
            rowsB[i] = i * 3 % 40;
            equal[i] = i != 5;
        }
        RowEquality.narrow(one, rowsA, other, rowsB, 40, equal);
        for (int i = 0; i < 40; i++) {
            assertThat(equal[i]).isEqualTo(i != 5 && RowEquality.equal(one, rowsA[i], other, rowsB[i]));
        }
    }

    @Test
    void sortingIsStableAndInOrder() {
        Seeds.run(
                300,
                random -> {
                    RandomData data = new RandomData(random);
                    Schema schema = data.schema();
                    Batch batch = data.batch(schema);
                    int keys = 1 + random.nextInt(schema.size());
                    Direction[] directions = new Direction[keys];
                    NullPlacement[] nulls = new NullPlacement[keys];
                    int[] columns = random.ints(keys, 0, schema.size()).toArray();
                    for (int i = 0; i < keys; i++) {
                        directions[i] = random.nextBoolean() ? Direction.ASCENDING : Direction.DESCENDING;
                        nulls[i] = random.nextBoolean() ? NullPlacement.FIRST : NullPlacement.LAST;
                    }
                    RowOrder order = new RowOrder(columns, directions, nulls);
                    int[] sorted = order.sortedPositions(batch);
                    int[] rowAt = new int[batch.columnSize()];
                    for (int row = 0; row < batch.size(); row++) {
                        rowAt[batch.position(row)] = row;
                    }
                    assertThat(sorted).hasSize(batch.size()).doesNotHaveDuplicates();
                    for (int i = 1; i < sorted.length; i++) {
                        int compared = order.compare(batch, sorted[i - 1], batch, sorted[i]);
                        assertThat(compared).isNotPositive();
                        if (compared == 0) {
                            assertThat(rowAt[sorted[i - 1]]).isLessThan(rowAt[sorted[i]]);
                        }
                    }
                });
    }

    @Test
    void nanIsGreatestAndBytesAreUnsigned() {
        Column doubles = Columns.of(DataType.Plain.DOUBLE, Double.NaN, Double.POSITIVE_INFINITY, -0.0, 0.0, -1.0);
        assertThat(RowOrder.compareValues(doubles, 0, doubles, 1)).isPositive();
        assertThat(RowOrder.compareValues(doubles, 2, doubles, 3)).isZero();
        Column bytes = Columns.of(DataType.BYTES, new byte[] {(byte) 0x80}, new byte[] {0x7f}, new byte[] {0x7f, 0});
        assertThat(RowOrder.compareValues(bytes, 0, bytes, 1)).isPositive();
        assertThat(RowOrder.compareValues(bytes, 1, bytes, 2)).isNegative();
        Batch batch = Batch.of(5, doubles);
        assertThat(RowOrder.ascending(0).sortedPositions(batch)).containsExactly(4, 2, 3, 1, 0);
        RowOrder descending =
                new RowOrder(
                        new int[] {0},
                        new Direction[] {Direction.DESCENDING},
                        new NullPlacement[] {NullPlacement.LAST});
        assertThat(descending.sortedPositions(batch)).containsExactly(0, 1, 2, 3, 4);
    }
}
