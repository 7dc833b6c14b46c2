package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.harness.Comparison;
import io.millrace.benchmarks.harness.Engine;
import io.millrace.benchmarks.harness.Engines;
import io.millrace.benchmarks.harness.EventLogs;
import io.millrace.benchmarks.harness.Figures;
import io.millrace.benchmarks.harness.NexmarkQuery;
import io.millrace.benchmarks.harness.Settings;
import io.millrace.benchmarks.page.FiguresTable;
import io.millrace.benchmarks.page.HtmlPage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The side-by-side measurement: the same Nexmark events, the same queries and the same folding sink for every engine,
 * each run in a process of its own, in turns. Prints a table; leaves {@code figures.json} (every run as it was
 * reported) and {@code index.html} in the output folder, renewed after every query.
 */
public final class BenchNexmark {
    private BenchNexmark() {}

    public static void main(String[] args) throws IOException {
        Settings settings;
        List<Engine> engines = new ArrayList<>();
        try {
            settings = Settings.parse(args);
            Engines known = new Engines(settings.effort().heap());
            for (String name : settings.engines()) {
                engines.add(known.named(name));
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Files.createDirectories(settings.folder());
        EventLogs logs = EventLogs.in(settings.folder(), settings.effort().logEvents());
        Comparison comparison = new Comparison(settings, engines, logs, System.err);
        List<Figures> all = new ArrayList<>();
        for (NexmarkQuery query : settings.queries()) {
            all.addAll(comparison.run(query));
            write(settings, all);
        }
        System.out.print(FiguresTable.of(settings, all));
        System.out.println("Raw figures and plots: " + settings.folder().resolve("index.html").toAbsolutePath());
        if (all.stream().anyMatch(figures -> figures.runs().isEmpty())) {
            System.exit(1);
        }
    }

    private static void write(Settings settings, List<Figures> all) throws IOException {
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(
                        settings.folder().resolve("figures.json").toFile(),
                        Map.of(
                                "settings",
                                settings.toString(),
                                "figures",
                                all.stream().map(BenchNexmark::raw).toList()));
        Files.writeString(settings.folder().resolve("index.html"), HtmlPage.of(settings, all));
    }

    private static Map<String, Object> raw(Figures figures) {
        return Map.of(
                "engine", figures.engine(),
                "query", figures.query().label(),
                "events", figures.events(),
                "failure", figures.failure().orElse(""),
                "runs", figures.runs());
    }
}
