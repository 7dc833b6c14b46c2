package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {
    private static final Schema TWO = Schema.of(Field.of("a", DataType.Plain.INT), Field.of("b", DataType.STRING));

    @Test
    void rowsOfManyBatchesAreTheRowsAppended() {
        Seeds.run(
                300,
                random -> {
                    PoisoningPool pool = new PoisoningPool();
                    RandomData data = new RandomData(random);
                    Schema schema = data.schema();
                    BatchBuilder builder = new BatchBuilder(schema, pool);
                    List<RandomData.Row> expected = new ArrayList<>();
                    for (int step = random.nextInt(5); step >= 0; step--) {
                        List<RandomData.Row> rows = data.rows(schema, data.batchSize());
                        Batch batch = data.batch(schema, rows, pool);
                        switch (random.nextInt(3)) {
                            case 0 -> builder.appendRows(batch, 0, batch.size());
                            case 1 -> {
                                for (int row = 0; row < batch.size(); row++) {
                                    builder.append(batch, batch.position(row), batch.weightAt(batch.position(row)));
                                }
                            }
                            default -> {
                                int[] positions = new int[batch.size()];
                                for (int row = 0; row < positions.length; row++) {
                                    positions[row] = batch.position(row);
                                }
                                builder.appendAll(batch, positions, 0, positions.length);
                            }
                        }
                        expected.addAll(rows);
                        batch.release();
                    }
                    assertThat(builder.size()).isEqualTo(expected.size());
                    assertThat(builder.isFull()).isEqualTo(expected.size() >= Batch.MAX_ROWS);
                    Batch built = builder.build();
                    assertThat(RandomData.keys(built, schema)).isEqualTo(RandomData.keys(expected));
                    assertThat(built.isWeighted()).isEqualTo(expected.stream().anyMatch(row -> row.weight() != 1));
                    built.release();
                    builder.close();
                    pool.assertNothingLent();
                });
    }

    @Test
    void rowsAreEndedWithTheirWeight() {
        BatchBuilder builder = new BatchBuilder(TWO, BufferPool.HEAP);
        for (int row = 0; row < 3; row++) {
            ((IntBuilder) builder.column(0)).append(row);
            ((BytesBuilder) builder.column(1)).append("x");
            builder.endRow(row == 1 ? -1 : 1);
        }
        ((IntBuilder) builder.column(0)).append(3);
        builder.column(1).appendNull();
        Batch batch = builder.build();
        assertThat(batch.size()).isEqualTo(4);
        assertThat(batch.weightAt(0)).isEqualTo(1);
        assertThat(batch.weightAt(1)).isEqualTo(-1);
        assertThat(batch.weightAt(3)).isEqualTo(1);
    }

    @Test
    void rowsWithoutColumnsAreCounted() {
        BatchBuilder builder = new BatchBuilder(Schema.of(), BufferPool.HEAP);
        builder.endRow(1);
        builder.endRow(-2);
        Batch batch = builder.build();
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.weightAt(1)).isEqualTo(-2);
        builder.appendRows(batch, 0, 2);
        assertThat(builder.size()).isEqualTo(2);
        assertThat(builder.build().weightAt(1)).isEqualTo(-2);
    }

    @Test
    void unevenColumnsAreRefused() {
        BatchBuilder builder = new BatchBuilder(TWO, BufferPool.HEAP);
        ((IntBuilder) builder.column(0)).append(1);
        assertThatThrownBy(builder::build)
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("column b has 0 rows");
    }
}
