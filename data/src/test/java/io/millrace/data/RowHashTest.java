package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowHashTest {

    @Test
    void equalRowsHaveEqualHashesInEveryEncoding() {
        Seeds.run(
                300,
                random -> {
                    PoisoningPool pool = new PoisoningPool();
                    RandomData data = new RandomData(random);
                    Schema schema = data.schema();
                    int[] columns = random.ints(1 + random.nextInt(4), 0, schema.size()).toArray();
                    List<RandomData.Row> rows = data.rows(schema, data.batchSize());
                    Batch one = data.batch(schema, rows, pool);
                    Batch other = data.batch(schema, rows, pool);
                    long[] hashes = new long[rows.size()];
                    RowHash.hash(one, columns, 0, rows.size(), hashes);
                    int from = random.nextInt(rows.size());
                    long[] part = new long[rows.size() - from];
                    RowHash.hash(other, columns, from, rows.size(), part);
                    Map<Object, Long> byKey = new HashMap<>();
                    for (int row = 0; row < rows.size(); row++) {
                        assertThat(RowHash.hash(other, columns, other.position(row))).isEqualTo(hashes[row]);
                        if (row >= from) {
                            assertThat(part[row - from]).isEqualTo(hashes[row]);
                        }
                        Object key =
                                RandomData.rowKey(one.project(columns), schema.project(columns), one.position(row));
                        assertThat(byKey.merge(key, hashes[row], (a, b) -> a)).isEqualTo(hashes[row]);
                    }
                    assertThat(byKey.values()).doesNotHaveDuplicates();
                });
    }

    @Test
    void singleValuesHashAsRowsOfOneColumn() {
        Column longs = Columns.of(DataType.Plain.BIGINT, 42L);
        assertThat(RowHash.hash(longs, 0)).isEqualTo(RowHash.hash(42L));
        Column text = Columns.of(DataType.STRING, "millrace");
        byte[] bytes = "a millrace".getBytes(StandardCharsets.UTF_8);
        assertThat(RowHash.hash(text, 0)).isEqualTo(RowHash.hash(bytes, 2, 10));
        assertThat(hash(Batch.of(1, longs, text))).isNotEqualTo(hash(Batch.of(1, text, longs)));
    }

    /** State files depend on these numbers: they may never change. */
    @Test
    void hashesAreTheSameForever() {
        assertThat(golden(DataType.Plain.BOOLEAN, true)).isEqualTo(-1956407806741107680L);
        assertThat(golden(DataType.Plain.INT, -1)).isEqualTo(-2447048559937167164L);
        assertThat(golden(DataType.Plain.BIGINT, 0L)).isEqualTo(-2152535657050944081L);
        assertThat(golden(DataType.Plain.FLOAT, 1.5f)).isEqualTo(-2145954584553508764L);
        assertThat(golden(DataType.Plain.DOUBLE, -0.0)).isEqualTo(-2152535657050944081L);
        assertThat(golden(DataType.Plain.DOUBLE, Double.NaN)).isEqualTo(-8716197209033667902L);
        assertThat(golden(new DataType.Decimal(38, 0), "123456789012345678901234567890"))
                .isEqualTo(-335837051361555050L);
        assertThat(golden(DataType.STRING, "")).isEqualTo(-2152535657050944081L);
        assertThat(golden(DataType.STRING, "millrace")).isEqualTo(5602731290010624615L);
        assertThat(golden(DataType.STRING, "a mill race carries water")).isEqualTo(-8844386173860132299L);
        assertThat(golden(DataType.STRING, null)).isEqualTo(-6950100710510448638L);
        assertThat(golden(new DataType.Array(DataType.Plain.INT), List.of(1, 2))).isEqualTo(-8558133690461366034L);
        assertThat(golden(new DataType.Mapping(DataType.STRING, DataType.Plain.INT), Map.of("k", 1)))
                .isEqualTo(3414698539943998600L);
        DataType row = new DataType.Row(List.of(Field.of("a", DataType.Plain.INT), Field.of("b", DataType.STRING)));
        assertThat(golden(row, List.of(1, "x"))).isEqualTo(3760677580917709658L);
    }

    private static long golden(DataType type, @Nullable Object value) {
        return RowHash.hash(Columns.constant(type, value, 1), 0);
    }

    @Test
    void everyBitDependsOnEveryBit() {
        // Flipping any bit of a key must flip each bit of the hash about every second time.
        int keys = 2000;
        for (int in = 0; in < 64; in++) {
            int[] flips = new int[64];
            for (int key = 0; key < keys; key++) {
                long changed = RowHash.hash(key * 1_000_003L) ^ RowHash.hash(key * 1_000_003L ^ 1L << in);
                for (int out = 0; out < 64; out++) {
                    flips[out] += (int) (changed >>> out & 1);
                }
            }
            for (int out = 0; out < 64; out++) {
                assertThat(flips[out]).as("bit %s on bit %s", in, out).isBetween(keys * 4 / 10, keys * 6 / 10);
            }
        }
    }

    @Test
    void shortTextsSpreadEvenly() {
        int[] low = new int[1024];
        int[] groups = new int[KeyGroups.COUNT];
        int keys = 1 << 17;
        for (int key = 0; key < keys; key++) {
            byte[] text = ("user-" + key).getBytes(StandardCharsets.UTF_8);
            long hash = RowHash.hash(text, 0, text.length);
            low[(int) hash & 1023]++;
            groups[KeyGroups.of(hash, groups.length)]++;
        }
        for (int count : low) {
            assertThat(count).isBetween(60, 200);
        }
        for (int count : groups) {
            assertThat(count).isBetween(850, 1200);
        }
    }

    private static long hash(Batch batch) {
        return RowHash.hash(batch, new int[] {0, 1}, 0);
    }
}
