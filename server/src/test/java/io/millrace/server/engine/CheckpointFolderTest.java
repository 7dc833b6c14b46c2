package io.millrace.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobCommand.Completion;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.ChecksummedWriter;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.state.Manifest;
import io.millrace.protocol.RecordCodec;
import io.millrace.protocol.RunSettings;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;
import io.millrace.state.LocalFileStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
    @TempDir Path path;

    private final List<String> notes = new ArrayList<>();

    @Test
    void everyDamagedByteIsNamedAndTheOneBeforeIsTaken() throws IOException {
        try (CheckpointFolder folder = CheckpointFolder.open(path, new LocalFileStorage(path))) {
            store(folder, 1);
            store(folder, 2);
            for (String file : List.of("checkpoints/0000000002", "state/2")) {
                byte[] good = Files.readAllBytes(path.resolve(file));
                for (int at = 0; at < good.length; at += 7) {
                    byte[] bad = good.clone();
                    bad[at] ^= 1;
                    Files.write(path.resolve(file), bad);
                    assertThat(latest(folder)).isEqualTo(1);
                    assertThat(notes.getFirst()).contains("checkpoint 2", "is damaged", file);
                    Files.write(path.resolve(file), java.util.Arrays.copyOf(good, at));
                    assertThat(latest(folder)).isEqualTo(1);
                }
                Files.write(path.resolve(file), good);
            }
            assertThat(latest(folder)).isEqualTo(2);
            assertThat(notes).isEmpty();
        }
    }

    @Test
    void nothingBeginsAnewWhereThereWasACheckpoint() throws IOException {
        try (CheckpointFolder folder = CheckpointFolder.open(path, new LocalFileStorage(path))) {
            assertThat(folder.latest(notes::add)).isEmpty();
            store(folder, 1);
            Files.delete(path.resolve("checkpoints/0000000001"));
            assertThatThrownBy(() -> folder.latest(notes::add))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo("corrupt-checkpoint"));
            folder.clear();
            assertThat(folder.latest(notes::add)).isEmpty();
        }
    }

    @Test
    void aRunKeepsItsNameUntilTheFolderIsCleared() {
        String name;
        try (CheckpointFolder folder = CheckpointFolder.open(path, new LocalFileStorage(path))) {
            name = folder.jobName();
        }
        try (CheckpointFolder folder = CheckpointFolder.open(path, new LocalFileStorage(path))) {
            assertThat(folder.jobName()).isEqualTo(name);
            folder.clear();
            assertThat(folder.jobName()).isNotEqualTo(name);
        }
    }

    @Test
    void aSavepointStandsOnItsOwnAndIsNotWrittenTo() throws IOException {
        Path savepoint = path.resolve("moved");
        try (CheckpointFolder folder =
                CheckpointFolder.open(path.resolve("dir"), new LocalFileStorage(path.resolve("dir")))) {
            store(folder, 3);
            SavepointRequests.copy(folder.latest(notes::add).orElseThrow(), folder, savepoint);
            folder.clear();
            assertThat(CheckpointFolder.tryOpen(path.resolve("dir"), new LocalFileStorage(path.resolve("dir"))))
                    .isEmpty();
        }
        assertThat(latest(CheckpointFolder.over(savepoint, new LocalFileStorage(savepoint)))).isEqualTo(3);
        assertThatThrownBy(() -> CheckpointFolder.open(savepoint, new LocalFileStorage(savepoint)))
                .hasMessageContaining("is a savepoint");
        assertThatThrownBy(() -> SavepointRequests.copy(metadata(4, Manifest.EMPTY), folder(), savepoint))
                .hasMessageContaining("is there already");
    }

    /** Values of records that JSON does not tell apart. */
    record Values(char separator, byte small, float real, List<String> texts) {}

    @Test
    void whatAPlanConsistsOfIsReadBackAsItWas() {
        Values values = new Values('\u001f', (byte) -3, 1.5f, List.of("a\nb"));
        assertThat(RecordCodec.decode(RecordCodec.encode(values), Values.class)).isEqualTo(values);
    }

    private CheckpointFolder folder() {
        return CheckpointFolder.over(path, new LocalFileStorage(path));
    }

    private long latest(CheckpointFolder folder) {
        notes.clear();
        return folder.latest(notes::add).orElseThrow().origin().id();
    }

    /** A checkpoint with one file of its own. */
    private static void store(CheckpointFolder folder, long id) {
        byte[] content = ("the content of " + id).getBytes(StandardCharsets.UTF_8);
        String name = "state/" + id;
        try (ChecksummedWriter file = new ChecksummedWriter(folder.storage().create(name))) {
            file.write(content, 0, content.length);
            file.publish();
            folder.store(
                    metadata(
                            id,
                            new Manifest(
                                    "body",
                                    List.of(new Manifest.FileReference(name, content.length, file.checksum())))));
        }
    }

    private static CheckpointMetadata metadata(long id, Manifest manifest) {
        TaskSnapshot snapshot =
                new TaskSnapshot(
                        Map.of("vertex", new TaskSnapshot.OperatorSnapshot(manifest, 0, List.of())), Manifest.EMPTY);
        return new CheckpointMetadata(
                CheckpointMetadata.VERSION,
                new CheckpointMetadata.Origin("job", id, 0, Completion.RUNNING, ""),
                new CheckpointMetadata.Cost(0, 0),
                RunSettings.of(1),
                new JobGraph("job", List.of(), List.of(), SessionSettings.UTC),
                Map.of(),
                List.of(new CheckpointMetadata.Part(new TaskId(0, 0), snapshot)));
    }
}
