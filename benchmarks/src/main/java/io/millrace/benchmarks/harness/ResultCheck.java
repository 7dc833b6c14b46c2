package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.run.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares the rows of two engines, each row with how often it is there. */
final class ResultCheck {
    private static final int SHOWN = 3;
    private static final int SHOWN_CHARACTERS = 160;

    private ResultCheck() {}

    /** What differs, in a few lines; empty when nothing does. */
    static List<String> differences(NexmarkQuery query, String one, Path rowsOfOne, String other, Path rowsOfOther)
            throws IOException {
        TreeMap<String, Long> left = compared(query, RowFile.consolidate(rowsOfOne));
        TreeMap<String, Long> right = compared(query, RowFile.consolidate(rowsOfOther));
        List<String> differences = new ArrayList<>();
        differences.addAll(missing(one, left, other, right));
        differences.addAll(missing(other, right, one, left));
        return differences;
    }

    private static TreeMap<String, Long> compared(NexmarkQuery query, TreeMap<String, Long> rows) {
        if (query.comparedColumns().isEmpty()) {
            return rows;
        }
        TreeMap<String, Long> compared = new TreeMap<>();
        rows.forEach((row, count) -> {
            List<String> values = List.of(row.split("\t", -1));
            String key = query.comparedColumns().stream().map(values::get).collect(Collectors.joining("\t"));
            compared.merge(key, count, Long::sum);
        });
        return compared;
    }

    private static List<String> missing(String one, Map<String, Long> rows, String other, Map<String, Long> otherRows) {
        List<String> lines = new ArrayList<>();
        long count = 0;
        for (Map.Entry<String, Long> row : rows.entrySet()) {
            long surplus = row.getValue() - otherRows.getOrDefault(row.getKey(), 0L);
            if (surplus > 0) {
                count += surplus;
                if (lines.size() < SHOWN) {
                    String text = row.getKey().replace("\t", " | ");
                    lines.add("      " + text.substring(0, Math.min(text.length(), SHOWN_CHARACTERS)));
                }
            }
        }
        if (count > 0) {
            lines.addFirst("    " + count + " rows of " + one + " are not in " + other + ", for instance");
        }
        return lines;
    }
}
