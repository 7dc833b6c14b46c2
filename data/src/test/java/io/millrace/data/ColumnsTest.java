package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    @Test
    void flatColumnsHoldTheSameValues() {
        Seeds.run(
                300,
                random -> {
                    PoisoningPool pool = new PoisoningPool();
                    RandomData data = new RandomData(random);
                    DataType type = data.type();
                    List<@Nullable Object> values = data.values(type, random.nextInt(100));
                    Column column = data.column(type, values, pool);
                    Column flat = Columns.flat(column, pool);
                    column.release();
                    assertThat(flat).isNotInstanceOfAny(Column.DictionaryColumn.class, Column.ConstantColumn.class);
                    assertThat(keys(flat, type)).isEqualTo(RandomData.key(values));
                    int[] positions = random.ints(values.size(), 0, Math.max(1, values.size())).toArray();
                    Column gathered = Columns.gather(flat, positions, 0, positions.length, pool);
                    for (int i = 0; i < positions.length; i++) {
                        assertThat(RowEquality.equal(gathered, i, flat, positions[i])).isTrue();
                    }
                    gathered.release();
                    flat.release();
                    pool.assertNothingLent();
                });
    }

    @Test
    void constantsStandForTheirValue() {
        Column column = Columns.constant(DataType.STRING, "x", 3);
        assertThat(keys(column, DataType.STRING)).isEqualTo(List.of("x", "x", "x"));
        assertThat(Columns.constant(DataType.STRING, null, 3).isNull(2)).isTrue();
    }

    @Test
    void javaValuesAreOfTheirType() {
        Column tiny = Columns.of(DataType.Plain.TINYINT, 1, null, 3);
        assertThat(Columns.value(tiny, DataType.Plain.TINYINT, 0)).isEqualTo((byte) 1);
        assertThat(Columns.value(tiny, DataType.Plain.TINYINT, 1)).isNull();
        DataType decimal = new DataType.Decimal(20, 2);
        assertThat(Columns.value(Columns.of(decimal, new BigDecimal("1.005")), decimal, 0))
                .isEqualTo(new BigDecimal("1.01"));
        assertThatThrownBy(() -> Columns.of(new DataType.Decimal(3, 2), new BigDecimal("10")))
                .isInstanceOf(MillraceException.class)
                .hasMessage("10 does not fit DECIMAL(3, 2)");
    }

    private static List<Object> keys(Column column, DataType type) {
        List<Object> keys = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            keys.add(RandomData.key(Columns.value(column, type, row)));
        }
        return keys;
    }
}
