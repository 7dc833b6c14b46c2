package io.millrace.operators.rank;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Batch;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.operators.Changes;
import io.millrace.operators.Difference;
import io.millrace.operators.Drive;
import io.millrace.operators.Flow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TopNTest {
    private static final Schema INPUT =
            Schema.of(Field.of("v", Plain.BIGINT), Field.of("k", Plain.INT), Field.of("t", DataType.STRING));
    private static final Schema NUMBERED =
            Schema.of(
                    Field.of("v", Plain.BIGINT),
                    Field.of("k", Plain.INT),
                    Field.of("t", DataType.STRING),
                    Field.of("n", Plain.BIGINT));

    private static List<Object> row(Random random) {
        return Arrays.asList(
                random.nextInt(9) == 0 ? null : (long) random.nextInt(12), random.nextInt(6), "t" + random.nextInt(3));
    }

    @SuppressWarnings("unchecked")
    private static Map<List<Object>, Integer> model(List<List<Object>> rows, TopN spec) {
        Map<Object, List<List<Object>>> partitions = new HashMap<>();
        for (List<Object> row : rows) {
            partitions.computeIfAbsent(spec.partition().isEmpty() ? 0 : row.get(1), k -> new ArrayList<>()).add(row);
        }
        List<List<Object>> result = new ArrayList<>();
        Comparator<List<Object>> byValue =
                Comparator.comparing(row -> (Long) row.get(0), Comparator.nullsLast(Comparator.reverseOrder()));
        Comparator<List<Object>> order =
                byValue.thenComparing(row -> (Integer) row.get(1)).thenComparing(row -> (String) row.get(2));
        partitions
                .values()
                .forEach(members -> {
                    members.sort(order);
                    for (int i = (int) spec.ranking().offset();
                            i < members.size() && i < spec.ranking().offset() + spec.ranking().limit();
                            i++) {
                        List<Object> row = new ArrayList<>(members.get(i));
                        if (spec.ranking().numbering() == Ranking.Numbering.SHOWN) {
                            row.add(i + 1L);
                        }
                        result.add(row);
                    }
                });
        return Difference.bag(result);
    }

    private static void check(
            long seed,
            boolean weighted,
            List<Integer> partition,
            long offset,
            long limit,
            Ranking.Numbering numbering) {
        Random random = new Random(seed);
        TopN spec =
                new TopN(
                        weighted ? Flow.weights(INPUT) : Flow.append(INPUT),
                        partition,
                        new Ranking(List.of(SortKey.descending(0)), offset, limit, numbering),
                        numbering == Ranking.Numbering.SHOWN ? NUMBERED : INPUT);
        Drive drive = new Drive(spec, random);
        int count = random.nextInt(200);
        Changes changes =
                weighted
                        ? Changes.weighted(random, count, () -> row(random))
                        : Changes.append(random, count, () -> row(random));
        for (Batch batch : changes.batches(drive, INPUT)) {
            drive.feed(0, batch);
        }
        drive.end(0);
        Difference.check("seed " + seed + " " + spec.describe(), drive.result(), model(changes.table(), spec));
    }

    @Test
    void firstRowsAreThoseOfTheTable() {
        for (long seed = 0; seed < 60; seed++) {
            for (boolean weighted : new boolean[] {false, true}) {
                for (Ranking.Numbering numbering : Ranking.Numbering.values()) {
                    check(seed, weighted, List.of(1), 0, 3, numbering);
                    check(seed, weighted, List.of(1), 0, 1, numbering);
                    check(seed, weighted, List.of(1), 1, 2, numbering);
                    check(seed, weighted, List.of(), 2, 5, numbering);
                }
            }
        }
    }

    @Test
    void sortEmitsInOrder() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Sort spec =
                    new Sort(
                            Flow.weights(INPUT),
                            new Ranking(List.of(SortKey.descending(0)), seed % 3, 50, Ranking.Numbering.HIDDEN));
            Drive drive = new Drive(spec, random);
            Changes changes = Changes.weighted(random, random.nextInt(200), () -> row(random));
            for (Batch batch : changes.batches(drive, INPUT)) {
                drive.feed(0, batch);
            }
            drive.end(0);
            TopN same = new TopN(Flow.weights(INPUT), List.of(), spec.ranking(), INPUT);
            Difference.check("seed " + seed, drive.result(), model(changes.table(), same));
            assertThat(drive.emitted)
                    .isSortedAccordingTo(
                            Comparator.comparing(
                                    row -> (Long) row.get(0), Comparator.nullsLast(Comparator.reverseOrder())));
        }
    }

    @Test
    void limitTakesWhatComesFirst() {
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            Drive drive = new Drive(new Limit(INPUT, 3, 20), random);
            Changes changes = Changes.append(random, random.nextInt(60), () -> row(random));
            for (Batch batch : changes.batches(drive, INPUT)) {
                drive.feed(0, batch);
            }
            drive.end(0);
            List<List<Object>> rows = changes.rows();
            assertThat(drive.emitted).isEqualTo(rows.subList(Math.min(3, rows.size()), Math.min(23, rows.size())));
        }
    }
}
