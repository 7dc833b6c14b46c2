package io.millrace.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.engine.EngineSettings;
import io.millrace.server.engine.EngineSettings.Consistency;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void defaultsAreTheCoresAndTenSeconds() {
        EngineSettings settings = Settings.engine(Map.of(), Optional.of(Path.of("x")));
        assertThat(settings.parallelism()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.consistency()).isEqualTo(Consistency.EVENTUAL);
        assertThat(settings.checkpoints().intervalMillis()).isEqualTo(10_000);
    }

    @Test
    void epochsWithoutCheckpointsHaveAnIntervalOfTheirOwn() {
        EngineSettings settings =
                Settings.engine(Map.of("consistency", "epoch", "epoch.interval", "50 ms"), Optional.empty());
        assertThat(settings.consistency()).isEqualTo(Consistency.EPOCH);
        assertThat(settings.checkpoints().intervalMillis()).isEqualTo(50);
    }

    @Test
    void otherNamesOfASettingAreUnderstood() {
        EngineSettings settings =
                Settings.engine(
                        Map.of(
                                "execution.checkpointing.interval",
                                "1min",
                                "table.exec.resource.default-parallelism",
                                "5"),
                        Optional.of(Path.of("x")));
        assertThat(settings.checkpoints().intervalMillis()).isEqualTo(60_000);
        assertThat(settings.parallelism()).isEqualTo(5);
    }

    @Test
    void memoryOfStateIsASize() {
        assertThat(Settings.engine(Map.of("state.memory", "512mb"), Optional.empty()).memory().stateBytes())
                .isEqualTo(512L << 20);
        assertThat(Settings.engine(Map.of("state.memory", "4 GB"), Optional.empty()).memory().stateBytes())
                .isEqualTo(4L << 30);
        assertThat(Settings.engine(Map.of(), Optional.empty()).memory().stateBytes())
                .isEqualTo(Runtime.getRuntime().maxMemory() / 2);
    }

    @Test
    void unknownKeysNameTheNearest() {
        assertThatThrownBy(() -> Settings.meaning("checkpoint.intervall"))
                .hasMessageContaining("did you mean 'checkpoint.interval'?");
        assertThatThrownBy(() -> Settings.meaning("colour")).hasMessage("there is no setting 'colour'");
        assertThat(Settings.meaning("consistency")).isEqualTo(Settings.Meaning.KNOWN);
        assertThat(Settings.meaning("table.exec.mini-batch.enabled")).isEqualTo(Settings.Meaning.NONE);
    }

    @Test
    void wrongValuesAreRefused() {
        assertThatThrownBy(() -> Settings.engine(Map.of("parallelism.default", "0"), Optional.empty()))
                .hasMessageContaining("a whole number from 1 to 128, not '0'");
        assertThatThrownBy(() -> Settings.engine(Map.of("checkpoint.interval", "soon"), Optional.empty()))
                .hasMessageContaining("a length of time");
        assertThatThrownBy(() -> Settings.engine(Map.of("state.memory", "much"), Optional.empty()))
                .hasMessageContaining("a size, such as '512 MB' or '4gb', not 'much'");
        assertThatThrownBy(() -> Settings.engine(Map.of("consistency", "always"), Optional.empty()))
                .hasMessageContaining("'eventual' or 'epoch'");
    }
}
