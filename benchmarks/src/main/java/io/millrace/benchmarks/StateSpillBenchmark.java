package io.millrace.benchmarks;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.data.Validity;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.dataflow.state.StateStore;
import io.millrace.state.HeapStateBackend;
import io.millrace.state.LocalFileStorage;
import io.millrace.state.StateBudget;
import io.millrace.state.StateMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How fast sums by key are kept on one core when memory is short: batches of keys are looked up, added where they are
 * absent, and four numbers of each are changed. The same with {@link RocksSums}.
 *
 * <pre>
 * all fits     a budget that is never reached, and no budget at all
 * hot keys     four times the budget; a tenth of the keys, spread at random, gets all rows, or all but one in a hundred
 * uniform      four times the budget; every key as likely as any other
 * </pre>
 *
 * Arguments: millions of bytes of the budget (32), seconds of CPU for each measurement (3), and which: all, fits,
 * spills, rocks, or heap to fill far more than the heap could hold.
 */
public final class StateSpillBenchmark {
    static final int ROWS = 4096;
    static final int VALUES = 4;
    private static final Schema KEY = Schema.of(Field.of("k", DataType.Plain.BIGINT));
    private static final Schema SUMS =
            Schema.of(
                    Field.of("a", DataType.Plain.BIGINT),
                    Field.of("b", DataType.Plain.BIGINT),
                    Field.of("c", DataType.Plain.BIGINT),
                    Field.of("d", DataType.Plain.BIGINT));
    private static final int[] FIRST = {0};
    private static final int ROUNDS = 3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** So many times the budget are filled where the heap is small. */
    private static final int BEYOND = 16;

    private final Path folder;
    private final long budget;
    private final double seconds;

    /** Four sums for each key. */
    interface Sums extends AutoCloseable {

        /** Adds 1 to each sum of these keys, {@link #ROWS} of them. */
        void add(long[] keys) throws Exception;

        /** Bytes written to files so far, and those held in memory now. */
        String cost();

        @Override
        void close() throws Exception;
    }

    /** How a run is to go: which share of the keys is hot, and which share of the rows goes to others. */
    private record Load(String name, double hot, double cold) {}

    private static final Load HOT = new Load("a tenth of the keys", 0.1, 0);
    private static final Load MOSTLY_HOT = new Load("a tenth, 1 % to all", 0.1, 0.01);
    private static final Load UNIFORM = new Load("all alike", 1, 0);

    /** Millions of rows a second. */
    private record Speed(double perCpu, double perWall, String cost) {
        String text() {
            return String.format("%.2f (%.2f)", perCpu, perWall);
        }
    }

    private StateSpillBenchmark(Path folder, long budget, double seconds) {
        this.folder = folder;
        this.budget = budget;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        long budget = (arguments.length > 0 ? Long.parseLong(arguments[0]) : 32) << 20;
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 3;
        Path folder = Files.createTempDirectory("millrace-spill");
        try {
            new StateSpillBenchmark(folder, budget, seconds).run(arguments.length > 2 ? arguments[2] : "all");
        } finally {
            remove(folder);
        }
    }

    private void run(String which) throws Exception {
        int fitting = keysIn(budget);
        System.out.printf(
                "budget %,d MB, in which %,d keys fit; heap %,d MB%n%n",
                budget >> 20, fitting, Runtime.getRuntime().maxMemory() >> 20);
        if (which.equals("heap")) {
            fillBeyondHeap(fitting);
            return;
        }
        System.out.println(
                "| keys | rows go to | no limit, M rows/s of CPU (of wall) | limit | to no limit | RocksDB | longest step (its CPU) | held"
                        + " | written |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        boolean rocks = which.equals("all") || which.equals("rocks");
        if (which.equals("all") || which.equals("fits")) {
            compare("half of what fits", fitting / 2, UNIFORM, false);
        }
        for (Load load : List.of(HOT, MOSTLY_HOT, UNIFORM)) {
            if (!which.equals("fits")) {
                compare("4 × what fits", 4 * fitting, load, rocks);
            }
        }
    }

    /** The same with and without a limit, in turns. */
    private void compare(String keysText, int keys, Load load, boolean rocks) throws Exception {
        List<Speed> free = new ArrayList<>();
        List<Speed> limited = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            free.add(measure(keys, load, sums(Long.MAX_VALUE)));
            limited.add(measure(keys, load, sums(budget)));
        }
        String other = "–";
        if (rocks) {
            other = measure(keys, load, new RocksSums(folder.resolve("rocks"), budget)).text();
            remove(folder.resolve("rocks"));
        }
        double[] shares = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            shares[round] = limited.get(round).perCpu / free.get(round).perCpu;
        }
        Arrays.sort(shares);
        System.out.printf(
                "| %s, %,d | %s | %s | %s | %.2f | %s | %s |%n",
                keysText,
                keys,
                load.name,
                median(free).text(),
                median(limited).text(),
                shares[ROUNDS / 2],
                other,
                limited.getLast().cost);
    }

    private static Speed median(List<Speed> speeds) {
        return speeds.stream().sorted(Comparator.comparingDouble(Speed::perCpu)).toList().get(speeds.size() / 2);
    }

    /** Fills a table with far more than the heap would hold. */
    private void fillBeyondHeap(int fitting) throws Exception {
        int keys = BEYOND * fitting;
        try (Sums sums = sums(budget)) {
            fill(sums, keys);
            System.out.printf("%,d keys, %d times the budget: %s%n", keys, BEYOND, sums.cost());
        }
    }

    private static void fill(Sums sums, int keys) throws Exception {
        long[] batch = new long[ROWS];
        for (int from = 0; from < keys; from += ROWS) {
            for (int i = 0; i < ROWS; i++) {
                batch[i] = Math.min(keys - 1, from + i);
            }
            sums.add(batch);
        }
    }

    private Speed measure(int keys, Load load, Sums sums) throws Exception {
        try (sums) {
            Random random = new Random(7);
            fill(sums, keys);
            // The hot keys come into memory first, and loops are compiled.
            turn(sums, keys, load, random, seconds / 2);
            long cpu = cpuNanos();
            long wall = System.nanoTime();
            long rows = turn(sums, keys, load, random, seconds);
            return new Speed(rows * 1e3 / (cpuNanos() - cpu), rows * 1e3 / (System.nanoTime() - wall), sums.cost());
        }
    }

    private static long turn(Sums sums, int keys, Load load, Random random, double seconds) throws Exception {
        long[] batch = new long[ROWS];
        long end = cpuNanos() + (long) (seconds * 1e9);
        int hot = (int) (keys * load.hot);
        long rows = 0;
        while (cpuNanos() < end) {
            for (int i = 0; i < ROWS; i++) {
                boolean cold = load.cold > 0 && random.nextDouble() < load.cold;
                // Keys were added in order: the hot ones lie spread over all.
                batch[i] = cold ? random.nextInt(keys) : (long) (random.nextInt(hot) / load.hot);
            }
            sums.add(batch);
            rows += ROWS;
        }
        return rows;
    }

    private Sums sums(long limit) {
        StateMemory memory =
                new StateMemory(
                        limit == Long.MAX_VALUE ? StateBudget.UNLIMITED : new StateBudget(limit),
                        Optional.of(new LocalFileStorage(folder)));
        HeapStateBackend backend =
                new HeapStateBackend(new LocalFileStorage(folder), Runnable::run, memory, BufferPool.HEAP);
        return new TableSums(backend.open(new Instance("sums", 0, 1, 128, 0), List.of()), memory);
    }

    /** How many keys a table takes for this many bytes. */
    private static int keysIn(long bytes) {
        HeapStateBackend backend = new HeapStateBackend(new LocalFileStorage(Path.of("unused")), Runnable::run);
        StateStore store = backend.open(new Instance("sums", 0, 1, 128, 0), List.of());
        TableSums sums = new TableSums(store, StateMemory.UNLIMITED);
        long[] batch = new long[ROWS];
        int keys = 0;
        while (store.sizeBytes() < bytes) {
            for (int i = 0; i < ROWS; i++) {
                batch[i] = keys++;
            }
            sums.add(batch);
        }
        return keys;
    }

    private static final class TableSums implements Sums {
        private final StateStore store;
        private final StateMemory memory;
        private final MapTable table;
        private final int[] slots = new int[ROWS];
        private long longestNanos;
        private long longestCpuNanos;

        TableSums(StateStore store, StateMemory memory) {
            this.store = store;
            this.memory = memory;
            this.table = store.map("sums", KEY, SUMS);
        }

        @Override
        public void add(long[] keys) {
            Batch batch = Batch.of(ROWS, new Column.LongColumn(ROWS, keys, Validity.ALL, Lease.UNPOOLED));
            long start = System.nanoTime();
            long startCpu = THREADS.getCurrentThreadCpuTime();
            table.findOrAdd(batch, FIRST, 0, ROWS, slots);
            longestNanos = Math.max(longestNanos, System.nanoTime() - start);
            longestCpuNanos = Math.max(longestCpuNanos, THREADS.getCurrentThreadCpuTime() - startCpu);
            for (int column = 0; column < VALUES; column++) {
                LongCells cells = (LongCells) table.value(column);
                for (int slot : slots) {
                    cells.set(slot, cells.get(slot) + 1);
                }
            }
        }

        @Override
        public String cost() {
            return String.format(
                    "%.1f (%.1f) ms | %,d MB | %,d MB",
                    longestNanos / 1e6, longestCpuNanos / 1e6, store.sizeBytes() >> 20, memory.writtenBytes() >> 20);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** The time of this thread and of those that work for it. */
    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }
}
