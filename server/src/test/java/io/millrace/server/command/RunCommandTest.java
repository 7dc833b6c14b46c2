package io.millrace.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.print.Screen;
import io.millrace.server.print.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void rowsArePrintedAsCsv() {
        assertThat(run("-e", "NUMBERS 3")).isEqualTo(Status.OK);
        assertThat(out()).isEqualTo("n\n1\n2\n3\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void statementsRunInOrder() {
        assertThat(run("-e", "NUMBERS 1; SHOW; NUMBERS 2", "--format", "json")).isEqualTo(Status.OK);
        assertThat(out()).isEqualTo("{\"n\":1}\n{\"name\":\"a\"}\n{\"name\":\"b\"}\n{\"n\":1}\n{\"n\":2}\n");
    }

    @Test
    void rowsArePrintedByEpoch() {
        assertThat(run("-e", "NUMBERS 10000", "--set", "consistency=epoch", "--set", "epoch.interval=5ms"))
                .isEqualTo(Status.OK);
        assertThat(out().lines()).hasSize(10_001).endsWith("10000");
    }

    @Test
    void anErrorIsOneMessageAndAStatus() {
        assertThat(run("-e", "NUMBERS 1; nonsense")).isEqualTo(Status.FAILED);
        assertThat(out()).isEqualTo("n\n1\n");
        assertThat(err()).isEqualTo("error [syntax-error]: what is 'nonsense'?\n");
    }

    @Test
    void settingsAreChecked() {
        assertThat(run("-e", "consistency = always")).isEqualTo(Status.FAILED);
        assertThat(err()).contains("error [bad-setting]: 'consistency' is 'eventual' or 'epoch', not 'always'");
        assertThat(run("-e", "table.exec.mini-batch.enabled = true; NUMBERS 1")).isEqualTo(Status.OK);
        assertThat(err()).contains("note: 'table.exec.mini-batch.enabled' means nothing here and is ignored");
    }

    @Test
    void aClosedOutputEndsItQuietly() {
        PrintStream closed =
                new PrintStream(
                        new OutputStream() {
                            private int left = 1_000;

                            @Override
                            public void write(int b) throws IOException {
                                if (--left < 0) {
                                    throw new IOException("Broken pipe");
                                }
                            }
                        },
                        false,
                        StandardCharsets.UTF_8);
        assertThat(run(closed, Terminal.NONE, "-e", "NUMBERS 100000")).isEqualTo(Status.OK);
        assertThat(err()).isEmpty();
    }

    @Test
    void aFinishedJobIsNotRunAgain(@TempDir Path folder) {
        String checkpoints = folder.resolve("kept").toString();
        assertThat(run("-e", "NUMBERS 2", "--checkpoint-dir", checkpoints)).isEqualTo(Status.OK);
        assertThat(out()).isEqualTo("n\n1\n2\n");
        out.reset();
        assertThat(run("-e", "NUMBERS 2", "--checkpoint-dir", checkpoints)).isEqualTo(Status.OK);
        assertThat(out()).isEmpty();
        assertThat(err()).contains("this job is finished");
        assertThat(run("-e", "NUMBERS 2", "--checkpoint-dir", checkpoints, "--fresh")).isEqualTo(Status.OK);
        assertThat(out()).isEqualTo("n\n1\n2\n");
        CommandLine.run(
                new String[] {"checkpoints", checkpoints}, screen(stream(out), Terminal.NONE), Interrupts.none());
        assertThat(out()).contains("read to its end");
    }

    @Test
    void onATerminalThereIsATableAndASummary() {
        assertThat(run(stream(out), new Terminal(true, true, 80, 24), "-e", "NUMBERS 2")).isEqualTo(Status.OK);
        assertThat(out()).contains("─").contains(" 1\n").contains(" 2\n");
        assertThat(err()).contains("2 rows; read 2 in ");
    }

    @Test
    void thePlanIsExplained() {
        RunOptions options = RunOptions.withScript(Words.of("explain", List.of("-e", "NUMBERS 2"), RunOptions.EXPLAIN));
        int status =
                new ExplainCommand(
                                options,
                                ExplainCommand.Analysis.RUN,
                                (folder, results) -> new Graphs(results),
                                screen(stream(out), Terminal.NONE),
                                Interrupts.none())
                        .run();
        assertThat(status).isEqualTo(Status.OK);
        assertThat(out()).contains("stage 0, ").contains("[0] Scan").contains("rows in 2, out 0").contains("chained");
    }

    private int run(String... words) {
        return run(stream(out), Terminal.NONE, words);
    }

    private int run(PrintStream rows, Terminal terminal, String... words) {
        RunOptions options = RunOptions.withScript(Words.of("run", new ArrayList<>(List.of(words)), RunOptions.RUN));
        return new RunCommand(
                        options, (folder, results) -> new Graphs(results), screen(rows, terminal), Interrupts.none())
                .run();
    }

    private Screen screen(PrintStream rows, Terminal terminal) {
        return new Screen(rows, stream(err), terminal);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
