package io.millrace.state;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.state.Manifest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class CheckpointFilesTest {
    private final MemoryStorage storage = new MemoryStorage();
    private final CheckpointFiles files = new CheckpointFiles(storage);

    @Test
    void whatTwoCheckpointsShareStaysUntilBothAreForgotten() {
        files.retain(1, checkpoint("state/a", "state/b"));
        files.retain(2, checkpoint("state/b", "state/c"));
        files.forget(1);
        Assertions.assertEquals(List.of("state/b", "state/c"), storage.list("state"));
        files.forget(2);
        Assertions.assertEquals(List.of(), storage.list("state"));
    }

    @Test
    void filesThatTheStorageKeptAreRemovedWhenAskedAgain() {
        files.retain(1, checkpoint("state/a", "state/b"));
        files.retain(2, checkpoint("state/c"));
        storage.isBroken = true;
        Assertions.assertThrows(MillraceException.class, () -> files.forget(1));
        storage.isBroken = false;
        Assertions.assertEquals(List.of("state/a", "state/b", "state/c"), storage.list("state"));
        files.forget(1);
        Assertions.assertEquals(List.of("state/c"), storage.list("state"));
    }

    private List<Manifest> checkpoint(String... names) {
        Stream.of(names).forEach(name -> storage.files.put(name, new byte[1]));
        return List.of(new Manifest("", Stream.of(names).map(name -> new Manifest.FileReference(name, 1, 0)).toList()));
    }
}
