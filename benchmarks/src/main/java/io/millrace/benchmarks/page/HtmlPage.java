package io.millrace.benchmarks.page;

import io.millrace.benchmarks.harness.Figures;
import io.millrace.benchmarks.harness.Ledger;
import io.millrace.benchmarks.run.RunReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The page: one file, without scripts, that needs nothing from elsewhere. */
public final class HtmlPage {
    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>%TITLE%</title>
            <style>
            body { font: 15px/1.45 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222; }
            table { border-collapse: collapse; } td, th { padding: .15em .7em; text-align: right; }
            td:nth-child(-n+2), th:nth-child(-n+2) { text-align: left; } tr:nth-child(even) { background: #f4f4f4; }
            .failed { text-align: left; color: #b00; } .quick { background: #ffe9b0; padding: .6em; }
            code { font-size: 90%; } svg { max-width: 100%; height: auto; }
            </style></head><body>
            """;

    private HtmlPage() {}

    static String head(String title) {
        return HEAD.replace("%TITLE%", escape(title));
    }

    /** The whole page. */
    public static String of(Ledger ledger, boolean quick) {
        List<Figures> all = ledger.figures();
        StringBuilder page = new StringBuilder(head("Nexmark side by side"));
        page.append("<h1>Nexmark side by side</h1>\n");
        page.append(quick ? "<p class='quick'>" : "<p>")
                .append(escape(FiguresTable.title(ledger, quick)))
                .append(
                        "</p>\n<p>Every engine reads the same events, from memory or, where the settings name a format, from files, and its sink folds every value of every")
                .append(" column of every row that comes or goes. Nothing is subtracted: q0 is the source into the")
                .append(" folding sink. A ratio is of figures that were taken in one run.</p>\n");
        table(page, all);
        page.append("<p>").append(escape(FiguresTable.mean(all)).replace("\n", "<br>")).append("</p>\n");
        page.append("<h2>Million events per second</h2>\n")
                .append(Plots.bars(all, figures -> figures.eventsPerSecond() / 1e6, "%.2f"));
        page.append("<h2>Cost: CPU seconds per million events</h2>\n")
                .append(Plots.bars(all, Figures::cpuSecondsPerMillion, "%.2f"));
        page.append("<h2>Peak resident memory, GB</h2>\n")
                .append(Plots.bars(all, figures -> figures.peakResidentBytes() / 1e9, "%.2f"));
        page.append("<h2>Throughput over time</h2>\n");
        for (Ledger.Entry entry : ledger.entries()) {
            List<Figures> measured = entry.figures().stream().filter(figures -> !figures.runs().isEmpty()).toList();
            if (!measured.isEmpty()) {
                page.append("<h3>").append(entry.query().label()).append("</h3>\n").append(Plots.throughput(measured));
                page.append("<p>").append(escape(entry.run())).append("</p>\n");
            }
        }
        notes(page, all);
        return page.append("</body></html>\n").toString();
    }

    private static void table(StringBuilder page, List<Figures> all) {
        page.append("<table><tr>");
        FiguresTable.HEADINGS.forEach(heading -> page.append("<th>").append(heading).append("</th>"));
        page.append("</tr>\n");
        for (Figures figures : all) {
            List<String> cells = FiguresTable.cells(figures, all);
            page.append("<tr>");
            for (int i = 0; i < cells.size(); i++) {
                boolean reason = cells.size() == 3 && i == 2;
                page.append(reason ? "<td class='failed' colspan='8'>" : "<td>")
                        .append(escape(cells.get(i)))
                        .append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private static void notes(StringBuilder page, List<Figures> all) {
        page.append("<h2>Versions and settings</h2>\n");
        Map<String, RunReport> firsts = new TreeMap<>();
        for (Figures figures : all) {
            if (!figures.runs().isEmpty()) {
                firsts.put(figures.engine() + " " + figures.query().label(), figures.runs().getFirst());
            }
        }
        firsts.forEach((name, run) ->
                page.append("<p><b>")
                        .append(escape(name))
                        .append("</b> (")
                        .append(escape(run.engine()))
                        .append("): <code>")
                        .append(escape(run.notes().toString()))
                        .append("</code></p>\n"));
        all.stream()
                .filter(figures -> !figures.note().isEmpty())
                .forEach(figures ->
                        page.append("<p><b>")
                                .append(figures.query().label())
                                .append("</b>: ")
                                .append(escape(figures.note()))
                                .append("</p>\n"));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
