package io.millrace.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
    @TempDir Path parent;

    @Test
    void aFolderIsRemovedWithAllThatIsInIt() throws IOException {
        ScratchFolder folder = ScratchFolder.in(parent);
        Files.createDirectories(folder.path().resolve("a/b"));
        Files.writeString(folder.path().resolve("a/b/c"), "rows");
        folder.close();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndOthersStay() throws IOException {
        Path left = Files.createDirectory(parent.resolve("millrace-scratch-left"));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("rows"), "rows");
        Path foreign = Files.createDirectory(parent.resolve("others"));
        try (ScratchFolder living = ScratchFolder.in(parent);
                ScratchFolder second = ScratchFolder.in(parent)) {
            assertThat(left).doesNotExist();
            assertThat(foreign).exists();
            assertThat(living.path()).exists();
            assertThat(second.path()).exists();
        }
    }
}
