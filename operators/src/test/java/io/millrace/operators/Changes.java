package io.millrace.operators;

import io.millrace.data.Batch;
import io.millrace.data.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Random changes whose sum is a table, in any order: deletions before insertions, weights of up to ±3. */
public final class Changes {
    private record Change(List<Object> row, int weight) {}

    private final List<Change> changes = new ArrayList<>();
    private final Map<List<Object>, Integer> sum = new HashMap<>();
    private final Random random;

    private Changes(Random random) {
        this.random = random;
    }

    /** Rows that stay. */
    public static Changes append(Random random, int count, Supplier<List<Object>> rows) {
        Changes changes = new Changes(random);
        for (int i = 0; i < count; i++) {
            changes.add(rows.get(), 1);
        }
        return changes;
    }

    /** Rows of which some are deleted again, shuffled. */
    public static Changes weighted(Random random, int count, Supplier<List<Object>> rows) {
        Changes changes = new Changes(random);
        for (int i = 0; i < count; i++) {
            List<Object> row = rows.get();
            int weight = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
            changes.add(row, weight);
            if (random.nextInt(5) < 2) {
                changes.add(row, -1 - random.nextInt(weight));
            }
        }
        Collections.shuffle(changes.changes, random);
        return changes;
    }

    private void add(List<Object> row, int weight) {
        changes.add(new Change(row, weight));
        sum.merge(row, weight, Integer::sum);
        sum.values().removeIf(w -> w == 0);
    }

    /** All of it as the rows of a table, each as often as it is there. */
    public List<List<Object>> table() {
        List<List<Object>> rows = new ArrayList<>();
        sum.forEach((row, weight) -> {
            for (int i = 0; i < weight; i++) {
                rows.add(row);
            }
        });
        return rows;
    }

    /** In the order of arrival. */
    public List<List<Object>> rows() {
        return changes.stream().map(Change::row).toList();
    }

    /** As batches, split anywhere. */
    public List<Batch> batches(Drive drive, Schema schema) {
        List<Batch> batches = new ArrayList<>();
        int from = 0;
        while (from < changes.size()) {
            int to = Math.min(changes.size(), from + 1 + random.nextInt(Math.min(Batch.MAX_ROWS, 40)));
            List<Change> part = changes.subList(from, to);
            batches.add(
                    drive.batch(
                            schema,
                            part.stream().map(Change::row).toList(),
                            part.stream().mapToInt(Change::weight).toArray()));
            from = to;
        }
        return batches;
    }
}
