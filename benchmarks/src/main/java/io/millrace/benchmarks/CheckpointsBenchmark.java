package io.millrace.benchmarks;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.Manifest.FileReference;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.dataflow.state.StateStore;
import io.millrace.dataflow.state.StateStore.PendingSnapshot;
import io.millrace.state.HeapStateBackend;
import io.millrace.state.LocalFileStorage;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * What checkpoints of one instance cost against the size of its state and the rate of change: a table of a BIGINT key
 * and four BIGINT values is filled, and then every second a checkpoint begins while keys chosen uniformly at random are
 * changed, as a task does it: between steps of 4,096 rows. Arguments: folder, checkpoints a row (20), megabytes of
 * state (100 1000).
 */
public final class CheckpointsBenchmark {
    private static final Schema KEY = Schema.of(Field.required("k", DataType.Plain.BIGINT));
    private static final Schema VALUES =
            Schema.of(
                    Field.of("a", DataType.Plain.BIGINT),
                    Field.of("b", DataType.Plain.BIGINT),
                    Field.of("c", DataType.Plain.BIGINT),
                    Field.of("d", DataType.Plain.BIGINT));
    private static final int ROWS = 4096;
    private static final int[] FIRST = {0};
    private static final long INTERVAL_NANOS = 1_000_000_000;
    private static final double[] CHANGED = {0.001, 0.01, 0.1};

    /** What a row takes in a snapshot file, about. */
    private static final int ROW_BYTES = 40;

    private final Path folder;
    private final int checkpoints;
    private final ExecutorService writing =
            Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "writer");
                thread.setDaemon(true);
                return thread;
            });
    private final int[] slots = new int[ROWS];
    private final long[] keys = new long[ROWS];

    private CheckpointsBenchmark(Path folder, int checkpoints) {
        this.folder = folder;
        this.checkpoints = checkpoints;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int checkpoints = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        int[] sizes =
                arguments.length > 2
                        ? Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray()
                        : new int[] {100, 1_000};
        System.out.println(
                "| state in files | keys changed a second | written, of the state | took p50 | p99 | longest pause | CPU of"
                        + " writing, of one core | restored in |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (int megabytes : sizes) {
            for (double changed : CHANGED) {
                new CheckpointsBenchmark(folder, checkpoints).run(megabytes, changed);
                remove(folder);
            }
        }
    }

    private void run(int megabytes, double changed) throws Exception {
        HeapStateBackend backend = new HeapStateBackend(new LocalFileStorage(folder), writing::execute);
        Instance instance = new Instance("benchmark", 0, 1, 128, 0);
        StateStore store = backend.open(instance, List.of());
        MapTable table = store.map("t", KEY, VALUES);
        int rows = (int) ((long) megabytes * 1_000_000 / ROW_BYTES) / ROWS * ROWS;
        fill(table, rows);
        Manifest manifest = whole(store.freeze(1));
        long base = bytes(manifest, manifest);
        long[] took = new long[checkpoints];
        long written = 0;
        long pause = 0;
        long cpu = writerCpu();
        long began = System.nanoTime();
        Random random = new Random(1);
        double perStep = ROWS / (rows * changed) * INTERVAL_NANOS;
        for (int checkpoint = 0; checkpoint < checkpoints; checkpoint++) {
            long start = System.nanoTime();
            PendingSnapshot snapshot = store.freeze(checkpoint + 2);
            pause = Math.max(pause, System.nanoTime() - start);
            boolean durable = false;
            double nextStep = start;
            while (!durable || System.nanoTime() - start < INTERVAL_NANOS) {
                if (System.nanoTime() >= nextStep) {
                    for (int i = 0; i < ROWS; i++) {
                        keys[i] = random.nextInt(rows);
                    }
                    change(table);
                    nextStep += perStep;
                }
                if (!durable) {
                    long slice = System.nanoTime();
                    boolean copied = snapshot.advance(ROWS) == Progress.DONE;
                    pause = Math.max(pause, System.nanoTime() - slice);
                    if (copied && snapshot.isDurable()) {
                        took[checkpoint] = System.nanoTime() - start;
                        written += bytes(snapshot.manifest(), manifest);
                        manifest = snapshot.manifest();
                        durable = true;
                    }
                }
                Thread.onSpinWait();
            }
        }
        double load = (writerCpu() - cpu) / (double) (System.nanoTime() - began);
        store.close();
        long start = System.nanoTime();
        StateStore restored = backend.open(instance, List.of(manifest));
        int found = restored.map("t", KEY, VALUES).size();
        long restoring = System.nanoTime() - start;
        if (found != rows) {
            throw new AssertionError("restored " + found + " rows of " + rows);
        }
        restored.close();
        writing.shutdown();
        Arrays.sort(took);
        System.out.printf(
                "| %,d MB | %.1f %% | %.2f %% | %d ms | %d ms | %.1f ms | %.0f %% | %.1f s |%n",
                base / 1_000_000,
                changed * 100,
                100.0 * written / checkpoints / base,
                took[checkpoints / 2] / 1_000_000,
                took[Math.min(checkpoints - 1, checkpoints * 99 / 100)] / 1_000_000,
                pause / 1e6,
                100 * load,
                restoring / 1e9);
    }

    private void fill(MapTable table, int rows) {
        for (int from = 0; from < rows; from += ROWS) {
            for (int i = 0; i < ROWS; i++) {
                keys[i] = from + i;
            }
            change(table);
        }
    }

    /** Changes the rows of {@code keys}. */
    private void change(MapTable table) {
        Column column = new Column.LongColumn(ROWS, keys.clone(), Validity.ALL, Lease.UNPOOLED);
        table.findOrAdd(Batch.of(ROWS, column), FIRST, 0, ROWS, slots);
        for (int value = 0; value < VALUES.size(); value++) {
            LongCells cells = (LongCells) table.value(value);
            for (int i = 0; i < ROWS; i++) {
                cells.set(slots[i], keys[i] * 0x9E3779B97F4A7C15L + value);
            }
        }
    }

    private static Manifest whole(PendingSnapshot snapshot) throws InterruptedException {
        while (snapshot.advance(ROWS) == Progress.MORE || !snapshot.isDurable()) {
            Thread.onSpinWait();
        }
        return snapshot.manifest();
    }

    /** The size of the files of one that the other does not refer to, or of all where both are the same. */
    private static long bytes(Manifest manifest, Manifest before) {
        return manifest.files().stream()
                .filter(file -> manifest == before || !before.files().contains(file))
                .mapToLong(FileReference::sizeBytes)
                .sum();
    }

    private static long writerCpu() {
        var threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            var thread = threads.getThreadInfo(id);
            if (thread != null && thread.getThreadName().equals("writer")) {
                return threads.getThreadCpuTime(id);
            }
        }
        return 0;
    }

    private static void remove(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(folder))
                    .forEach(path -> path.toFile().delete());
        }
    }
}
