package io.millrace.operators;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares results, and shows only where they differ. */
public final class Difference {
    private Difference() {}

    public static void check(String what, Map<List<Object>, Integer> actual, Map<List<Object>, Integer> expected) {
        Map<List<Object>, Integer> missing = new HashMap<>(expected);
        Map<List<Object>, Integer> surplus = new HashMap<>();
        actual.forEach((row, weight) -> {
            int left = missing.merge(row, -weight, Integer::sum);
            if (left == 0) {
                missing.remove(row);
            } else if (left < 0) {
                surplus.put(row, -left);
                missing.remove(row);
            }
        });
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            throw new AssertionError(what + ": missing " + missing + ", surplus " + surplus);
        }
    }

    /** Rows with how often each is there. */
    public static Map<List<Object>, Integer> bag(List<List<Object>> rows) {
        Map<List<Object>, Integer> bag = new HashMap<>();
        rows.forEach(row -> bag.merge(row, 1, Integer::sum));
        return bag;
    }
}
