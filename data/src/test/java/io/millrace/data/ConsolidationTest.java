package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsolidationTest {

    @Test
    void weightsOfEqualRowsAddUp() {
        Seeds.run(
                200,
                random -> {
                    PoisoningPool pool = new PoisoningPool();
                    RandomData data = new RandomData(random);
                    Schema schema = random.nextInt(4) == 0 ? data.schema() : Schema.of(Field.of("a", data.type()));
                    Consolidation consolidation = new Consolidation(schema, pool);
                    for (int round = 0; round < 2; round++) {
                        Map<Object, Integer> expected = new LinkedHashMap<>();
                        for (int step = random.nextInt(6); step > 0; step--) {
                            List<RandomData.Row> rows = data.rows(schema, data.batchSize());
                            rows.forEach(
                                    row -> expected.merge(RandomData.key(row.values()), row.weight(), Integer::sum));
                            Batch batch = data.batch(schema, rows, pool);
                            consolidation.add(batch);
                            batch.release();
                        }
                        List<Object> wanted = new ArrayList<>();
                        expected.forEach((key, weight) -> {
                            if (weight != 0) {
                                wanted.add(List.of(key, weight));
                            }
                        });
                        List<Object> found = new ArrayList<>();
                        for (Batch batch : consolidation.drain()) {
                            assertThat(batch.size()).isBetween(1, Batch.MAX_ROWS);
                            found.addAll(RandomData.keys(batch, schema));
                            batch.release();
                        }
                        assertThat(found).isEqualTo(wanted);
                    }
                    consolidation.close();
                    pool.assertNothingLent();
                });
    }
}
