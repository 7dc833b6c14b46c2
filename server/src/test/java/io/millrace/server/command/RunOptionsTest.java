package io.millrace.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.command.RunOptions.Begin;
import io.millrace.server.command.RunOptions.Detail;
import io.millrace.server.command.RunOptions.Setting;
import io.millrace.server.print.Format;
import io.millrace.server.print.Printing.Changelog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunOptionsTest {
    @Test
    void everyOptionIsRead() {
        RunOptions options =
                of(
                        "-e",
                        "SELECT 1",
                        "--parallelism",
                        "3",
                        "--format=json",
                        "--changelog",
                        "--set",
                        "a.b = c=d",
                        "--checkpoint-dir",
                        "here",
                        "--fresh",
                        "--verbose");
        assertThat(options.script().text()).isEqualTo("SELECT 1");
        assertThat(options.form().format()).contains(Format.JSON);
        assertThat(options.form().changelog()).isEqualTo(Changelog.EVERY_CHANGE);
        assertThat(options.settings())
                .containsExactly(new Setting("a.b", "c=d"), new Setting("parallelism.default", "3"));
        assertThat(options.resumption().folder()).contains(Path.of("here"));
        assertThat(options.resumption().begin()).isEqualTo(Begin.FRESH);
        assertThat(options.detail()).isEqualTo(Detail.STACK_TRACE);
    }

    @Test
    void wrongCommandLinesAreNamed() {
        refused("has no option --paralelism; did you mean '--parallelism'?", "--paralelism", "3", "-e", "x");
        refused("--format needs a value", "-e", "x", "--format");
        refused("--format is table, csv or json, not 'jsn'; did you mean 'json'?", "-e", "x", "--format", "jsn");
        refused("--changelog takes no value", "-e", "x", "--changelog=yes");
        refused("--set needs key=value, not 'key'", "-e", "x", "--set", "key");
        refused("--format is given twice", "-e", "x", "--format", "csv", "--format", "json");
        refused("which script?");
        refused("a script is given twice", "-e", "x", "a.sql");
        refused("one script at a time", "a.sql", "b.sql");
        refused("there is no file nowhere.sql", "nowhere.sql");
        refused("--fresh says what to do with the checkpoints", "-e", "x", "--fresh");
    }

    private static RunOptions of(String... words) {
        return RunOptions.withScript(Words.of("run", List.of(words), RunOptions.RUN));
    }

    private static void refused(String message, String... words) {
        assertThatThrownBy(() -> of(words)).hasMessageContaining(message);
    }
}
