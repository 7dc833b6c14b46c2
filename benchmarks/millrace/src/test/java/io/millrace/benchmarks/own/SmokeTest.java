package io.millrace.benchmarks.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.events.EventCursor;
import io.millrace.benchmarks.events.EventLog;
import io.millrace.benchmarks.events.Stripe;
import io.millrace.benchmarks.harness.Comparison;
import io.millrace.benchmarks.harness.Contender;
import io.millrace.benchmarks.harness.Engine;
import io.millrace.benchmarks.harness.EventLogs;
import io.millrace.benchmarks.harness.Figures;
import io.millrace.benchmarks.harness.Ledger;
import io.millrace.benchmarks.harness.NexmarkQuery;
import io.millrace.benchmarks.harness.Settings;
import io.millrace.benchmarks.page.FiguresTable;
import io.millrace.benchmarks.page.HtmlPage;
import io.millrace.benchmarks.run.Load;
import io.millrace.benchmarks.run.RowFile;
import io.millrace.benchmarks.run.RunRequest;
import io.millrace.connectors.generators.nexmark.EventKind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurement of Millrace alone, short: that rows are right, and that figures and page are made. */
class SmokeTest {
    @TempDir Path folder;

    @Test
    void figuresAndPageAreMade() throws IOException {
        Settings settings = settings("q5");
        EventLogs logs = EventLogs.in(folder, settings.effort());
        PrintStream progress = new PrintStream(folder.resolve("progress").toFile(), StandardCharsets.UTF_8);
        Comparison comparison =
                new Comparison(
                        settings, List.of(new Contender("millrace", List.of(engine("millrace")))), logs, progress);
        Ledger ledger = Ledger.open(folder, new Ledger.Conditions("here", "now", settings.conditions()));
        for (NexmarkQuery query : settings.queries()) {
            List<Figures> figures = comparison.run(query);
            assertThat(figures)
                    .hasSize(1)
                    .allSatisfy(each -> {
                        assertThat(each.failure()).isEmpty();
                        assertThat(each.eventsPerSecond()).isPositive();
                        assertThat(each.peakResidentBytes()).isPositive();
                        assertThat(each.runs().getFirst().result().inserts()).isPositive();
                    });
            ledger.put(new Ledger.Entry(query, "now", figures));
        }
        assertThat(FiguresTable.of(ledger, true)).contains("q5", "QUICK");
        assertThat(HtmlPage.of(ledger, true)).contains("<svg", "q5");
        assertThat(folder.resolve("figures.json")).content().contains("\"allocatedBytes\"");
    }

    /** The source gives texts where they lie, and counts ids and times on: that is the adapter's alone. */
    @Test
    void rowsAreThoseOfTheLog() throws Exception {
        EventLogs logs = EventLogs.in(folder, settings("q0").effort());
        Path rows = folder.resolve("rows");
        RunRequest request =
                new RunRequest(
                        "q0",
                        logs.checked(),
                        new Load.Events(40_000, 0),
                        2,
                        Map.of("rows", rows.toString(), "queries", queries()));
        Process process =
                new ProcessBuilder(engine("rows").commandLine(request))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        assertThat(process.waitFor()).as(Files.readString(folder.resolve("output"))).isZero();
        TreeMap<String, Long> expected = new TreeMap<>();
        EventCursor cursor =
                new EventCursor(EventLog.read(logs.checked()), new Stripe(0, 1, 40_000), EventKind.BID, true);
        while (cursor.advance()) {
            int start = cursor.textStart(2);
            String row =
                    cursor.number(0)
                            + "\t"
                            + cursor.number(1)
                            + "\t"
                            + cursor.number(2)
                            + "\t"
                            + RowFile.time(cursor.number(3))
                            + "\t"
                            + RowFile.text(cursor.bytes(), start, cursor.textEnd(2) - start);
            expected.merge(row.replace("\\", "\\\\"), 1L, Long::sum);
        }
        assertThat(RowFile.consolidate(rows)).hasSizeGreaterThan(30_000).isEqualTo(expected);
    }

    private Settings settings(String queries) {
        return Settings.parse(
                        new String[] {
                            "--quick",
                            "--queries",
                            queries,
                            "--seconds",
                            "1",
                            "--warmup",
                            "0",
                            "--events",
                            "20000",
                            "--log-events",
                            "20000",
                            "--checked-events",
                            "20000",
                            "--bound",
                            "300",
                            "--out",
                            folder.toString()
                        })
                .settings();
    }

    private static Engine engine(String name) {
        return new Engine(
                name,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MillraceNexmark.class.getName()),
                Set.of(),
                Map.of("", Map.of("queries", queries())));
    }

    private static String queries() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("examples/nexmark"))) {
            here = here.getParent();
        }
        return here.resolve("examples/nexmark").toString();
    }
}
