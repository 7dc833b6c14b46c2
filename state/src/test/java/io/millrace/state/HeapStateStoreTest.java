package io.millrace.state;

import io.millrace.data.PoisoningPool;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.StateStore.PendingSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapStateStoreTest {
    private final MemoryStorage storage = new MemoryStorage();
    private final ManualExecutor executor = new ManualExecutor();
    private final MemoryStorage scratch = new MemoryStorage();
    private final HeapStateBackend roomy =
            new HeapStateBackend(storage, executor, StateMemory.UNLIMITED, new PoisoningPool());

    /** With so little memory nearly every row is on disk. */
    private final HeapStateBackend cramped =
            new HeapStateBackend(
                    storage, executor, new StateMemory(new StateBudget(1), Optional.of(scratch)), new PoisoningPool());

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 5})
    void tablesHoldWhatTheirModelsHold(long seed) {
        tablesHoldWhatTheirModelsHold(seed, roomy);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 5, 204, 207})
    void tablesOnDiskHoldWhatTheirModelsHold(long seed) {
        tablesHoldWhatTheirModelsHold(seed, cramped);
    }

    private static void tablesHoldWhatTheirModelsHold(long seed, HeapStateBackend backend) {
        Random random = new Random(seed);
        TestCluster cluster = new TestCluster(backend, 1, List.of(), new TestCluster.Contents(), random, 200);
        for (int i = 0; i < 400; i++) {
            cluster.step();
            if (i % 20 == 0) {
                cluster.check("seed " + seed + ", step " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 14, 22, 24})
    void restoreGivesWhatWasFrozenAtAnyParallelism(long seed) {
        restoreGivesWhatWasFrozenAtAnyParallelism(seed, roomy);
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 14, 22, 24, 105, 112})
    void restoreOfRowsOnDiskGivesWhatWasFrozenAtAnyParallelism(long seed) {
        restoreGivesWhatWasFrozenAtAnyParallelism(seed, cramped);
    }

    private void restoreGivesWhatWasFrozenAtAnyParallelism(long seed, HeapStateBackend backend) {
        Random random = new Random(seed);
        int[] parallelisms = {2, 3, 1, 8, 2};
        TestCluster cluster =
                new TestCluster(
                        backend,
                        parallelisms[0],
                        List.of(),
                        new TestCluster.Contents(),
                        random,
                        30 + random.nextInt(300));
        CheckpointFiles files = new CheckpointFiles(storage);
        long checkpoint = 0;
        for (int life = 0; life < parallelisms.length; life++) {
            List<Manifest> manifests = List.of();
            TestCluster.Contents frozen = new TestCluster.Contents();
            int checkpoints = 1 + random.nextInt(60);
            for (int i = 0; i < checkpoints; i++) {
                run(cluster, random.nextInt(12));
                TestCluster.Contents content = cluster.model.copy();
                List<PendingSnapshot> snapshots = cluster.freeze(++checkpoint);
                boolean done = false;
                while (!done && random.nextInt(25) != 0) {
                    cluster.step();
                    done = TestCluster.advance(snapshots, 1 + random.nextInt(60));
                }
                if (!done) {
                    continue;
                }
                run(cluster, random.nextInt(3));
                if (random.nextInt(8) == 0) {
                    continue;
                }
                executor.runAll();
                manifests = manifests(snapshots);
                files.retain(checkpoint, manifests);
                for (long old : files.retained()) {
                    if (old < checkpoint) {
                        files.forget(old);
                    }
                }
                frozen = content;
                if (random.nextInt(10) == 0) {
                    TestCluster copy =
                            new TestCluster(backend, 1 + random.nextInt(4), manifests, frozen.copy(), random, 100);
                    copy.check("seed " + seed + ", life " + life + ", checkpoint " + checkpoint);
                }
            }
            int next = parallelisms[(life + 1) % parallelisms.length];
            executor.runAll();
            files.sweep();
            cluster = new TestCluster(backend, next, manifests, frozen.copy(), random, 30 + random.nextInt(300));
            cluster.check("seed " + seed + ", life " + life);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theLastSnapshotHoldsTheRowsOfTheInstancesAlone(long seed) {
        Random random = new Random(seed);
        HeapStateBackend backend = seed % 2 == 0 ? cramped : roomy;
        TestCluster cluster = new TestCluster(backend, 2, List.of(), new TestCluster.Contents(), random, 100);
        run(cluster, 100);
        List<PendingSnapshot> before = cluster.freeze(1);
        TestCluster.advance(before, random.nextInt(100));
        if (seed > 2) {
            TestCluster.advance(before, Integer.MAX_VALUE);
            executor.runAll();
        }
        run(cluster, 100);
        List<PendingSnapshot> snapshots = cluster.freezeLast(2);
        Assertions.assertTrue(TestCluster.advance(snapshots, Integer.MAX_VALUE));
        executor.runAll();
        List<Manifest> manifests = manifests(snapshots);
        for (Manifest manifest : manifests) {
            manifest.files().forEach(file -> Assertions.assertTrue(file.name().contains("-of-2-2."), file.name()));
        }
        TestCluster.Contents left = new TestCluster.Contents();
        left.own().putAll(cluster.model.own());
        Assertions.assertFalse(left.own().isEmpty());
        new TestCluster(backend, 3, manifests, left, random, 100).check("seed " + seed);
    }

    private static void run(TestCluster cluster, int steps) {
        for (int i = 0; i < steps; i++) {
            cluster.step();
        }
    }

    private static List<Manifest> manifests(List<PendingSnapshot> snapshots) {
        List<Manifest> manifests = new ArrayList<>();
        for (PendingSnapshot snapshot : snapshots) {
            Assertions.assertTrue(snapshot.isDurable());
            manifests.add(snapshot.manifest());
        }
        return manifests;
    }
}
