package io.millrace.benchmarks.page;

import io.millrace.benchmarks.harness.Figures;
import io.millrace.benchmarks.harness.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

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

    /** The table, with lines above it that say what it shows. */
    public static String of(Ledger ledger, boolean quick) {
        List<Figures> all = ledger.figures();
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        all.forEach(figures -> rows.add(cells(figures, all)));
        return title(ledger, quick) + "\n" + TextTable.of(rows, 2) + mean(all);
    }

    static String title(Ledger ledger, boolean quick) {
        return (quick ? "QUICK MODE: too short to be quoted. " : "")
                + "Nexmark on "
                + ledger.conditions().machine()
                + ", commit "
                + ledger.conditions().commit()
                + "; medians, spread = (largest − smallest) / median\n"
                + ledger.conditions().settings();
    }

    /** The geometric mean of how many times as fast the first engine is, for each other one. */
    static String mean(List<Figures> all) {
        StringBuilder text = new StringBuilder();
        for (String engine : all.stream().map(Figures::engine).distinct().toList()) {
            double[] ratios =
                    all.stream()
                            .filter(figures -> figures.engine().equals(engine) && !figures.runs().isEmpty())
                            .flatMapToDouble(figures ->
                                    first(figures, all).filter(first -> first != figures).stream()
                                            .mapToDouble(first -> first.eventsPerSecond() / figures.eventsPerSecond()))
                            .toArray();
            if (ratios.length > 0) {
                double logs = DoubleStream.of(ratios).map(Math::log).average().orElse(0);
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%s: the first engine is %.2f × as fast, the geometric mean of %d queries%n",
                                engine,
                                Math.exp(logs),
                                ratios.length));
            }
        }
        return text.toString();
    }

    /** One row; two cells and a reason where there are no figures. */
    static List<String> cells(Figures figures, List<Figures> all) {
        String query = figures.query().label();
        if (figures.runs().isEmpty()) {
            String reason = figures.failure().isEmpty() ? "no runs" : figures.failure();
            return List.of(query, figures.engine(), reason);
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

    /** The figures of the first engine for the same query, taken in the same run. */
    private static Optional<Figures> first(Figures figures, List<Figures> all) {
        return all.stream()
                .filter(each -> each.query() == figures.query())
                .findFirst()
                .filter(each -> !each.runs().isEmpty());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
