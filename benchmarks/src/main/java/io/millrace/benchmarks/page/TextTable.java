package io.millrace.benchmarks.page;

import java.util.List;

/** Rows of cells, set in columns for a terminal. */
final class TextTable {
    private TextTable() {}

    /**
     * A row that is shorter than the first is set without columns.
     *
     * @param left how many columns begin at the left; the others end at the right
     */
    static String of(List<List<String>> rows, int left) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size() && row.size() == widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                String blanks = " ".repeat(Math.max(0, widths[i] - row.get(i).length()));
                boolean fromLeft = i < left || row.size() < widths.length;
                text.append(fromLeft ? row.get(i) + blanks : blanks + row.get(i)).append("  ");
            }
            text.append('\n');
        }
        return text.toString();
    }
}
