package io.millrace.testing.oracle;

import io.millrace.sql.Answer.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The final rows of a query; those of an unordered one are sorted by their text.
 *
 * @param heading names and types of the columns
 */
record Rows(String heading, Order order, List<Row> rows) {

    /** A row, as values and as it is shown. */
    record Row(List<@Nullable Object> values, String text) {}

    /** What is left when all changes are added up. */
    static Rows of(String heading, Order order, List<GatheringSink.Change> changes) {
        if (order == Order.KEEP) {
            return new Rows(heading, order, inOrder(changes));
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        Map<String, Integer> weights = new LinkedHashMap<>();
        for (GatheringSink.Change change : changes) {
            rows.putIfAbsent(change.row().text(), change.row());
            weights.merge(change.row().text(), change.weight(), Integer::sum);
        }
        List<Row> left = new ArrayList<>();
        weights.forEach((text, weight) -> {
            if (weight < 0) {
                throw new AssertionError("taken back " + -weight + " times more than given: " + text);
            }
            for (int i = 0; i < weight; i++) {
                left.add(rows.get(text));
            }
        });
        left.sort((a, b) -> a.text().compareTo(b.text()));
        return new Rows(heading, order, left);
    }

    private static List<Row> inOrder(List<GatheringSink.Change> changes) {
        List<Row> rows = new ArrayList<>();
        for (GatheringSink.Change change : changes) {
            if (change.weight() < 0) {
                throw new AssertionError("a sorted result takes back " + change.row().text());
            }
            for (int i = 0; i < change.weight(); i++) {
                rows.add(change.row());
            }
        }
        return rows;
    }

    /** The heading, then a line for each row. */
    String text() {
        StringBuilder text = new StringBuilder(heading).append('\n');
        rows.forEach(row -> text.append(row.text()).append('\n'));
        return text.toString();
    }
}
