package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Comparison;
import io.millrace.benchmarks.harness.Contender;
import io.millrace.benchmarks.harness.Engines;
import io.millrace.benchmarks.harness.EventLogs;
import io.millrace.benchmarks.harness.Figures;
import io.millrace.benchmarks.harness.Ledger;
import io.millrace.benchmarks.harness.Machine;
import io.millrace.benchmarks.harness.NexmarkQuery;
import io.millrace.benchmarks.harness.Settings;
import io.millrace.benchmarks.page.FiguresTable;
import io.millrace.benchmarks.page.HtmlPage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The side-by-side measurement: the same Nexmark events, the same queries and the same folding sink for every engine,
 * each run in a process of its own, in turns. Prints a table; leaves {@code figures.json} (every run as it was
 * reported) and {@code index.html} in the output folder, renewed after every query. The same command again goes on with
 * the queries that have no figures yet.
 */
final class BenchNexmark {
    private final Settings.Session session;
    private final Settings settings;
    private final PrintStream progress;

    private BenchNexmark(Settings.Session session, PrintStream progress) {
        this.session = session;
        this.settings = session.settings();
        this.progress = progress;
    }

    /** Status 0 when every engine has figures for every query that it knows. */
    static int run(String[] args, PrintStream out, PrintStream progress) throws IOException {
        return new BenchNexmark(Settings.parse(args), progress).run(out);
    }

    private int run(PrintStream out) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        Engines known = new Engines(settings.effort().heap());
        for (String name : settings.engines()) {
            contenders.add(new Contender(name, known.named(name)));
        }
        Ledger ledger =
                Ledger.open(
                        settings.folder(),
                        new Ledger.Conditions(Machine.describe(), Machine.commit(), settings.conditions()));
        EventLogs logs = EventLogs.in(settings.folder(), settings.effort());
        Comparison comparison = new Comparison(settings, contenders, logs, progress);
        long deadline = System.nanoTime() + session.limit().toNanos();
        List<String> left = new ArrayList<>();
        for (NexmarkQuery query : settings.queries()) {
            if (!session.again() && ledger.holds(query, able(contenders, query))) {
                progress.println(query.label() + ": measured before (--again measures it anew)");
            } else if (System.nanoTime() > deadline) {
                left.add(query.label());
            } else {
                String before = moment();
                List<Figures> figures = comparison.run(query);
                ledger.put(new Ledger.Entry(query, before + " to " + moment(), figures));
                page(ledger);
            }
        }
        page(ledger);
        out.print(FiguresTable.of(ledger, settings.effort().quick()));
        if (!left.isEmpty()) {
            out.println("No time was left for " + String.join(", ", left) + ": the same command goes on with them.");
        }
        out.println("Raw figures and plots: " + settings.folder().resolve("index.html").toAbsolutePath());
        boolean failed = ledger.figures().stream().anyMatch(figures -> !figures.failure().isEmpty());
        return failed || !left.isEmpty() ? 1 : 0;
    }

    private void page(Ledger ledger) throws IOException {
        Path page = settings.folder().resolve("index.html");
        Files.writeString(page, HtmlPage.of(ledger, settings.effort().quick()));
    }

    private static Set<String> able(List<Contender> contenders, NexmarkQuery query) {
        return contenders.stream()
                .filter(contender -> contender.has(query))
                .map(Contender::name)
                .collect(Collectors.toSet());
    }

    private static String moment() {
        return String.format(
                Locale.ROOT, "%s (load %.1f)", LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS), Machine.load());
    }
}
