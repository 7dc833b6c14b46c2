package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.LongBuilder;
import io.millrace.data.LongCells;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.dataflow.state.StateStore;
import io.millrace.dataflow.state.StateStore.PendingSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SnapshotFileTest {
    private static final Schema KEY = Schema.of(Field.of("id", DataType.Plain.BIGINT));
    private static final Schema VALUES =
            Schema.of(Field.of("a", DataType.Plain.BIGINT), Field.of("b", DataType.Plain.BIGINT));
    private static final Instance ONLY = new Instance("sum", 0, 1, 128, 0);

    private final MemoryStorage storage = new MemoryStorage();
    private final HeapStateBackend backend = new HeapStateBackend(storage, Runnable::run);
    private final int[] slots = new int[Batch.MAX_ROWS];

    @Test
    void onePercentOfTheKeysAtRandomCostsUnderFivePercentOfTheBytesHoweverOften() {
        int keys = 500_000;
        Random random = new Random(7);
        StateStore store = backend.open(ONLY, List.of());
        MapTable table = store.map("t", KEY, VALUES);
        for (int key = 0; key < keys; key++) {
            put(table, key, random.nextLong());
        }
        Manifest manifest = snapshot(store, 1);
        long base = storage.writtenBytes;
        for (int checkpoint = 2; checkpoint < 150; checkpoint++) {
            for (int i = 0; i < keys / 100; i++) {
                put(table, random.nextInt(keys), random.nextLong());
            }
            long before = storage.writtenBytes;
            manifest = snapshot(store, checkpoint);
            long written = storage.writtenBytes - before;
            // The rewriting goes in steps of no less than 16,384 slots, 3 % of this small table.
            Assertions.assertTrue(written < base / 20 + base / 25, checkpoint + " wrote " + written + " of " + base);
            long referenced = manifest.files().stream().mapToLong(Manifest.FileReference::sizeBytes).sum();
            Assertions.assertTrue(referenced < 6 * base, checkpoint + " refers to " + referenced);
        }
        MapTable restored = backend.open(ONLY, List.of(manifest)).map("t", KEY, VALUES);
        Assertions.assertEquals(keys, restored.size());
    }

    @Test
    void everyFlippedByteAndEveryTruncationIsNamed() {
        StateStore store = backend.open(ONLY, List.of());
        MapTable table = store.map("t", KEY, VALUES);
        for (int key = 0; key < 100; key++) {
            put(table, key, key);
        }
        Manifest manifest = snapshot(store, 1);
        String name = manifest.files().getFirst().name();
        byte[] good = storage.files.get(name);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 0x10;
            storage.files.put(name, bad);
            assertCorrupt(manifest, name);
        }
        for (int size : new int[] {0, 1, 20, good.length / 2, good.length - 1}) {
            storage.files.put(name, Arrays.copyOf(good, size));
            assertCorrupt(manifest, name);
        }
        storage.files.remove(name);
        assertCorrupt(manifest, name);
    }

    @Test
    void aChangedColumnIsRefusedWithItsTypeThenAndNow() {
        StateStore store = backend.open(ONLY, List.of());
        put(store.map("t", KEY, VALUES), 1, 1);
        Manifest manifest = snapshot(store, 1);
        Schema changed = Schema.of(Field.of("a", DataType.STRING), Field.of("b", DataType.Plain.BIGINT));
        MillraceException e =
                Assertions.assertThrows(
                        MillraceException.class, () -> backend.open(ONLY, List.of(manifest)).map("t", KEY, changed));
        Assertions.assertEquals("state-schema-changed", e.code());
        Assertions.assertTrue(
                String.valueOf(e.getMessage()).contains("column 'a' was BIGINT in the checkpoint and is STRING now"));
    }

    @Test
    void afterAFailedWriteTheNextSnapshotHoldsEverything() {
        StateStore store = backend.open(ONLY, List.of());
        MapTable table = store.map("t", KEY, VALUES);
        put(table, 1, 1);
        snapshot(store, 1);
        put(table, 2, 2);
        storage.isBroken = true;
        PendingSnapshot failed = store.freeze(2);
        while (failed.advance(100) == Progress.MORE) {}
        Assertions.assertThrows(MillraceException.class, failed::isDurable);
        storage.isBroken = false;
        put(table, 3, 3);
        Manifest manifest = snapshot(store, 3);
        Assertions.assertEquals(3, backend.open(ONLY, List.of(manifest)).map("t", KEY, VALUES).size());
    }

    @Test
    void anEmptyTableIsSmall() {
        StateStore store = backend.open(ONLY, List.of());
        store.map("t", KEY, VALUES);
        store.multimap("m", KEY, VALUES, VALUES);
        Assertions.assertTrue(store.sizeBytes() < 2 * (64 << 10), store.sizeBytes() + " bytes");
    }

    private void assertCorrupt(Manifest manifest, String name) {
        MillraceException e =
                Assertions.assertThrows(
                        MillraceException.class, () -> backend.open(ONLY, List.of(manifest)).map("t", KEY, VALUES));
        Assertions.assertEquals("corrupt-checkpoint", e.code());
        Assertions.assertTrue(String.valueOf(e.getMessage()).contains(name));
    }

    private void put(MapTable table, long key, long value) {
        BatchBuilder builder = new BatchBuilder(KEY, BufferPool.HEAP);
        ((LongBuilder) builder.column(0)).append(key);
        table.findOrAdd(builder.build(), new int[] {0}, 0, 1, slots);
        ((LongCells) table.value(0)).set(slots[0], value);
        ((LongCells) table.value(1)).set(slots[0], -value);
    }

    private static Manifest snapshot(StateStore store, long checkpoint) {
        PendingSnapshot snapshot = store.freeze(checkpoint);
        while (snapshot.advance(1000) == Progress.MORE) {}
        Assertions.assertTrue(snapshot.isDurable());
        return snapshot.manifest();
    }
}
