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
        assertThat(figures.getFirst().failure()).contains("other rows than two");
        assertThat(figures.getLast().runs()).hasSize(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("other row");
    }

    @Test
    void aFailureIsShown() throws IOException {
        Engine broken = shell("broken", "echo 'SomeException: out of luck' >&2; exit 3");
        List<Figures> figures = compare("q0", broken, engine("two", "row"));
        assertThat(figures.getFirst().failure().orElseThrow()).contains("status 3", "out of luck");
        assertThat(FiguresTable.of(settings("q0"), figures)).contains("out of luck", "2.000");
        assertThat(HtmlPage.of(settings("q0"), figures)).contains("out of luck", "<svg").doesNotContain("http");
    }

    @Test
    void aHangingRunIsStopped() throws IOException {
        long start = System.nanoTime();
        List<Figures> figures = compare("q0", shell("hanging", "sleep 60"));
        assertThat(figures.getFirst().failure().orElseThrow()).contains("stopped after 1 s");
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

    private List<Figures> compare(String query, Engine... engines) throws IOException {
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
                    "--queries", query, "--runs", "2", "--bound", "1", "--events", "4000000", "--out", folder.toString()
                });
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
