package io.millrace.benchmarks.page;

import io.millrace.benchmarks.harness.Figures;
import io.millrace.benchmarks.harness.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures as a table of text, and the cells that the page shows too. */
public final class FiguresTable {
    static final List<String> HEADINGS =
            List.of(
                    "query",
                    "engine",
                    "M events/s",
                    "spread",
                    "of first",
                    "CPU s/M",
                    "GC %",
                    "B/event",
                    "peak GB",
                    "events");

    private FiguresTable() {}

    /** The table, with a line above it that says what it shows. */
    public static String of(Settings settings, List<Figures> all) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        all.forEach(figures -> rows.add(cells(figures, all)));
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size() && row.size() == widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder(title(settings)).append('\n');
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                boolean left = i < 2 || row.size() < widths.length;
                text.append(left ? pad(row.get(i), widths[i]) : padLeft(row.get(i), widths[i])).append("  ");
            }
            text.append('\n');
        }
        return text.toString();
    }

    static String title(Settings settings) {
        Settings.Effort effort = settings.effort();
        String kind = effort.quick() ? "QUICK MODE: too short to be quoted. " : "";
        return String.format(
                Locale.ROOT,
                "%sNexmark, parallelism %d, heap %s; %d counted runs of %d s after %d s, or of a number of events;"
                        + " medians, spread = (largest − smallest) / median",
                kind,
                settings.parallelism(),
                effort.heap(),
                effort.runs(),
                effort.seconds(),
                effort.warmupSeconds());
    }

    /** One row; two cells and a reason where there are no figures. */
    static List<String> cells(Figures figures, List<Figures> all) {
        String query = figures.query().label();
        if (figures.runs().isEmpty()) {
            return List.of(query, figures.engine(), figures.failure().orElse("no runs"));
        }
        return List.of(
                query,
                figures.engine(),
                number("%.3f", figures.eventsPerSecond() / 1e6),
                number("%.0f %%", figures.spread() * 100),
                first(figures, all)
                        .map(first -> number("%.2f ×", first.eventsPerSecond() / figures.eventsPerSecond()))
                        .orElse(""),
                number("%.3f", figures.cpuSecondsPerMillion()),
                number("%.1f", figures.gcShare() * 100),
                number("%.0f", figures.allocatedBytesPerEvent()),
                number("%.2f", figures.peakResidentBytes() / 1e9),
                figures.events() > 0 ? number("%.1f M", figures.events() / 1e6) : "by time");
    }

    /** The figures of the first engine for the same query: how many times as fast it is stands in each row. */
    private static Optional<Figures> first(Figures figures, List<Figures> all) {
        return all.stream()
                .filter(each -> each.query() == figures.query())
                .findFirst()
                .filter(each -> !each.runs().isEmpty());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
