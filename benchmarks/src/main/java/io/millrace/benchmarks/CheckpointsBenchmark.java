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
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What checkpoints of one instance cost against the size of its state and the rate of change: a table of a BIGINT key
 * and four BIGINT values is filled and written, and then every second a checkpoint begins while keys chosen uniformly
 * at random are changed, as a task does it: between steps of 4,096 rows. Arguments: folder, checkpoints a row (20),
 * megabytes of state (100 1000).
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

    /** How many rows are copied at once, as a task does it. */
    private static final int COPIED_ROWS = 8192;

    private static final int[] FIRST = {0};
    private static final long INTERVAL_NANOS = 1_000_000_000;
    private static final double[] CHANGED = {0.001, 0.01, 0.1};

    /** What a row takes in a snapshot file, about. */
    private static final int ROW_BYTES = 40;

    private static final Instance INSTANCE = new Instance("benchmark", 0, 1, 128, 0);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long PARKED_NANOS = 20_000;

    private final int checkpoints;
    private final HeapStateBackend backend;
    private final StateStore store;
    private final MapTable table;
    private final int rows;
    private final long base;
    private final Random random = new Random(1);
    private Manifest manifest;
    private long checkpoint;
    private final ExecutorService writing =
            Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "writer");
                thread.setDaemon(true);
                return thread;
            });
    private final int[] slots = new int[ROWS];
    private final long[] keys = new long[ROWS];

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int checkpoints = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        int[] sizes =
                arguments.length > 2
                        ? Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray()
                        : new int[] {100, 1_000};
        System.out.println(
                "| state in files | keys changed a second | written, of the state | took p50 | p99 | longest pause (its CPU) | CPU of"
                        + " writing, of one core | restored in |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (int megabytes : sizes) {
            CheckpointsBenchmark benchmark = new CheckpointsBenchmark(folder, checkpoints, megabytes);
            for (double changed : CHANGED) {
                benchmark.run(changed);
            }
            benchmark.restore();
            remove(folder);
        }
        System.exit(0);
    }

    private CheckpointsBenchmark(Path folder, int checkpoints, int megabytes) throws InterruptedException {
        this.checkpoints = checkpoints;
        this.backend = new HeapStateBackend(new LocalFileStorage(folder), writing::execute);
        this.store = backend.open(INSTANCE, List.of());
        this.table = store.map("t", KEY, VALUES);
        this.rows = (int) ((long) megabytes * 1_000_000 / ROW_BYTES) / ROWS * ROWS;
        fill();
        this.manifest = whole(store.freeze(++checkpoint));
        this.base = bytes(manifest, manifest);
    }

    /** Some checkpoints while a share of the keys changes every second. */
    private void run(double changed) {
        long[] took = new long[checkpoints];
        long written = 0;
        long pause = 0;
        long pauseCpu = 0;
        long cpu = writerCpu();
        long began = System.nanoTime();
        double perStep = ROWS / (rows * changed) * INTERVAL_NANOS;
        for (int i = 0; i < checkpoints; i++) {
            long start = System.nanoTime();
            long startCpu = THREADS.getCurrentThreadCpuTime();
            PendingSnapshot snapshot = store.freeze(++checkpoint);
            pause = Math.max(pause, System.nanoTime() - start);
            pauseCpu = Math.max(pauseCpu, THREADS.getCurrentThreadCpuTime() - startCpu);
            boolean durable = false;
            boolean copied = false;
            double nextStep = start;
            while (!durable || System.nanoTime() - start < INTERVAL_NANOS) {
                if (System.nanoTime() >= nextStep) {
                    for (int row = 0; row < ROWS; row++) {
                        keys[row] = random.nextInt(rows);
                    }
                    change();
                    nextStep += perStep;
                }
                if (!durable) {
                    long slice = System.nanoTime();
                    long sliceCpu = THREADS.getCurrentThreadCpuTime();
                    copied = snapshot.advance(COPIED_ROWS) == Progress.DONE;
                    pause = Math.max(pause, System.nanoTime() - slice);
                    pauseCpu = Math.max(pauseCpu, THREADS.getCurrentThreadCpuTime() - sliceCpu);
                    if (copied && snapshot.isDurable()) {
                        took[i] = System.nanoTime() - start;
                        written += bytes(snapshot.manifest(), manifest);
                        manifest = snapshot.manifest();
                        durable = true;
                    }
                }
                if (copied) {
                    LockSupport.parkNanos(PARKED_NANOS); // The writer may have but this core.
                }
            }
        }
        double load = (writerCpu() - cpu) / (double) (System.nanoTime() - began);
        Arrays.sort(took);
        System.out.printf(
                "| %,d MB | %.1f %% | %.2f %% | %d ms | %d ms | %.1f (%.1f) ms | %.0f %% | |%n",
                base / 1_000_000,
                changed * 100,
                100.0 * written / checkpoints / base,
                took[checkpoints / 2] / 1_000_000,
                took[(int) Math.ceil(checkpoints * 0.99) - 1] / 1_000_000,
                pause / 1e6,
                pauseCpu / 1e6,
                100 * load);
    }

    private void restore() {
        store.close();
        long start = System.nanoTime();
        StateStore restored = backend.open(INSTANCE, List.of(manifest));
        int found = restored.map("t", KEY, VALUES).size();
        long restoring = System.nanoTime() - start;
        if (found != rows) {
            throw new AssertionError("restored " + found + " rows of " + rows);
        }
        restored.close();
        writing.shutdown();
        System.out.printf("| %,d MB | | | | | | | %.1f s |%n", base / 1_000_000, restoring / 1e9);
    }

    private void fill() {
        for (int from = 0; from < rows; from += ROWS) {
            for (int i = 0; i < ROWS; i++) {
                keys[i] = from + i;
            }
            change();
        }
    }

    /** Changes the rows of {@code keys}. */
    private void change() {
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
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo thread = THREADS.getThreadInfo(id);
            if (thread != null && thread.getThreadName().equals("writer")) {
                return THREADS.getThreadCpuTime(id);
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
