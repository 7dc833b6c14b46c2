package io.millrace.data;

import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class WidthsTest {
    @Test
    void rowsHaveTheBytesOfEachOfThem() {
        Seeds.run(
                300,
                random -> {
                    RandomData data = new RandomData(random);
                    Schema schema = data.schema();
                    Batch batch = data.batch(schema);
                    Column[] columns = new Column[batch.columnCount()];
                    Arrays.setAll(columns, batch::column);
                    int from = random.nextInt(batch.size());
                    int to = from + random.nextInt(batch.size() - from + 1);
                    long bytes = 0;
                    for (int row = from; row < to; row++) {
                        bytes += Widths.ofRow(columns, batch.position(row));
                    }
                    Assertions.assertEquals(bytes, Widths.ofRows(columns, batch.selection(), from, to));
                    Assertions.assertTrue(bytes <= Widths.most(columns, batch.selection(), from, to));
                });
    }
}
