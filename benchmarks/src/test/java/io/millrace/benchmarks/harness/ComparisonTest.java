package io.millrace.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.page.FiguresTable;
import io.millrace.benchmarks.page.HtmlPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final String REPORT =
            "{\"engine\":\"E\",\"query\":\"q0\",\"measured\":{\"events\":1000000,\"seconds\":0.5,\"cpuSeconds\":1,"
                    + "\"gcSeconds\":0.1,\"allocatedBytes\":5000000,\"peakResidentBytes\":1000000000,"
                    + "\"progress\":[[0.0,1],[1.5,9]]},\"result\":{\"inserts\":1,\"deletes\":0,\"checksum\":\"a\"},"
                    + "\"notes\":{}}";

    @TempDir Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void everyEngineGetsItsCountedRuns() throws IOException {
        List<Figures> figures = compare("q0", engine("one", "row"), engine("two", "row"));
        assertThat(figures).extracting(Figures::engine).containsExactly("one", "two");
        assertThat(figures).allSatisfy(each -> assertThat(each.runs()).hasSize(2));
        assertThat(figures.getFirst().eventsPerSecond()).isEqualTo(2e6);
        assertThat(figures.getFirst().spread()).isZero();
        assertThat(figures.getFirst().gcShare()).isEqualTo(0.2);
        assertThat(figures.getFirst().allocatedBytesPerEvent()).isEqualTo(5);
    }

    @Test
    void aWrongAnswerGetsNoFigures() throws IOException {
        List<Figures> figures = compare("q0", engine("one", "other row"), engine("two", "row"));
        assertThat(figures.getFirst().runs()).isEmpty();
        assertThat(figures.getFirst().failure()).isEqualTo("other rows than two");
        assertThat(figures.getLast().runs()).hasSize(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("other row");
    }

    @Test
    void aFailureIsShown() throws IOException {
        Engine broken = shell("broken", "echo 'SomeException: out of luck' >&2; exit 3");
        List<Figures> figures = compare("q0", broken, engine("two", "row"));
        assertThat(figures.getFirst().failure()).contains("status 3", "out of luck");
        Ledger ledger = ledger("here");
        ledger.put(new Ledger.Entry(NexmarkQuery.Q0, "now", figures));
        assertThat(FiguresTable.of(ledger, true)).contains("out of luck", "2.000", "QUICK");
        assertThat(HtmlPage.of(ledger, true)).contains("out of luck", "<svg").doesNotContain("http");
    }

    @Test
    void aHangingRunIsStopped() throws IOException {
        long start = System.nanoTime();
        List<Figures> figures = compare("q0", shell("hanging", "sleep 60"));
        assertThat(figures.getFirst().failure()).contains("stopped after 1 s");
        assertThat((System.nanoTime() - start) * 1e-9).isLessThan(30);
    }

    @Test
    void aGrowingQueryGetsTheEventsThatAllFinish() throws IOException {
        Engine limited =
                shell(
                        "limited",
                        "case \"$*\" in *'--events 4000000'*|*'--events 2000000'*) exit 1;; esac;" + script("row"));
        List<Figures> figures = compare("q9", limited, engine("two", "row"));
        assertThat(figures).allSatisfy(each -> assertThat(each.events()).isEqualTo(1_000_000));
    }

    @Test
    void theFastestFormIsMeasured() throws IOException {
        Engine slow = shell("slow", script("row").replace("\"seconds\":0.5", "\"seconds\":2"));
        List<Figures> figures = compare("q0", new Contender("both", List.of(slow, engine("fast", "row"))));
        assertThat(figures)
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.engine()).isEqualTo("both");
                    assertThat(each.eventsPerSecond()).isEqualTo(2e6);
                    assertThat(each.note()).contains("fast was the fastest", "slow 0.50");
                });
    }

    @Test
    void figuresAreKeptAndGoneOnWith() throws IOException {
        List<Figures> figures = compare("q0", engine("one", "row"), engine("two", "row"));
        ledger("here").put(new Ledger.Entry(NexmarkQuery.Q0, "now", figures));
        Ledger again = ledger("here");
        assertThat(again.figures()).usingRecursiveComparison().isEqualTo(figures);
        assertThat(again.holds(NexmarkQuery.Q0, Set.of("one", "two"))).isTrue();
        assertThat(again.holds(NexmarkQuery.Q0, Set.of("one", "three"))).isFalse();
        assertThat(again.holds(NexmarkQuery.Q1, Set.of("one"))).isFalse();
        assertThat(ledger("elsewhere").figures()).isEmpty();
        assertThat(folder.resolve("figures-1.json")).exists();
    }

    private Ledger ledger(String machine) throws IOException {
        return Ledger.open(folder, new Ledger.Conditions(machine, "abc", "settings"));
    }

    private List<Figures> compare(String query, Engine... engines) throws IOException {
        return compare(
                query,
                List.of(engines).stream()
                        .map(engine -> new Contender(engine.name(), List.of(engine)))
                        .toArray(Contender[]::new));
    }

    private List<Figures> compare(String query, Contender... engines) throws IOException {
        PrintStream progress = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new Comparison(
                        settings(query),
                        List.of(engines),
                        new EventLogs(folder.resolve("measured"), folder.resolve("checked")),
                        progress)
                .run(NexmarkQuery.parse(query).getFirst());
    }

    private Settings settings(String query) {
        return Settings.parse(
                        new String[] {
                            "--queries",
                            query,
                            "--runs",
                            "2",
                            "--bound",
                            "1",
                            "--events",
                            "4000000",
                            "--out",
                            folder.toString()
                        })
                .settings();
    }

    private static Engine engine(String name, String row) {
        return shell(name, script(row));
    }

    /** Writes one row where the request says so, and prints a report. */
    private static String script(String row) {
        return "while [ $# -gt 0 ]; do if [ \"$1\" = --rows ]; then printf '1\\t"
                + row
                + "\\n' > \"$2\"; fi; shift; done; echo '"
                + REPORT
                + "'";
    }

    private static Engine shell(String name, String script) {
        return new Engine(name, List.of("sh", "-c", script, "sh"), Set.of(), Map.of());
    }
}
